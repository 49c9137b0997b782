import fc from "fast-check";
import { editFleet } from "../../../cli/fleet-source/edit-fleet";
import type { FileEdit } from "../../../cli/fleet-source/file-edit";
import type { FleetValue } from "../../../upgrade/fleet/path";

/* Fleet files in many styles, and every edit of an upgrade with its reverse. */

const CLUSTER = ["clusters", "beta-kr-a"];
const GROUP = [...CLUSTER, "nodeGroups", "workers-v1"];
const WEIGHTS = ["loadBalancers", "beta-webapp", "weights"];

const set = (path: readonly string[], after: FleetValue, before?: FleetValue): FileEdit => ({
  kind: "set",
  path,
  after,
  ...(before === undefined ? {} : { before }),
});
const remove = (path: readonly string[]): FileEdit => ({ kind: "remove", path });

const there: readonly (readonly [edit: FileEdit, reverse: FileEdit])[] = [
  [set([...CLUSTER, "version"], "1.34", "1.33"), set([...CLUSTER, "version"], "1.33", "1.34")],
  [set([...GROUP, "phase"], "cordoned", "active"), remove([...GROUP, "phase"])],
  [set([...GROUP, "desiredSize"], 7), remove([...GROUP, "desiredSize"])],
  [
    set([...CLUSTER, "deletionProtection"], "disabled", "enabled"),
    remove([...CLUSTER, "deletionProtection"]),
  ],
  [
    set([...CLUSTER, "addons", "coredns"], "v1.13.2-eksbuild.24", "v1.12.4-eksbuild.38"),
    set([...CLUSTER, "addons", "coredns"], "v1.12.4-eksbuild.38", "v1.13.2-eksbuild.24"),
  ],
  [
    {
      kind: "copy",
      from: GROUP,
      path: [...CLUSTER, "nodeGroups", "workers-v2"],
      changes: [
        { path: ["version"], after: "1.34" },
        { path: ["phase"] },
        { path: ["initialSize"], after: 12 },
      ],
    },
    remove([...CLUSTER, "nodeGroups", "workers-v2"]),
  ],
  [
    {
      kind: "copy",
      from: CLUSTER,
      path: ["clusters", "beta-kr-b"],
      changes: [{ path: ["version"], after: "1.36" }],
    },
    remove(["clusters", "beta-kr-b"]),
  ],
  [set([...WEIGHTS, "a"], 90, 100), set([...WEIGHTS, "a"], 100, 90)],
];

interface Taste {
  readonly quote: '"' | "'";
  readonly commas: boolean;
  readonly indent: string;
  readonly newline: string;
  readonly comments: boolean;
  readonly apart: boolean;
  readonly typed: "" | " as const" | " satisfies Settings";
}

type Shape = "line" | "lines";

/** The members of an object, each a text or an object. */
type Members = readonly (readonly [key: string, value: string | Written])[];
interface Written {
  readonly shape: Shape;
  readonly members: Members;
}

function written({ shape, members }: Written, taste: Taste, depth: number): string {
  const inLine = shape === "line";
  const texts = members.map(([key, value]) => {
    const text = typeof value === "string" ? value : written(value, taste, depth + 1);
    return key === "" ? text : `${key}: ${text}`;
  });
  if (inLine) {
    return `{ ${texts.join(", ")} }`;
  }
  const indent = taste.indent.repeat(depth + 1);
  const lines = texts.flatMap((text, index) => [
    ...(taste.comments ? [`${indent}// about ${index}`] : []),
    `${indent}${text}${taste.commas || index < texts.length - 1 ? "," : ""}${taste.comments && index % 2 === 0 ? " // why" : ""}`,
    ...(taste.apart && index < texts.length - 1 ? [""] : []),
  ]);
  return `{${taste.newline}${lines.join(taste.newline)}${taste.newline}${taste.indent.repeat(depth)}}`;
}

const taste: fc.Arbitrary<Taste> = fc.record({
  quote: fc.constantFrom('"' as const, "'" as const),
  commas: fc.boolean(),
  indent: fc.constantFrom("  ", "    ", "\t"),
  newline: fc.constantFrom("\n", "\r\n"),
  comments: fc.boolean(),
  apart: fc.boolean(),
  typed: fc.constantFrom("" as const, " as const" as const, " satisfies Settings" as const),
});

const shape: fc.Arbitrary<Shape> = fc.constantFrom("line" as const, "lines" as const);

const fleetFile: fc.Arbitrary<string> = fc
  .record({
    taste,
    group: fc.constantFrom("spread", "own", "constant"),
    spreadIsLast: fc.boolean(),
    clusterIsConstant: fc.boolean(),
    groupShape: shape,
    addonsShape: shape,
    withObjectAddon: fc.boolean(),
    weightsShape: shape,
  })
  .map(({ taste: its, ...the }) => {
    const text = (value: string) => `${its.quote}${value}${its.quote}`;
    const workers: Members = [["minSize", "2"]];
    const own: Members = [["version", text("1.33")]];
    const spread: Members = [["", "...workers"]];
    const group: string | Written =
      the.group === "constant"
        ? "workersOfNow"
        : {
            shape: the.groupShape,
            members:
              the.group === "own"
                ? [...own, ...workers]
                : the.spreadIsLast
                  ? [...own, ...spread]
                  : [...spread, ...own],
          };
    const build = text("v1.12.4-eksbuild.38");
    const cluster: Written = {
      shape: "lines",
      members: [
        ["version", text("1.33")],
        [
          "addons",
          {
            shape: the.addonsShape,
            members: [
              [
                "coredns",
                the.withObjectAddon ? { shape: "line", members: [["addonVersion", build]] } : build,
              ],
              [text("vpc-cni"), text("v1.22.4-eksbuild.3")],
            ],
          },
        ],
        ["nodeGroups", { shape: "lines", members: [[text("workers-v1"), group]] }],
      ],
    };
    const environment: Written = {
      shape: "lines",
      members: [
        [
          "clusters",
          {
            shape: "lines",
            members: [[text("beta-kr-a"), the.clusterIsConstant ? "cluster" : cluster]],
          },
        ],
        [
          "loadBalancers",
          {
            shape: "lines",
            members: [
              [
                text("beta-webapp"),
                {
                  shape: "lines",
                  members: [
                    [
                      "weights",
                      {
                        shape: the.weightsShape,
                        members: [
                          ["a", "100"],
                          ["b", "0"],
                        ],
                      },
                    ],
                  ],
                },
              ],
            ],
          },
        ],
      ],
    };
    return [
      `const workers = { minSize: 2 }${its.typed};`,
      `const workersOfNow = { ...workers, version: ${text("1.33")} }${its.typed};`,
      ...(the.clusterIsConstant ? [`const cluster = ${written(cluster, its, 0)}${its.typed};`] : []),
      `export const beta = ${written(environment, its, 0)}${its.typed};`,
      "",
    ].join(its.newline);
  });

function edited(text: string, edits: readonly FileEdit[]): string {
  const result = editFleet({
    files: [{ path: "fleet.ts", text }],
    clusterName: "beta-kr-a",
    edits,
    lineWidth: 200,
  });
  if ("problems" in result) {
    throw new Error(`${result.problems.join("\n")}\n${text}`);
  }
  return result[0]?.text ?? text;
}

const someEdits = fc.uniqueArray(fc.constantFrom(...there), { minLength: 1, maxLength: there.length });
/** A copy of the whole cluster includes its changes, and is not possible if a constant has it. */
const isOfCopy = ([{ path }]: (typeof there)[number]) => path.includes("beta-kr-b");

test("edits that are reverted, the last one first, restore the bytes", () => {
  fc.assert(
    fc.property(fleetFile, someEdits, (text, pairs) => {
      const made = pairs.map(([edit]) => edit);
      const reverse = pairs.toReversed().map(([, back]) => back);
      if (!pairs.some(isOfCopy)) {
        expect(edited(edited(text, made), reverse)).toBe(text);
      }
    }),
    { numRuns: 400 },
  );
});

test("edits that are made twice change nothing the second time", () => {
  fc.assert(
    fc.property(fleetFile, someEdits, (text, pairs) => {
      const made = pairs.filter((pair) => !isOfCopy(pair)).map(([edit]) => edit);
      const once = edited(text, made);
      expect(edited(once, made)).toBe(once);
    }),
    { numRuns: 200 },
  );
});

test("a second cluster that is reverted restores the bytes", () => {
  fc.assert(
    fc.property(fleetFile, (text) => {
      const [pair] = there.filter(isOfCopy);
      if (pair !== undefined) {
        const [copy, back] = pair;
        expect(edited(edited(text, [copy]), [back])).toBe(text);
      }
    }),
    { numRuns: 200 },
  );
});
