import { editFleet } from "../../../cli/fleet-source/edit-fleet";
import type { FileEdit } from "../../../cli/fleet-source/file-edit";
import { textOf } from "../../repository/project";
import { ways } from "./ways";

const CLUSTER = ["clusters", "beta-kr-a"];
const GROUPS = [...CLUSTER, "nodeGroups"];

const set = (path: readonly string[], after: string | number, before?: string | number): FileEdit => ({
  kind: "set",
  path,
  after,
  ...(before === undefined ? {} : { before }),
});
const remove = (path: readonly string[]): FileEdit => ({ kind: "remove", path });

const version = set([...CLUSTER, "version"], "1.34", "1.33");
const cordon = set([...GROUPS, "workers-v1", "phase"], "cordoned", "active");
const uncordon = remove([...GROUPS, "workers-v1", "phase"]);
const second: FileEdit = {
  kind: "copy",
  from: [...GROUPS, "workers-v1"],
  path: [...GROUPS, "workers-v2"],
  changes: [{ path: ["version"], after: "1.34" }, { path: ["phase"] }, { path: ["initialSize"], after: 12 }],
};
const removeSecond = remove([...GROUPS, "workers-v2"]);

function edited(
  files: Readonly<Record<string, string>> | string,
  edits: readonly FileEdit[],
  lineWidth?: number,
): Readonly<Record<string, string>> {
  const given = typeof files === "string" ? { "fleet.ts": files } : files;
  const result = editFleet({
    files: Object.entries(given).map(([path, text]) => ({ path, text })),
    clusterName: "beta-kr-a",
    edits,
    ...(lineWidth === undefined ? {} : { lineWidth }),
  });
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return { ...given, ...Object.fromEntries(result.map(({ path, text }) => [path, text])) };
}

/** The removed and the added lines. */
function diff(files: Readonly<Record<string, string>> | string, ...edits: readonly FileEdit[]) {
  const given = typeof files === "string" ? { "fleet.ts": files } : files;
  return Object.entries(edited(given, edits)).flatMap(([path, after]) => {
    const [was, is] = [(given[path] ?? "").split("\n"), after.split("\n")];
    return [
      ...was.filter((line) => !is.includes(line)).map((line) => `- ${line.trim()}`),
      ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line.trim()}`),
    ];
  });
}

function problems(files: Readonly<Record<string, string>> | string, ...edits: readonly FileEdit[]) {
  try {
    edited(files, edits);
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
  return [];
}

const usual = `import type { Environment } from "../upgrade/fleet/settings";

const workers = { instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 10 } as const;

export const betaKr: Environment = {
  region: "ap-northeast-2",
  clusters: {
    // The first cluster.
    "beta-kr-a": {
      version: "1.33", // until December
      addons: { coredns: "v1.12.4-eksbuild.38", "vpc-cni": { addonVersion: "v1.22.4-eksbuild.3", preserve: true } },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33" },
      },
    },
  },
  loadBalancers: {
    "beta-webapp": {
      weights: { a: 100, b: 0 },
    },
  },
};
`;

describe("a fleet file like ours", () => {
  test("a version changes one line, and keeps its comment", () => {
    expect(diff(usual, version)).toEqual([
      '- version: "1.33", // until December',
      '+ version: "1.34", // until December',
    ]);
  });

  test("a cordon changes one word on the line of the group", () => {
    expect(diff(usual, cordon)).toEqual([
      '- "workers-v1": { ...workers, version: "1.33" },',
      '+ "workers-v1": { ...workers, version: "1.33", phase: "cordoned" },',
    ]);
  });

  test("a second group adds a line under the first", () => {
    expect(diff(usual, second)).toEqual([
      '+ "workers-v2": { ...workers, version: "1.34", initialSize: 12 },',
    ]);
    expect(edited(usual, [cordon, second])["fleet.ts"]).toContain(`
        "workers-v1": { ...workers, version: "1.33", phase: "cordoned" },
        "workers-v2": { ...workers, version: "1.34", initialSize: 12 },
      },
`);
  });

  test("a shift changes one line", () => {
    const weights = ["loadBalancers", "beta-webapp", "weights"];
    expect(diff(usual, set([...weights, "a"], 90, 100), set([...weights, "b"], 10, 0))).toEqual([
      "- weights: { a: 100, b: 0 },",
      "+ weights: { a: 90, b: 10 },",
    ]);
  });

  test("the build of an add-on changes in its place, alone or among settings", () => {
    const addons = [...CLUSTER, "addons"];
    expect(
      edited(usual, [
        set([...addons, "coredns"], "v1.13.2-eksbuild.24", "v1.12.4-eksbuild.38"),
        set([...addons, "vpc-cni"], "v1.23.1-eksbuild.1", "v1.22.4-eksbuild.3"),
        set([...addons, "kube-proxy"], "v1.34.6-eksbuild.29"),
      ])["fleet.ts"],
    ).toContain(`
      addons: {
        coredns: "v1.13.2-eksbuild.24",
        "vpc-cni": { addonVersion: "v1.23.1-eksbuild.1", preserve: true },
        "kube-proxy": "v1.34.6-eksbuild.29",
      },
`);
  });

  test("a missing object is written with its contents", () => {
    const preview = {
      kind: "set",
      path: ["loadBalancers", "beta-webapp", "previews", "b"],
      after: { priority: 10, hostHeaders: ["b.example.com"] },
    } as const;
    expect(diff(usual, preview)).toEqual([
      '+ previews: { b: { priority: 10, hostHeaders: ["b.example.com"] } },',
    ]);
  });

  test("a second cluster adds an entry under the first, without its comment", () => {
    expect(
      edited(usual, [
        {
          kind: "copy",
          from: CLUSTER,
          path: ["clusters", "beta-kr-b"],
          changes: [
            { path: ["version"], after: "1.36" },
            { path: ["addons", "vpc-cni"], after: "v1.23.1-eksbuild.1" },
            { path: ["nodeGroups", "workers-v1", "version"], after: "1.36" },
          ],
        },
      ])["fleet.ts"],
    ).toContain(`
    },
    "beta-kr-b": {
      version: "1.36", // until December
      addons: { coredns: "v1.12.4-eksbuild.38", "vpc-cni": { addonVersion: "v1.23.1-eksbuild.1", preserve: true } },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.36" },
      },
    },
  },
`);
  });

  test("an entry is removed with its comment, and the last one leaves an empty object", () => {
    expect(edited(usual, [remove(CLUSTER)])["fleet.ts"]).toContain("\n  clusters: {},\n");
    expect(problems(edited(usual, [remove(CLUSTER)]), version)).toEqual([
      "no file of the program has beta-kr-a among the clusters of an environment that is an object literal: make the step by hand",
    ]);
  });
});

test.each(ways)("with %s, a person would have written the same", (_, text, after) => {
  expect(edited(text, [version, cordon, second])["fleet.ts"]).toBe(after);
});

test.each([["ours", usual, "", []] as const, ...ways])(
  "with %s, made twice it changes nothing more",
  (_, text) => {
    const once = edited(text, [version, cordon, second]);
    expect(edited(once, [version, cordon, second])).toEqual(once);
  },
);

test.each([["ours", usual, "", []] as const, ...ways.slice(0, 3)])(
  "with %s, an edit and its reverse give the bytes of before",
  (_, text) => {
    const back = (edits: readonly FileEdit[], reverse: readonly FileEdit[]) =>
      edited(edited(text, edits), reverse)["fleet.ts"];
    expect(back([version], [set([...CLUSTER, "version"], "1.33", "1.34")])).toBe(text);
    expect(back([cordon], [uncordon])).toBe(text);
    expect(back([second], [removeSecond])).toBe(text);
    expect(back([cordon, second], [removeSecond, uncordon])).toBe(text);
    expect(back([second, cordon], [uncordon, removeSecond])).toBe(text);
  },
);

test("a value of another file changes in that file", () => {
  const files = {
    "fleet/versions.ts": 'export const versions = { "beta-kr-a": "1.33" };\n',
    "fleet/kr.ts":
      'import { versions as of } from "./versions.js";\nexport default { clusters: { "beta-kr-a": { version: of["beta-kr-a"] } } };\n',
  };
  expect(edited(files, [version])).toEqual({
    ...files,
    "fleet/versions.ts": 'export const versions = { "beta-kr-a": "1.34" };\n',
  });
});

test("a line that becomes too long is broken from the outside in, and the rest of the file stays", () => {
  const text = `export const kr = {
  clusters: { "beta-kr-a": { version: "1.33", nodeGroups: { "workers-v1": { version: "1.33" } } } },
  aLineThatIsTooLongAndThatSomebodyWantsSo: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: 13 },
};
`;
  expect(edited(text, [second], 100)["fleet.ts"]).toBe(`export const kr = {
  clusters: {
    "beta-kr-a": {
      version: "1.33",
      nodeGroups: {
        "workers-v1": { version: "1.33" },
        "workers-v2": { version: "1.34", initialSize: 12 },
      },
    },
  },
  aLineThatIsTooLongAndThatSomebodyWantsSo: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: 13 },
};
`);
});

test("lines end as those of the file", () => {
  const windows = usual.replaceAll("\n", "\r\n");
  expect(edited(windows, [version, cordon, second])["fleet.ts"]).toBe(
    edited(usual, [version, cordon, second])["fleet.ts"]?.replaceAll("\n", "\r\n"),
  );
});

describe("an edit that is not safe is rejected with its place, and with what to do by hand", () => {
  const inCluster = (body: string, more = "") =>
    `${more}export const kr = {\n  clusters: {\n    "beta-kr-a": { ${body} },\n  },\n};\n`;

  test.each([
    [
      "a value that is computed",
      inCluster("version: process.env.VERSION ?? '1.33'"),
      'fleet.ts:3: clusters.beta-kr-a.version is an expression ("process.env.VERSION ?? \'1.33\'") that the editor cannot evaluate: write "1.34" by hand',
    ],
    [
      "a text with a value in it",
      inCluster("version: `1.${minor}`"),
      'fleet.ts:3: clusters.beta-kr-a.version is an expression ("`1.${minor}`") that the editor cannot evaluate: write "1.34" by hand',
    ],
    [
      "a cluster that a function makes",
      `export const kr = { clusters: { "beta-kr-a": cluster("1.33") } };\n`,
      'fleet.ts:1: clusters.beta-kr-a.version is an expression ("cluster("1.33")") that the editor cannot evaluate: write "1.34" by hand',
    ],
    [
      "a constant that several use",
      inCluster('version: current }, "beta-kr-b": { version: current', 'const current = "1.33";\n'),
      'fleet.ts:1: clusters.beta-kr-a.version comes from the constant "current", which is used in 2 places. First give it a value of its own, then write "1.34"',
    ],
    [
      "a spread that holds the value for several",
      inCluster('...base }, "beta-kr-b": { ...base', 'const base = { version: "1.33" };\n'),
      'fleet.ts:1: clusters.beta-kr-a.version comes from the constant "base", which is used in 2 places. First give it a value of its own, then write "1.34"',
    ],
    [
      "a spread that nobody can look into",
      inCluster('version: "1.33", ...settings()'),
      'fleet.ts:3: clusters.beta-kr-a.version is an expression ("...settings()") that the editor cannot evaluate: write "1.34" by hand',
    ],
    [
      "a value that may come by such a spread",
      inCluster("...settings()"),
      'fleet.ts:3: clusters.beta-kr-a.version is an expression ("...settings()") that the editor cannot evaluate: write "1.34" by hand',
    ],
    [
      "another value than the one that was read",
      inCluster('version: "1.32"'),
      'fleet.ts:3: clusters.beta-kr-a.version is "1.32" in the file, but "1.33" in the fleet that was read. Synthesize and plan again',
    ],
    [
      "an environment that a function makes",
      'const make = () => ({ clusters: { "beta-kr-a": { version: "1.33" } } });\n',
      "fleet.ts:1: the environment of beta-kr-a is made by a function, which can make others too: make the step by hand",
    ],
    [
      "two environments with the cluster",
      'export const one = { clusters: { "beta-kr-a": { version: "1.33" } } };\nexport const two = { clusters: { "beta-kr-a": { version: "1.33" } } };\n',
      "fleet.ts:1, fleet.ts:2: 2 environments have a cluster beta-kr-a: each cluster needs its own name",
    ],
  ])("%s", (_, text, problem) => {
    expect(problems(text, version)).toEqual([problem]);
  });

  test("all problems are reported at once, and nothing is edited", () => {
    const text = inCluster('version: v(), nodeGroups: { "workers-v1": w() }');
    expect(problems(text, version, cordon)).toEqual([
      'fleet.ts:3: clusters.beta-kr-a.version is an expression ("v()") that the editor cannot evaluate: write "1.34" by hand',
      'fleet.ts:3: clusters.beta-kr-a.nodeGroups.workers-v1.phase is an expression ("w()") that the editor cannot evaluate: write "cordoned" by hand',
    ]);
    expect(problems("const = 1", version)).toEqual([
      expect.stringMatching(/^fleet\.ts: not valid TypeScript: .*\(1:6\)$/),
    ]);
  });

  test("a copy of a missing value", () => {
    expect(problems(inCluster('version: "1.33", nodeGroups: {}'), second)).toEqual([
      "fleet.ts:3: clusters.beta-kr-a.nodeGroups.workers-v1 does not exist, so it cannot be copied. Synthesize and plan again",
    ]);
  });
});

test("our own fleet can be edited", () => {
  const files = Object.fromEntries(
    ["fleet/alpha-kr.ts", "fleet/alpha.ts"].map((path) => [path, textOf(path)]),
  );
  const result = editFleet({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    clusterName: "alpha-kr-a",
    edits: [set(["clusters", "alpha-kr-a", "version"], "1.34", "1.33")],
    lineWidth: 110,
  });
  expect(result).toEqual([
    {
      path: "fleet/alpha-kr.ts",
      text: files["fleet/alpha-kr.ts"]?.replace(
        'version: "1.33",\n      addons',
        'version: "1.34",\n      addons',
      ),
    },
  ]);
});

test("the environment of a new cluster is that of the cluster which is copied", () => {
  const result = editFleet({
    files: [{ path: "fleet.ts", text: usual }],
    clusterName: "beta-kr-b",
    edits: [{ kind: "copy", from: CLUSTER, path: ["clusters", "beta-kr-b"], changes: [] }],
  });
  expect(result).toMatchObject([
    { path: "fleet.ts", text: expect.stringContaining('\n    "beta-kr-b": {\n') },
  ]);
});

describe("items of a list", () => {
  const path = ["clusters", "beta-kr-a", "otherNodeGroups"];
  const addItem: FileEdit = { kind: "set", path, after: ["a"], keepsItems: true };
  const removeItem: FileEdit = { kind: "remove", path, items: ["a"] };
  const withList = (list: string) =>
    usual.replace('    "beta-kr-a": {', `    "beta-kr-a": {\n      otherNodeGroups: ${list},`);

  test("are added to those in the file", () => {
    expect(diff(withList('["old"]'), addItem)).toEqual([
      '- otherNodeGroups: ["old"],',
      '+ otherNodeGroups: ["old", "a"],',
    ]);
    expect(diff(withList('["old", "a"]'), addItem)).toEqual([]);
    expect(diff(usual, addItem)).toEqual(['+ otherNodeGroups: ["a"],']);
  });

  test("are removed, and the list with its last item", () => {
    expect(diff(withList('["old", "a"]'), removeItem)).toEqual([
      '- otherNodeGroups: ["old", "a"],',
      '+ otherNodeGroups: ["old"],',
    ]);
    expect(diff(withList('["a"]'), removeItem)).toEqual(['- otherNodeGroups: ["a"],']);
    expect(diff(usual, removeItem)).toEqual([]);
  });

  test("of a computed list are changed by hand", () => {
    expect(problems(withList("names()"), addItem)).toEqual([expect.stringContaining("fleet.ts:")]);
  });
});
