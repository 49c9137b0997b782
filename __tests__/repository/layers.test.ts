import { violationsOf } from "./layers";
import { pathsOf, textOf } from "./project";

const sources = [...pathsOf(".ts"), ...pathsOf(".tsx")].filter((path) => !path.startsWith("__tests__/"));

test("every source keeps to its layer", () => {
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.flatMap((path) => violationsOf(path, textOf(path)))).toEqual([]);
});

test.each([
  [
    "main.ts",
    'import { Cluster } from "./constructs/eks/cluster";',
    ['imports constructs ("./constructs/eks/cluster"), which main.ts may not'],
  ],
  [
    "fleet/x.ts",
    'import { fleetPath } from "../upgrade/fleet/path";',
    ['imports more than types of upgrade/fleet ("../upgrade/fleet/path")'],
  ],
  [
    "fleet/x.ts",
    'import type { Environment } from "../stacks/environment";',
    ['imports stacks ("../stacks/environment"), which fleet may not'],
  ],
  [
    "fleet/x.ts",
    'import { KubernetesVersion } from "../upgrade/eks/kubernetes-version";',
    ['imports upgrade ("../upgrade/eks/kubernetes-version"), which fleet may not'],
  ],
  [
    "stacks/x.ts",
    'import { fleet } from "../fleet/fleet";',
    ['imports fleet ("../fleet/fleet"), which stacks may not'],
  ],
  [
    "constructs/eks/x.ts",
    'import type { Environment } from "../../stacks/environment";',
    ['imports stacks ("../../stacks/environment"), which constructs may not'],
  ],
  [
    "upgrade/rules/x.ts",
    'import { Cluster } from "../../constructs/eks/cluster";',
    ['imports constructs ("../../constructs/eks/cluster"), which upgrade may not'],
  ],
  [
    "upgrade/eks/x.ts",
    'import type { FleetState } from "../fleet/state";',
    ['imports upgrade/fleet ("../fleet/state"), which upgrade/eks may not'],
  ],
  [
    "upgrade/input/x.ts",
    'import { isDay } from "../eks/days";',
    ['imports upgrade/eks ("../eks/days"), which upgrade/input may not'],
  ],
  [
    "upgrade/rules/nodes/x.ts",
    'import { planUpgrade } from "../../planner/plan-upgrade";',
    ['imports upgrade/planner ("../../planner/plan-upgrade"), which upgrade/rules may not'],
  ],
  [
    "upgrade/adopt/x.ts",
    'import type { Waiver } from "../review/waiver";',
    ['imports upgrade/review ("../review/waiver"), which upgrade/adopt may not'],
  ],
  [
    "upgrade/fleet/x.ts",
    'import { planUpgrade } from "../index";',
    ['imports upgrade/index ("../index"), which upgrade/fleet may not'],
  ],
  [
    "upgrade/extra/x.ts",
    'import { isDay } from "../eks/days";',
    ["the folder upgrade/extra has no place among the layers; give it one"],
  ],
  ["upgrade/x.ts", 'import { Token } from "cdktf";', ['imports the package "cdktf", which upgrade may not']],
  [
    "cli/x.ts",
    'import { declareFleet } from "../stacks/fleet";',
    ['imports stacks ("../stacks/fleet"), which cli may not'],
  ],
  [
    "sandbox/eks/x.ts",
    'import { Catalog } from "../../upgrade/eks/catalog/catalog";',
    ['imports upgrade ("../../upgrade/eks/catalog/catalog"), which sandbox may not'],
  ],
  [
    "sandbox/x.ts",
    'export {\n  App,\n} from "cdktf";',
    ['imports the package "cdktf", which sandbox may not'],
  ],
  [
    "stacks/x.ts",
    'import { eksCluster } from "@cdktf/provider-aws";',
    ['imports the barrel "@cdktf/provider-aws"; import one resource'],
  ],
  [
    "constructs/x.ts",
    'const tokens = require("cdktf/lib/tokens");',
    ['imports "cdktf/lib/tokens", which is private to cdktf'],
  ],
  [
    "upgrade/x.ts",
    'const { App } = await import("cdktf");',
    ['imports the package "cdktf", which upgrade may not'],
  ],
  [
    "constructs/x.ts",
    'new AwsProvider(this, "aws", {});',
    ["makes a AwsProvider; providers and backends are made in stacks/"],
  ],
  [
    "constructs/x.ts",
    "new S3Backend(this, {});",
    ["makes a S3Backend; providers and backends are made in stacks/"],
  ],
  [
    "constructs/x.ts",
    "if (scope instanceof Cluster) {}",
    ["asks for instanceof Cluster, which fails where a package is there twice"],
  ],
  ["upgrade/x.ts", "export function read(input: any) {}", ['has an any (": any")']],
  ["upgrade/x.ts", "const rows = input as any;", ['has an any ("as any")']],
  ["upgrade/x.ts", "const rows: Record<string, any> = {};", ['has an any (", any")']],
  ["tools/x.ts", "", ["the folder tools has no place among the layers; give it one"]],
])("fails for %s that has %s", (path, source, violations) => {
  expect(violationsOf(path, source)).toEqual(violations.map((violation) => `${path}: ${violation}`));
});

test.each([
  ["fleet/x.ts", 'import type { Environment } from "../upgrade/fleet/settings";'],
  [
    "stacks/x.ts",
    'import { AwsProvider } from "@cdktf/provider-aws/lib/provider";\nnew AwsProvider(this, "aws", {});',
  ],
  ["upgrade/index.ts", 'export { planUpgrade } from "./planner/plan-upgrade";'],
  ["upgrade/review/x.ts", 'import { judge } from "../rules/rules";'],
  ["upgrade/rules/nodes/x.ts", 'import { rule } from "../rule";'],
  ["upgrade/x.ts", 'import { readFileSync } from "node:fs";'],
  ["upgrade/x.ts", '// import { App } from "cdktf"; and any: any\n/* import { App } from "cdktf"; */'],
  ["upgrade/x.ts", 'const message = "of any: any";'],
  ["constructs/x.ts", "if (error instanceof Error) {}"],
])("passes %s that has %s", (path, source) => {
  expect(violationsOf(path, source)).toEqual([]);
});
