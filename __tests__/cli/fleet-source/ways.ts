/** Different styles, each with a cordon, a second group and a version as people write them. */
export const ways: readonly (readonly [
  name: string,
  before: string,
  after: string,
  taste: readonly string[],
])[] = [
  [
    "single quotes, tabs, no commas at the end",
    `const workers = { minSize: 2 }
export const kr = {
	clusters: {
		'beta-kr-a': {
			version: '1.33',
			nodeGroups: {
				'workers-v1': { ...workers, version: '1.33' } // first
			}
		}
	}
}
`,
    `const workers = { minSize: 2 }
export const kr = {
	clusters: {
		'beta-kr-a': {
			version: '1.34',
			nodeGroups: {
				'workers-v1': { ...workers, version: '1.33', phase: 'cordoned' }, // first
				'workers-v2': { ...workers, version: '1.34', initialSize: 12 }
			}
		}
	}
}
`,
    [
      "--javascript-formatter-quote-style=single",
      "--semicolons=as-needed",
      "--trailing-commas=none",
      "--indent-style=tab",
    ],
  ],
  [
    "satisfies, as const, constants of its own, comments between the lines",
    `const V1 = { version: "1.33", minSize: 2 } as const;
const cluster = {
  /* raised by one */
  version: \`1.33\`,
  nodeGroups: {
    // web
    "workers-v1": V1,

    // batch
    "batch-v1": { version: "1.33" },
  },
} satisfies Cluster;
const clusters = { "beta-kr-a": cluster } as const;
export const kr = { clusters } satisfies Environment;
`,
    `const V1 = { version: "1.33", minSize: 2 } as const;
const cluster = {
  /* raised by one */
  version: \`1.34\`,
  nodeGroups: {
    // web
    "workers-v1": { ...V1, phase: "cordoned" },

    "workers-v2": { ...V1, version: "1.34", initialSize: 12 },

    // batch
    "batch-v1": { version: "1.33" },
  },
} satisfies Cluster;
const clusters = { "beta-kr-a": cluster } as const;
export const kr = { clusters } satisfies Environment;
`,
    [],
  ],
  [
    "every member on a line of its own, and versions in a table",
    `const versions = { kr: "1.33", jp: "1.32" };
export const kr: Environment = {
  clusters: {
    "beta-kr-a": {
      version: versions.kr,
      nodeGroups: {
        "workers-v1": {
          ...workers,
          version: "1.33",
          labels: { a: "b" }, // ours
        },
      },
    },
    "beta-jp-a": { version: versions.jp },
  },
};
`,
    `const versions = { kr: "1.34", jp: "1.32" };
export const kr: Environment = {
  clusters: {
    "beta-kr-a": {
      version: versions.kr,
      nodeGroups: {
        "workers-v1": {
          ...workers,
          version: "1.33",
          phase: "cordoned",
          labels: { a: "b" }, // ours
        },
        "workers-v2": {
          ...workers,
          version: "1.34",
          labels: { a: "b" }, // ours
          initialSize: 12,
        },
      },
    },
    "beta-jp-a": { version: versions.jp },
  },
};
`,
    [],
  ],
  [
    "a spread that alone uses a constant, and one that comes last",
    `const workers = { minSize: 2 };
const defaults = { logRetentionDays: 30 };
const nodeGroups = { "workers-v1": { version: "1.33", ...workers } };
const kr = { "beta-kr-a": { version: "1.33", nodeGroups, ...defaults } };
export const environment = { clusters: { ...kr } };
`,
    `const workers = { minSize: 2 };
const defaults = { logRetentionDays: 30 };
const nodeGroups = {
  "workers-v1": { version: "1.33", ...workers, phase: "cordoned" },
  "workers-v2": { version: "1.34", ...workers, initialSize: 12 },
};
const kr = { "beta-kr-a": { version: "1.34", nodeGroups, ...defaults } };
export const environment = { clusters: { ...kr } };
`,
    [],
  ],
];
