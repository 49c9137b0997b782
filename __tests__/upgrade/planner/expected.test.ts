import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileEdit } from "../../../cli/fleet-source/file-edit";
import { alphaKr } from "../../../fleet/alpha-kr";
import { alphaUk } from "../../../fleet/alpha-uk";
import type { Environment } from "../../../stacks/environment";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import type { FleetValue } from "../../../upgrade/fleet/path";
import { type FleetState, ifKnown, type Place } from "../../../upgrade/fleet/state";
import { applyStep } from "../../../upgrade/planner/edits/apply-edits";
import type { Addresses } from "../../../upgrade/planner/expected/expected-stack";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import type { SecondClusterGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import type { UpgradePlan } from "../../../upgrade/planner/upgrade-plan";
import { readSynthesized } from "../../../upgrade/terraform/read-synthesized";
import { filesIn, synthesizeInto, temporaryFolder } from "../../stacks/fixtures";
import { editedEnvironment } from "./edit-environment";

/*
 * What a plan expects, compared with what our stacks synthesize: each step is written into the fleet file, and all
 * resources of before and after are compared.
 */

type Resources = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Synthesized {
  readonly fleet: FleetState;
  /** By stack and address, as JSON without what changes nothing in AWS. */
  readonly resources: Resources;
}

const STILL: readonly string[] = ["//", "lifecycle", "depends_on"];

function synthesized(environment: Environment): Synthesized {
  const outdir = join(temporaryFolder(), "cdktf.out");
  expect(synthesizeInto(outdir, [environment])).toEqual({ exitCode: 0, message: "" });
  const stacks = Object.keys(filesIn(outdir)).flatMap((path) => {
    const [, name] = /^stacks\/([^/]+)\/cdk\.tf\.json$/.exec(path) ?? [];
    return name === undefined ? [] : [{ name, json: JSON.parse(readFileSync(join(outdir, path), "utf8")) }];
  });
  const fleet = readSynthesized(stacks);
  if ("problem" in fleet) {
    throw new Error(fleet.problem);
  }
  const resources = stacks.map(({ name, json }) => {
    const block: Readonly<Record<string, Readonly<Record<string, object>>>> = json.resource ?? {};
    const addresses = Object.entries(block).flatMap(([type, named]) =>
      Object.entries(named).map(([id, body]) => [
        `${type}.${id}`,
        JSON.stringify(body, (key, value) => (STILL.includes(key) ? undefined : value)),
      ]),
    );
    return [name, Object.fromEntries(addresses)];
  });
  return { fleet, resources: Object.fromEntries(resources) };
}

function addressesOf({ resources }: Synthesized): Addresses {
  return Object.fromEntries(Object.entries(resources).map(([stack, all]) => [stack, Object.keys(all)]));
}

/** What differs between two programs, as a plan expects it. */
function differences(before: Resources, after: Resources): readonly string[] {
  const stacks = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return stacks
    .flatMap((stack) => {
      const [was, is] = [before[stack] ?? {}, after[stack] ?? {}];
      return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((address) => {
        const action =
          was[address] === undefined ? "create" : is[address] === undefined ? "delete" : "update";
        return was[address] === is[address] ? [] : [`${stack}: ${action} ${address}`];
      });
    })
    .sort();
}

function plan(fleet: FleetState, goal: UpgradeGoal, addresses: Addresses): UpgradePlan {
  const result = planUpgrade(fleet, goal, { catalog: Catalog.DATED, addresses, day: "2026-11-24" });
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return result;
}

function sorted(things: readonly Place[]): readonly Place[] {
  return [...things].sort((one, other) => (one.stack + one.address < other.stack + other.address ? -1 : 1));
}

/** How many nodes there are, and in which order things are listed, a program does not say. */
function comparable(fleet: FleetState): unknown {
  return {
    clusters: sorted(fleet.clusters),
    nodeGroups: sorted(
      fleet.nodeGroups.map(({ desiredSize, minSize, ...group }) => ({
        ...group,
        releaseVersion: group.releaseVersion ?? null,
      })),
    ),
    nodePools: sorted(fleet.nodePools),
    nodeClasses: sorted(fleet.nodeClasses),
    addons: sorted(fleet.addons),
    targetGroups: sorted(fleet.targetGroups),
    bindings: sorted(fleet.bindings),
    releases: sorted(fleet.releases),
    identities: sorted(fleet.identities),
    roles: sorted(fleet.roles),
    routes: sorted(
      fleet.routes.map(({ targets, ...route }) => ({
        ...route,
        targets: [...(ifKnown(targets) ?? [])]
          .map(({ targetGroup, weight }) => `${String(ifKnown(targetGroup))} ${String(ifKnown(weight))}`)
          .sort(),
      })),
    ),
  };
}

const istio = {
  repository: "https://istio-release.storage.googleapis.com/charts",
  namespace: "istio-system",
  chartVersion: "1.28.4",
};

const platform: Readonly<Record<string, FleetValue>> = {
  loadBalancerController: "3.5.0",
  clusterAutoscaler: "1.33.1",
  namespaces: ["istio-system", "webapp"],
  releases: {
    "istio-base": { ...istio, chart: "base" },
    istiod: { ...istio, chart: "istiod", after: ["istio-base"] },
  },
};

/** With all that a platform runs; and of sixteen rules one does for all. */
const alpha = editedEnvironment(alphaKr, [
  ...Object.entries(platform).map(
    ([property, after]) => ({ kind: "set", path: ["clusters", "alpha-kr-a", property], after }) as const,
  ),
  { kind: "set", path: ["activeClusters"], after: { "alpha-kr": "alpha-kr-a" } },
  {
    kind: "set",
    path: ["loadBalancers", "alpha-webapp", "rules"],
    after: { api: { priority: 250, pathPatterns: ["/api*"] } },
  },
]);

const withoutB = editedEnvironment(alpha, [
  { kind: "remove", path: ["clusters", "alpha-kr-b"] },
  { kind: "remove", path: ["loadBalancers", "alpha-webapp", "targetGroups", "b"] },
  { kind: "remove", path: ["loadBalancers", "alpha-webapp", "weights", "b"] },
  { kind: "remove", path: ["loadBalancers", "alpha-webapp", "previews", "b"] },
]);

const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012";
const BALANCER = "app/alpha-webapp/50dc6c495c0c9188";

/** The load balancer was there before, and others bind the first cluster to a target group of another name. */
const loadBalancerOfOld: Readonly<Record<string, FleetValue>> = {
  clientCidrs: {},
  targetGroups: { blue: { cluster: "alpha-kr-a" } },
  weights: { blue: 1 },
  previews: {},
  adopted: {
    loadBalancer: { arn: `${ELB}:loadbalancer/${BALANCER}` },
    securityGroupIds: ["sg-0a1"],
    http: { arn: `${ELB}:listener/${BALANCER}/80` },
    https: { arn: `${ELB}:listener/${BALANCER}/443` },
    targetGroups: { blue: { arn: `${ELB}:targetgroup/webapp-of-old/1` } },
    rules: {
      api: {
        http: { arn: `${ELB}:listener-rule/${BALANCER}/80/1` },
        https: { arn: `${ELB}:listener-rule/${BALANCER}/443/1` },
      },
    },
  },
};

const adopted = editedEnvironment(withoutB, [
  { kind: "remove", path: ["clusters", "alpha-kr-a", "loadBalancerController"] },
  { kind: "remove", path: ["activeClusters"] },
  ...Object.entries(loadBalancerOfOld).map(
    ([property, after]) =>
      ({ kind: "set", path: ["loadBalancers", "alpha-webapp", property], after }) as const,
  ),
]);

const adoptedCluster = editedEnvironment(adopted, [
  {
    kind: "set",
    path: ["clusters", "alpha-kr-a", "adopted"],
    after: {
      clusterRoleArn: "arn:aws:iam::123456789012:role/cluster",
      nodeRoleArn: "arn:aws:iam::123456789012:role/node",
      logTypes: ["api"],
    },
  },
  { kind: "set", path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "adopted"], after: true },
  {
    kind: "set",
    path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "launchTemplate"],
    after: "none",
  },
]);

const ISTIO = { istiod: "1.30.4", "istio-base": "1.30.4" };

/** From alpha-kr-a to alpha-kr-b, three minors ahead. */
const toSecond = (more: Partial<SecondClusterGoal>): UpgradeGoal => ({
  clusters: [
    { way: "second-cluster", cluster: "alpha-kr-a", secondCluster: "alpha-kr-b", version: "1.36", ...more },
  ],
});

/** A disk was made larger, and the nodes rolled to it: the template of the group is at its second version. */
const withOwnTemplate = (environment: Environment, cluster: string) =>
  editedEnvironment(environment, [
    {
      kind: "set",
      path: ["clusters", cluster, "nodeGroups", "workers-v1", "launchTemplate"],
      after: { diskSizeGib: 100, version: 2 },
    },
  ]);

/** Karpenter with two node pools. */
const pooled = editedEnvironment(alphaUk, [
  { kind: "set", path: ["clusters", "alpha-uk-a", "karpenter"], after: { version: "1.6.0" } },
  {
    kind: "set",
    path: ["clusters", "alpha-uk-a", "nodePools"],
    after: {
      "batch-v1": { version: "1.33", ami: "al2023@v20261015", limits: { cpus: 100 }, drift: "held" },
      "jobs-v1": {
        version: "1.33",
        ami: "bottlerocket@v1.50.0",
        driftBudget: "2",
        driftWindow: { days: ["SAT"], start: "02:00", durationMinutes: 240 },
        taints: [{ key: "team", value: "jobs", effect: "NO_SCHEDULE" }],
        labels: { team: "jobs" },
      },
    },
  },
]);

const cases: readonly (readonly [string, Environment, UpgradeGoal])[] = [
  [
    "alpha-kr-a in place over three minors",
    alpha,
    {
      clusters: [
        {
          way: "in-place",
          cluster: "alpha-kr-a",
          version: "1.36",
          releases: ISTIO,
          rolls: { "workers-v2": { releaseVersion: "1.36.2-20261015" } },
        },
      ],
    },
  ],
  [
    "a cluster in which nothing of ours runs, its drain apart",
    withOwnTemplate(alphaUk, "alpha-uk-a"),
    { clusters: [{ way: "in-place", cluster: "alpha-uk-a", version: "1.34" }] },
  ],
  [
    "a cluster whose upgrade was rolled back",
    editedEnvironment(alphaUk, [
      {
        kind: "set",
        path: ["clusters", "alpha-uk-a", "rollback"],
        after: { of: "1.34", upgradedOn: "2026-11-20" },
      },
    ]),
    { clusters: [{ way: "in-place", cluster: "alpha-uk-a", version: "1.34" }] },
  ],
  [
    "the webapp to a new cluster, with a target group that was removed before",
    editedEnvironment(withoutB, [
      { kind: "set", path: ["loadBalancers", "alpha-webapp", "removedTargetGroups"], after: ["old"] },
    ]),
    toSecond({ releases: ISTIO }),
  ],
  [
    "a cluster whose nodes are rolled",
    editedEnvironment(alphaUk, [
      {
        kind: "set",
        path: ["clusters", "alpha-uk-a", "nodeGroups", "workers-v1", "launchTemplate"],
        after: { version: 1 },
      },
    ]),
    {
      clusters: [
        {
          way: "in-place",
          cluster: "alpha-uk-a",
          version: "1.34",
          nodes: "roll",
          rolls: { "workers-v1": { releaseVersion: "1.34.2-20261015", launchTemplateVersion: 2 } },
        },
      ],
    },
  ],
  [
    "the webapp to a new cluster, three minors ahead",
    withoutB,
    toSecond({
      releases: ISTIO,
      previews: { "alpha-webapp": { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] } },
    }),
  ],
  ...(["drift", "second-pool"] as const).map((nodePools): readonly [string, Environment, UpgradeGoal] => [
    `node pools, by ${nodePools}`,
    pooled,
    {
      clusters: [
        {
          way: "in-place",
          cluster: "alpha-uk-a",
          version: "1.34",
          nodePools,
          releases: { karpenter: "1.9.0" },
          ...(nodePools === "drift" ? { rolls: { "batch-v1": { ami: "al2023@v20261101" } } } : {}),
        },
      ],
    },
  ]),
  [
    "node pools to a new cluster",
    pooled,
    {
      clusters: [
        { way: "second-cluster", cluster: "alpha-uk-a", secondCluster: "alpha-uk-b", version: "1.34" },
      ],
    },
  ],
  [
    "an adopted cluster in place",
    adoptedCluster,
    { clusters: [{ way: "in-place", cluster: "alpha-kr-a", version: "1.35", releases: ISTIO }] },
  ],
  ["an adopted cluster's traffic to a new cluster", adoptedCluster, toSecond({ releases: ISTIO })],
  ["an adopted load balancer's traffic to a new cluster", adopted, toSecond({ releases: ISTIO })],
  [
    "the webapp to a new cluster, with no target group beside the two",
    editedEnvironment(withoutB, [
      { kind: "remove", path: ["loadBalancers", "alpha-webapp", "targetGroups", "default"] },
      { kind: "remove", path: ["loadBalancers", "alpha-webapp", "weights", "default"] },
    ]),
    toSecond({ releases: ISTIO }),
  ],
  [
    "the webapp to a new cluster, without a preview, and both kept",
    withOwnTemplate(withoutB, "alpha-kr-a"),
    toSecond({ version: "1.34", shift: [50], keepsFirst: true }),
  ],
];

/** A template that is made begins at version 1: what would ask for another of it fails. */
function templatesBeyondTheirFirst(before: Synthesized, after: Synthesized): readonly string[] {
  return Object.entries(after.resources).flatMap(([stack, resources]) =>
    Object.entries(resources).flatMap(([address, body]) => {
      const [, template = "", version] =
        /"launch_template":\{"id":"\$\{([^"]+)\.id\}","version":"(\d+)"/.exec(body) ?? [];
      const isNew = resources[template] !== undefined && before.resources[stack]?.[template] === undefined;
      return isNew && version !== "1" ? [`${address} asks for version ${version} of ${template}`] : [];
    }),
  );
}

test("a target group that was removed before stays in the list when another is removed", () => {
  const path = ["loadBalancers", "alpha-webapp", "removedTargetGroups"] as const;
  const start = editedEnvironment(withoutB, [{ kind: "set", path, after: ["old"] }]);
  const before = synthesized(start);
  const unbind = plan(before.fleet, toSecond({ releases: ISTIO }), addressesOf(before)).steps.find(
    ({ kind }) => kind === "unbind",
  );
  const lists = (edits: readonly FileEdit[], environment: Environment) =>
    editedEnvironment(
      environment,
      edits.filter((edit) => edit.path[2] === "removedTargetGroups"),
    ).loadBalancers?.["alpha-webapp"]?.removedTargetGroups;
  expect(lists(unbind?.edits ?? [], start)).toEqual(["old", "a"]);
  const after = editedEnvironment(start, [{ kind: "set", path, after: ["old", "a"] }]);
  expect(lists(unbind?.rollback.diffs.flat() ?? [], after)).toEqual(["old"]);
});

test.each(cases)(
  "%s: each step changes what the plan expects, and leaves the rest of the plan",
  (_name, start, goal) => {
    let environment = start;
    let before = synthesized(environment);
    const { steps } = plan(before.fleet, goal, addressesOf(before));
    expect(steps.length).toBeGreaterThan(2);
    for (const [index, step] of steps.entries()) {
      environment = editedEnvironment(environment, step.edits);
      const after = synthesized(environment);
      const expected = step.stacks
        .flatMap(({ stack, actions }) =>
          actions.map(({ address, action }) => `${stack}: ${action} ${address}`),
        )
        .sort();
      const isComplete = step.stacks.every((stack) => stack.isComplete);
      const done = differences(before.resources, after.resources);
      expect([step.title, expected]).toEqual([
        step.title,
        isComplete ? done : done.filter((line) => expected.includes(line)),
      ]);
      // What a cluster has of its own in place of what an adopted one has from others is not expected.
      expect([step.title, isComplete]).toEqual([
        step.title,
        start !== adoptedCluster || step.kind !== "cluster-create",
      ]);
      const gone = Object.keys(before.resources).filter((stack) => after.resources[stack] === undefined);
      expect(step.stacks.flatMap(({ stack, command }) => (command === "destroy" ? [stack] : []))).toEqual(
        gone,
      );
      // Nor are the labels that what comes after an adopted node group has by default.
      if (start !== adoptedCluster) {
        expect([step.title, comparable(applyStep(before.fleet, step))]).toEqual([
          step.title,
          comparable(after.fleet),
        ]);
      }
      expect([step.title, templatesBeyondTheirFirst(before, after)]).toEqual([step.title, []]);
      const rest = plan(after.fleet, goal, addressesOf(after)).steps;
      expect(rest.map(({ edits }) => edits)).toEqual(steps.slice(index + 1).map(({ edits }) => edits));
      before = after;
    }
  },
);

test.each([
  ["the first cluster", "alpha-kr-a", { a: 50, b: 50, default: 0 }, "a 50 in alpha-webapp"],
  ["the second cluster", "alpha-kr-b", { a: 90, b: 10, default: 0 }, "b 10 in alpha-webapp"],
])(
  "while %s is evacuated there is no plan, for its weights do not count",
  (_, cluster, weights, declared) => {
    const { fleet, ...before } = synthesized(
      editedEnvironment(alpha, [
        { kind: "set", path: ["evacuated"], after: [cluster] },
        { kind: "set", path: ["loadBalancers", "alpha-webapp", "weights"], after: weights },
      ]),
    );
    const goal = toSecond({ releases: ISTIO });
    expect(
      planUpgrade(fleet, goal, { catalog: Catalog.DATED, addresses: addressesOf({ fleet, ...before }) }),
    ).toEqual({ problems: [expect.stringContaining(`${cluster} is evacuated`)] });
    expect(planUpgrade(fleet, goal, { catalog: Catalog.DATED })).toEqual({
      problems: [expect.stringContaining(declared)],
    });
  },
);
