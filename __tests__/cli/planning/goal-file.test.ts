import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import { goalIn } from "../../../cli/planning/goal-file";
import schema from "../../../schemas/goal.schema.json";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { mergedFleet } from "../../../upgrade/fleet/state";
import { goalProblems } from "../../../upgrade/planner/goal-problems";
import type { InPlaceGoal, SecondClusterGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import { stepKinds } from "../../../upgrade/planner/upgrade-plan";
import { balancerOf, clusterOf } from "../../upgrade/planner/fleets";

const validate = new Ajv({ allErrors: true }).compile(schema);

/** All that a goal can say: the compiler misses what is added to the types and not here. */
const inPlace: Required<InPlaceGoal> = {
  way: "in-place",
  cluster: "alpha-kr-a",
  version: "1.36",
  nodes: "roll",
  replacements: "each-minor",
  kubeProxy: "lower-first",
  releases: {},
  rolls: { "workers-v1": { releaseVersion: "1.36.2-20261015", launchTemplateVersion: 4 } },
};
const second: Required<SecondClusterGoal> = {
  way: "second-cluster",
  cluster: "beta-kr-a",
  version: "1.36",
  secondCluster: "beta-kr-b",
  shift: [0, 50, 100],
  releases: {},
  previews: { "beta-webapp": { priority: 20, hostHeaders: ["b.webapp.beta.example.com"] } },
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

test("all that a goal can say is read as it stands, and is as the published schema says", () => {
  expect(goalIn({ $schema: "goal.schema.json", ...everything })).toEqual({ goal: everything, problems: [] });
  expect(problems(everything)).toEqual([]);
  validate({ $schema: "goal.schema.json", ...everything });
  expect(validate.errors).toBeNull();
});

test("the schema names the kinds of steps that there are", () => {
  expect(Object.keys(schema.properties.soakHours.properties)).toEqual([...stepKinds]);
});

test("all that is wrong with the form is told at once, by its place, with what is allowed", () => {
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
          "workers-v1": { releaseVersion: "", launchTemplateVersion: "4", ami: "ami-1" },
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
    'clusters[0].version is 1.36; give a Kubernetes version, as in "1.36"',
    'clusters[0].nodes is "rolling"; give "second-group" or "roll"',
    'clusters[0].releases.istiod is 1; give the version of a chart, as in "1.30.4"',
    'clusters[0].rolls.workers-v1.releaseVersion is ""; give an AMI release, as in "1.36.2-20261015"',
    'clusters[0].rolls.workers-v1.launchTemplateVersion is "4"; give a version, as in 4',
    "clusters[0].rolls.workers-v1.ami is not known; a roll has releaseVersion and launchTemplateVersion",
    "clusters[0].rolls.workers-v2 is 3; give a roll, with releaseVersion or launchTemplateVersion",
    "clusters[0].kubeproxy is not known; a goal of the way in-place has way, cluster, version, nodes, replacements, kubeProxy, releases and rolls",
    'clusters[1].cluster is " "; give the name of a cluster, as in "alpha-kr-a"',
    'clusters[1].secondCluster is missing; give the name of the other cluster, as in "alpha-kr-b"',
    'clusters[1].shift[1] is "10%"; give a percentage, as in 10',
    "clusters[1].shift[2] is null; give a percentage, as in 10",
    'clusters[1].previews.alpha-webapp.priority is "20"; give that of the listener rule, as in 20',
    'clusters[1].previews.alpha-webapp.hostHeaders is "b.example.com"; give a list of hosts, as in ["b.webapp.example.com"]',
    "clusters[1].previews.alpha-api.priority is missing; give that of the listener rule, as in 20",
    'clusters[1].previews.alpha-api.hostHeaders is missing; give a list of hosts, as in ["b.webapp.example.com"]',
    'clusters[1].keepsFirst is "yes"; give true or false',
    "clusters[1].rolls is not known; a goal of the way second-cluster has way, cluster, version, secondCluster, shift, releases, previews and keepsFirst",
    'clusters[2].way is "by-hand"; give "in-place" or "second-cluster"',
    'clusters[2].version is missing; give a Kubernetes version, as in "1.36"',
    'clusters[3] is "alpha-us-a"; give a goal, with its way, cluster and version',
    'environments[1] is 2; give a name, as in "alpha"',
    'soakHours.control-plane is "72"; give hours, as in 72',
    `soakHours.night is not known; soakHours has ${stepKinds.slice(0, -1).join(", ")} and ${stepKinds.at(-1)}`,
    "cluster is not known; a goal has $schema, clusters, environments and soakHours",
  ]);
});

test.each([
  ["no object", [everything], "it is a list; give an object, as in "],
  ["nothing", {}, "clusters is missing; give a list of goals, as in "],
  ["no goals", { clusters: [] }, "clusters is empty; give a list of goals, as in "],
  ["no list", { clusters: { "alpha-kr-a": "1.36" } }, "clusters is an object; give a list of goals, as in "],
])("a file with %s is told what it is of the form of", (_, content, begin) => {
  const form = '{ "clusters": [{ "way": "in-place", "cluster": "alpha-kr-a", "version": "1.36" }] }';
  expect(goalIn(content)).toEqual({ goal: { clusters: [] }, problems: [`${begin}${form}`] });
});

test("a name that every object has from its birth is none that a file gives", () => {
  const content = JSON.parse('{ "clusters": [{ "way": "in-place", "__proto__": {}, "constructor": 1 }] }');
  expect(goalIn(content).problems).toEqual([
    'clusters[0].cluster is missing; give the name of a cluster, as in "alpha-kr-a"',
    'clusters[0].version is missing; give a Kubernetes version, as in "1.36"',
    ...["__proto__", "constructor"].map(
      (name) =>
        `clusters[0].${name} is not known; a goal of the way in-place has way, cluster, version, nodes, replacements, kubeProxy, releases and rolls`,
    ),
  ]);
});

describe("what the schema refuses, the command refuses as well; and of what the schema takes, the form is right", () => {
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

  test("of a goal that is changed here and there", () => {
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
