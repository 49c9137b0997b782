import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { editFleet } from "../../../cli/fleet-source/edit-fleet";
import type { FileEdit } from "../../../cli/fleet-source/file-edit";
import { readProgram } from "../../../cli/fleet-source/read-program";
import { ROOT } from "../../repository/project";
import { typeErrorsOf } from "../../repository/snippets";
import { ways } from "./ways";

/* A whole upgrade of our own fleet by edits. The formatter and the compiler check each step. */

const CLUSTER = ["clusters", "alpha-kr-a"];
const GROUPS = [...CLUSTER, "nodeGroups"];
const BALANCER = ["loadBalancers", "alpha-webapp"];

const steps: readonly (readonly FileEdit[])[] = [
  [{ kind: "set", path: [...CLUSTER, "version"], before: "1.33", after: "1.34" }],
  [
    { kind: "set", path: [...CLUSTER, "addons", "coredns"], after: "v1.13.2-eksbuild.24" },
    { kind: "set", path: [...CLUSTER, "addons", "vpc-cni"], after: "v1.23.1-eksbuild.1" },
  ],
  [
    {
      kind: "copy",
      from: [...GROUPS, "workers-v1"],
      path: [...GROUPS, "workers-v2"],
      changes: [
        { path: ["version"], after: "1.34" },
        { path: ["initialSize"], after: 2 },
      ],
    },
  ],
  [{ kind: "set", path: [...GROUPS, "workers-v1", "phase"], after: "cordoned" }],
  [{ kind: "remove", path: [...GROUPS, "workers-v1"] }],
  [
    {
      kind: "set",
      path: [...CLUSTER, "rollback"],
      after: { of: "1.35", upgradedOn: "2026-11-24" },
    },
  ],
  [
    {
      kind: "copy",
      from: CLUSTER,
      path: ["clusters", "alpha-kr-c"],
      changes: [
        { path: ["version"], after: "1.36" },
        { path: ["nodeGroups", "workers-v2", "version"], after: "1.36" },
        { path: ["rollback"] },
      ],
    },
  ],
  [
    { kind: "set", path: [...BALANCER, "targetGroups", "c"], after: { cluster: "alpha-kr-c" } },
    { kind: "set", path: [...BALANCER, "weights", "c"], after: 0 },
    {
      kind: "set",
      path: [...BALANCER, "previews", "c"],
      after: {
        priority: 10,
        hostHeaders: ["c.webapp.alpha.example.com", "c.webapp.alpha.example.org", "c.a.example"],
      },
    },
  ],
  [
    { kind: "remove", path: [...BALANCER, "targetGroups", "c"] },
    { kind: "set", path: [...BALANCER, "removedTargetGroups"], after: ["c"] },
    { kind: "remove", path: [...BALANCER, "weights", "c"] },
  ],
];

const program = readProgram(ROOT);

/** The fleet file after each step. */
function texts(): readonly string[] {
  if ("problems" in program) {
    throw new Error(program.problems.join("\n"));
  }
  let { files } = program;
  return steps.map((edits) => {
    const result = editFleet({ ...program, files, clusterName: "alpha-kr-a", edits });
    if ("problems" in result) {
      throw new Error(result.problems.join("\n"));
    }
    files = files.map((file) => result.find(({ path }) => path === file.path) ?? file);
    expect(result.map(({ path }) => path)).toEqual(["fleet/alpha-kr.ts"]);
    return result[0]?.text ?? "";
  });
}

const after = texts();

test("knows the files of the program, and the line width of its formatter", () => {
  expect(program).toMatchObject({ lineWidth: 110 });
  const paths = "files" in program ? program.files.map(({ path }) => path) : [];
  expect(paths).toEqual(expect.arrayContaining(["main.ts", "fleet/fleet.ts", "fleet/alpha-kr.ts"]));
  expect(paths.filter((path) => path.startsWith("__tests__"))).toEqual([]);
});

/** The output of "biome format", with the settings of a project. */
function formatted(text: string, taste: readonly string[] = []): string {
  const biome = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
  const { stdout, status } = spawnSync(
    process.execPath,
    [biome, "format", ...taste, "--stdin-file-path=fleet/alpha-kr.ts"],
    { cwd: ROOT, input: text, encoding: "utf8" },
  );
  expect(status).toBe(0);
  return stdout;
}

test("the formatter changes nothing after any step", () => {
  for (const text of after) {
    expect(formatted(text)).toBe(text);
  }
});

test.each(ways)("the formatter has nothing to change with %s, after as before", (_, before, text, taste) => {
  expect(formatted(before, taste)).toBe(before);
  expect(formatted(text, taste)).toBe(text);
});

test("the compiler accepts each step, however the file is written", () => {
  const document = "fleet/alpha-kr.ts";
  const around = (text: string) =>
    [
      "interface Cluster { readonly version: string; readonly nodeGroups?: object }",
      "interface Environment { readonly clusters: Readonly<Record<string, Cluster>> }",
      text.includes("const workers") ? "" : "declare const workers: { readonly minSize: number };",
      text,
    ].join("\n");
  const codes = [...after, ...ways.map(([, , text]) => around(text))];
  const blocks = codes.map((code, index) => ({
    place: `${document}:${index}`,
    document,
    language: "ts",
    code,
  }));
  expect(typeErrorsOf(blocks)).toEqual([]);
});

test("a value is where people expect it, and a long line is broken", () => {
  expect(after.at(5)).toContain(
    `      version: "1.34",\n      rollback: { of: "1.35", upgradedOn: "2026-11-24" },\n`,
  );
  expect(after.at(7)).toContain(`
        b: { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] },
        c: {
          priority: 10,
          hostHeaders: ["c.webapp.alpha.example.com", "c.webapp.alpha.example.org", "c.a.example"],
        },
      },
`);
});
