import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import { goalIn } from "../../../cli/planning/goal-file";
import schema from "../../../schemas/goal.schema.json";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { goalProblems } from "../../../upgrade/planner/goal-problems";
import { stepKinds } from "../../../upgrade/planner/step-kinds";
import type { InPlaceGoal, SecondClusterGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import { balancerOf, clusterOf } from "../../upgrade/planner/fleets";

const validate = new Ajv({ allErrors: true }).compile(schema);

/** All properties of a goal. If a type gets a new one, this does not compile without it. */
const inPlace: Required<InPlaceGoal> = {
  way: "in-place",
  cluster: "alpha-kr-a",
  version: "1.36",
  nodes: "roll",
  nodePools: "second-pool",
  replacements: "each-minor",
  kubeProxy: "lower-first",
  releases: {},
  leaving: [],
  rolls: {
    "workers-v1": { releaseVersion: "1.36.2-20261015", launchTemplateVersion: 4 },
    "pool-v1": { ami: "al2023@v20261015" },
  },
};
const second: Required<SecondClusterGoal> = {
  way: "second-cluster",
  cluster: "beta-kr-a",
  version: "1.36",
  secondCluster: "beta-kr-b",
  shift: [0, 50, 100],
  releases: {},
  previews: { "beta-webapp": { priority: 20, hostHeaders: ["b.webapp.beta.example.com"] } },
  entries: { "beta-orders": { address: "10.0.2.10", port: 80, tls: { serverName: "orders" } } },
  keepsFirst: true,
};
const everything: Required<UpgradeGoal> = {
  clusters: [inPlace, second],
  environments: ["beta", "alpha"],
  soakHours: { "control-plane": 72, shift: 0.5 },
};

const fleet = mergedFleet([
  clusterOf("alpha-kr-a", {
    version: "1.35",
    groups: [{ version: "1.35", nodes: 3, more: { launchTemplateVersion: "3" } }],
  }),
  clusterOf("beta-kr-a", { version: "1.35", groups: [{ version: "1.35", nodes: 3 }] }),
  balancerOf("beta-webapp", { a: { cluster: "beta-kr-a", weight: 100 }, default: { weight: 0 } }),
]);

function problems(content: unknown): readonly string[] {
  const read = goalIn(content);
  return [...read.problems, ...goalProblems(read.goal, { fleet, catalog: Catalog.DATED, day: "2026-11-24" })];
}

test("all properties of a goal are read, and the published schema accepts them", () => {
  expect(goalIn({ $schema: "goal.schema.json", ...everything })).toEqual({ goal: everything, problems: [] });
  expect(problems(everything)).toEqual([]);
  validate({ $schema: "goal.schema.json", ...everything });
  expect(validate.errors).toBeNull();
});

test("a value that is none of several is rejected, also below a property named constructor", () => {
  const entries = { "alpha-chat": { b: { address: "10.0.0.2", constructor: { a: {} } } } };
  expect(goalIn({ clusters: [{ ...second, entries }] }).problems).toEqual([
    expect.stringContaining("clusters[0].entries.alpha-chat"),
  ]);
});

test("the schema has hours for every kind of step", () => {
  expect(Object.keys(schema.properties.soakHours.properties)).toEqual([...stepKinds]);
});

test("all problems of the format are reported at once, by path, with what is allowed", () => {
  const wrong = {
    cluster: "alpha-kr-a",
    clusters: [
      {
        way: "in-place",
        cluster: "alpha-kr-a",
        version: 1.36,
        nodes: "rolling",
        kubeproxy: "after-soak",
        releases: { istiod: 1 },
        rolls: {
          "workers-v1": { releaseVersion: "", launchTemplateVersion: "4", image: "ami-1" },
          "workers-v2": 3,
        },
      },
      {
        way: "second-cluster",
        cluster: " ",
        version: "1.36",
        shift: [0, "10%", null],
        rolls: {},
        previews: { "alpha-webapp": { priority: "20", hostHeaders: "b.example.com" }, "alpha-api": {} },
        keepsFirst: "yes",
      },
      { way: "by-hand", cluster: "alpha-uk-a" },
      "alpha-us-a",
    ],
    environments: ["alpha", 2],
    soakHours: { "control-plane": "72", night: 8 },
  };
  expect(goalIn(wrong).problems).toEqual([
    'clusters[0].version: invalid value 1.36: expected a Kubernetes version, as in "1.36"',
    'clusters[0].nodes: invalid value "rolling": expected "second-group" or "roll"',
    'clusters[0].releases.istiod: invalid value 1: expected the version of a chart, as in "1.30.4"',
    'clusters[0].rolls.workers-v1.releaseVersion: invalid value "": expected an AMI release, as in "1.36.2-20261015"',
    'clusters[0].rolls.workers-v1.launchTemplateVersion: invalid value "4": expected a version, as in 4',
    'clusters[0].rolls.workers-v1: unknown property "image": expected "releaseVersion", "launchTemplateVersion" or "ami"',
    "clusters[0].rolls.workers-v2: invalid value 3: expected a roll, with releaseVersion, launchTemplateVersion or ami",
    'clusters[0]: unknown property "kubeproxy": did you mean "kubeProxy"?',
    'clusters[1].cluster: invalid value " ": expected the name of a cluster, as in "alpha-kr-a"',
    'clusters[1].secondCluster: missing: expected the name of the other cluster, as in "alpha-kr-b"',
    'clusters[1].shift[1]: invalid value "10%": expected a percentage, as in 10',
    "clusters[1].shift[2]: invalid value null: expected a percentage, as in 10",
    'clusters[1].previews.alpha-webapp.priority: invalid value "20": expected the priority of the listener rule, from 1 to 99, as in 20',
    'clusters[1].previews.alpha-webapp.hostHeaders: invalid value "b.example.com": expected a list of hosts, as in ["b.webapp.example.com"]',
    "clusters[1].previews.alpha-api.priority: missing: expected the priority of the listener rule, from 1 to 99, as in 20",
    'clusters[1].previews.alpha-api.hostHeaders: missing: expected a list of hosts, as in ["b.webapp.example.com"]',
    'clusters[1].keepsFirst: invalid value "yes": expected true or false',
    'clusters[1]: unknown property "rolls": expected "way", "cluster", "version", "secondCluster", "shift", "releases", "previews", "entries" or "keepsFirst"',
    'clusters[2].way: invalid value "by-hand": expected "in-place" or "second-cluster"',
    'clusters[3]: invalid value "alpha-us-a": expected a goal, with its way, cluster and version',
    'environments[1]: invalid value 2: expected a name, as in "alpha"',
    'soakHours.control-plane: invalid value "72": expected hours, as in 72',
    `soakHours: unknown property "night": expected ${stepKinds.map((kind) => `"${kind}"`).join(", ")}`.replace(
      /, ([^,]+)$/,
      " or $1",
    ),
    'unknown property "cluster": did you mean "clusters"?',
  ]);
});

test("valid parts stay, next to the problems, for the checks that need the fleet", () => {
  const { shift: _, ...withoutShift } = second;
  const content = {
    clusters: [inPlace, { ...second, shift: [101] }, { way: "in-place", cluster: "x" }],
    environments: [1],
    soakHours: { shift: 1 },
  };
  expect(goalIn(content)).toEqual({
    goal: { clusters: [inPlace, withoutShift], soakHours: { shift: 1 } },
    problems: [
      "clusters[1].shift[0]: invalid value 101: expected a percentage, as in 10",
      'clusters[2].version: missing: expected a Kubernetes version, as in "1.36"',
      'environments[0]: invalid value 1: expected a name, as in "alpha"',
    ],
  });
});

test.each([
  ["no object", [everything], "invalid value (a list): expected an object, as in "],
  ["nothing", {}, "clusters: missing: expected a list of goals, as in "],
  ["no goals", { clusters: [] }, "clusters: invalid value []: expected a list of goals, as in "],
  [
    "no list",
    { clusters: { "alpha-kr-a": "1.36" } },
    "clusters: invalid value (an object): expected a list of goals, as in ",
  ],
])("a file with %s is rejected with the format of a goal", (_, content, begin) => {
  const form = '{ "clusters": [{ "way": "in-place", "cluster": "alpha-kr-a", "version": "1.36" }] }';
  expect(goalIn(content)).toEqual({ goal: { clusters: [] }, problems: [`${begin}${form}`] });
});

describe("the command rejects what the schema rejects, and accepts the format that the schema accepts", () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      "",
      " ",
      "x",
      "1.36",
      "v1.36",
      "in-place",
      "second-cluster",
      "roll",
      true,
      null,
      {},
      [],
    ),
    fc.constantFrom<unknown>(-1, 0, 0.5, 1, 99, 100, 101, [101], [0, 100], ["a"], { a: 1 }, { a: "b" }),
    fc.jsonValue(),
  );
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom("put", "take out", "add"),
    name: fc.constantFrom("more", "rolls", "shift", "secondCluster", "nodes", "constructor"),
    value,
  });

  test("for a goal with random changes", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const content = changes.reduce<unknown>(
          (before, { at, how, name, value: after }) => {
            const all = pathsOf(before);
            return changed(before, all[at % all.length] ?? [], how, name, after);
          },
          { $schema: "goal.schema.json", ...everything },
        );
        if (validate(content)) {
          expect(goalIn(content).problems).toEqual([]);
        } else {
          expect([content, problems(content).length > 0]).toEqual([content, true]);
        }
      }),
      { numRuns: Number(process.env.GOAL_FILE_CASES ?? 300) },
    );
  });

  type Path = readonly (string | number)[];

  function pathsOf(content: unknown, path: Path = []): readonly Path[] {
    const inside = Array.isArray(content)
      ? content.map((each: unknown, index) => [index, each] as const)
      : Object.entries(typeof content === "object" ? (content ?? {}) : {});
    return [path, ...inside.flatMap(([key, each]) => pathsOf(each, [...path, key]))];
  }

  function changed(content: unknown, path: Path, how: string, name: string, value: unknown): unknown {
    const copy: unknown = structuredClone(content);
    const [first, ...rest] = path;
    if (first === undefined) {
      return how === "add" && typeof copy === "object" && copy !== null && !Array.isArray(copy)
        ? { ...copy, [name]: value }
        : how === "put"
          ? value
          : copy;
    }
    if (Array.isArray(copy)) {
      const at = Number(first);
      return rest.length === 0 && how === "take out"
        ? copy.toSpliced(at, 1)
        : copy.with(at, changed(copy[at], rest, how, name, value));
    }
    return Object.fromEntries(
      Object.entries(copy ?? {}).flatMap(([key, each]) =>
        key !== first
          ? [[key, each]]
          : rest.length === 0 && how === "take out"
            ? []
            : [[key, changed(each, rest, how, name, value)]],
      ),
    );
  }
});
