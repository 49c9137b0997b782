import fc from "fast-check";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { CRDS, workloadLayout } from "../../../upgrade/eks/layout";
import { nodeGroupLabels } from "../../../upgrade/eks/node-group-family";
import { CORDON_TAINT, type NodeGroupPhase } from "../../../upgrade/eks/node-group-phase";
import { LIMITED, type NodePoolPhase } from "../../../upgrade/eks/node-pool";
import { encodeDrift } from "../../../upgrade/eks/node-pool-drift";
import { withDerivedTraffic } from "../../../upgrade/fleet/derived-traffic";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import {
  type AddonState,
  type ClusterState,
  type FleetState,
  type Known,
  type NodeGroupState,
  type NodePoolState,
  UNKNOWN,
} from "../../../upgrade/fleet/state";
import type { TrafficKind } from "../../../upgrade/fleet/traffic-kind";
import type { ClusterGoal, InPlaceGoal, SecondClusterGoal } from "../../../upgrade/planner/upgrade-goal";
import { terraformAddress } from "../../../upgrade/terraform/terraform-address";
import { clusterIn, loadBalancerIn, targetGroupIn } from "../keys";
import {
  addonState,
  clusterState,
  loadBalancerState,
  nodeGroupState,
  nodePoolState,
  routeState,
  ruleState,
} from "../rules/state";

const minor = (number: number) => `1.${number}`;

/* Fleets as our stacks declare them, by a few words; and random ones. */

const REGION = "ap-northeast-2";

export const keyOf = (clusterName: string) => clusterIn(`${REGION}/${clusterName}`);

export interface GroupWords {
  readonly name?: string;
  readonly version: string;
  readonly phase?: NodeGroupPhase;
  /** Of nodes; left out where nobody knows. */
  readonly nodes?: number;
  readonly more?: Partial<NodeGroupState>;
}

/** A node pool of ours. */
export interface PoolWords {
  readonly name: string;
  /** @default - the version of the cluster */
  readonly version?: string;
  readonly drift?: "held" | "released";
  readonly phase?: NodePoolPhase;
  readonly kind?: NodePoolState["kind"];
  readonly more?: Partial<NodePoolState>;
}

export interface ClusterWords {
  readonly version: string;
  readonly groups: readonly GroupWords[];
  readonly pools?: readonly PoolWords[];
  readonly addons?: Readonly<Record<string, string>>;
  readonly more?: Partial<ClusterState>;
}

/** The newest builds of the add-ons without which no cluster works. */
export function newestAddons(version: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ["kube-proxy", "coredns", "vpc-cni"].map((name) => [
      name,
      String(Catalog.DATED.addonVersions(name, KubernetesVersion.of(version)).at(-1)),
    ]),
  );
}

export function clusterOf(name: string, words: ClusterWords): FleetState {
  const { version, groups, pools = [], addons = newestAddons(version), more } = words;
  return mergedFleet([
    {
      clusters: [
        clusterState({
          stack: name,
          address: "aws_eks_cluster.cluster",
          key: keyOf(name),
          region: REGION,
          clusterName: name,
          version,
          ...more,
        }),
      ],
      nodeGroups: groups.map((group) => groupOf(name, group)),
      nodePools: pools.map((pool) => poolOf(name, version, pool)),
      addons: Object.entries(addons).map(
        ([addonName, addonVersion]): AddonState =>
          addonState({
            stack: name,
            address: terraformAddress("aws_eks_addon", ["cluster", addonName]),
            cluster: keyOf(name),
            addonName,
            addonVersion,
          }),
      ),
    },
  ]);
}

function groupOf(clusterName: string, words: GroupWords): NodeGroupState {
  const { name = "workers-v1", version, phase = "active", nodes, more } = words;
  const [, group = name, generation] = /^(.+)-(v\d+)$/.exec(name) ?? [];
  return nodeGroupState({
    stack: clusterName,
    address: terraformAddress("aws_eks_node_group", ["cluster", name]),
    cluster: keyOf(clusterName),
    nodeGroupName: name,
    version,
    amiType: "AL2023_x86_64_STANDARD",
    instanceTypes: ["m6i.4xlarge"],
    subnetIds: ["subnet-a", "subnet-c"],
    labels: {
      group,
      instancegroup: name,
      ...(generation === undefined ? {} : { subgroup: generation }),
    },
    taints: phase === "active" ? [] : [CORDON_TAINT],
    minSize: phase === "retired" ? 0 : Math.min(2, nodes ?? 2),
    desiredSize: phase === "retired" ? 0 : (nodes ?? UNKNOWN),
    phase,
    ...more,
  });
}

function poolOf(clusterName: string, clusterVersion: string, words: PoolWords): NodePoolState {
  const { name, version = clusterVersion, drift = "released", phase = "active", kind, more } = words;
  return nodePoolState({
    stack: `${clusterName}-workload`,
    address: terraformAddress("helm_release", workloadLayout.nodePool(name)),
    cluster: keyOf(clusterName),
    nodePoolName: name,
    nodeClass: name,
    version,
    drift,
    phase,
    budgets: encodeDrift({ drift, driftBudget: "10%" }, "10%"),
    limits: phase === "limited" ? LIMITED : { cpu: "1000" },
    labels: nodeGroupLabels(name),
    requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
    ...(kind === undefined ? {} : { kind }),
    ...more,
  });
}

/** Karpenter of ours: its controller and its CRDs. */
export function karpenterOf(clusterName: string, chartVersion: string): FleetState {
  return mergedFleet([
    {
      releases: [
        { chart: "karpenter", path: workloadLayout.karpenter },
        { chart: "karpenter-crd", path: [...workloadLayout.karpenter, CRDS] },
      ].map(({ chart, path }) => ({
        stack: `${clusterName}-workload`,
        address: terraformAddress("helm_release", path),
        cluster: keyOf(clusterName),
        releaseName: chart,
        chart,
        chartVersion,
      })),
    },
  ]);
}

/** A Fargate profile whose pods run a version. */
export function fargateOf(clusterName: string, profileName: string, version: string): FleetState {
  return mergedFleet([
    {
      fargateProfiles: [
        {
          stack: clusterName,
          address: `aws_eks_fargate_profile.${profileName}`,
          cluster: keyOf(clusterName),
          profileName,
          version,
          selectors: [{ namespace: profileName, labels: {} }],
        },
      ],
    },
  ]);
}

/** A load balancer by its slots: the cluster behind each, and its weight. */
export function balancerOf(
  name: string,
  slots: Readonly<Record<string, { readonly cluster?: string; readonly weight: number }>>,
  previews: readonly string[] = [],
): FleetState {
  const key = loadBalancerIn(`${REGION}/${name}`);
  const place = { stack: name, loadBalancer: key };
  const group = (slot: string) => targetGroupIn(`${REGION}/${name}-${slot}`);
  const targets = Object.entries(slots).map(([slot, { weight }]) => ({ targetGroup: group(slot), weight }));
  return mergedFleet([
    {
      loadBalancers: [loadBalancerState({ stack: name, key, loadBalancerName: name })],
      targetGroups: Object.keys(slots).map((slot) => ({
        stack: name,
        address: `aws_lb_target_group.target-group-${slot}`,
        key: group(slot),
        region: REGION,
        targetGroupName: `${name}-${slot}`,
      })),
      routes: [
        routeState({}, { ...place, targets, address: "aws_lb_listener.listeners_https_5F94B91D" }),
        ruleState("api", {}, { ...place, targets }),
        ...previews.map((slot) =>
          ruleState(
            `preview-${slot}`,
            {},
            {
              ...place,
              byHost: true,
              address: terraformAddress("aws_lb_listener_rule", ["listeners", "previews", slot, "https"]),
              targets: [{ targetGroup: group(slot), weight: 1 }],
            },
          ),
        ),
      ],
      bindings: Object.entries(slots).flatMap(([slot, { cluster }]) =>
        cluster === undefined
          ? []
          : [
              {
                stack: `${cluster}-workload`,
                address: `helm_release.binding-${name}-${slot}`,
                cluster: keyOf(cluster),
                targetGroup: group(slot),
                multiCluster: false,
              },
            ],
      ),
    },
  ]);
}

type Slots = Readonly<Record<string, { readonly cluster?: string; readonly weight: number }>>;

/** The same slots as another kind of traffic, with its own weights or those of the environment. */
export function trafficOf(kind: TrafficKind, name: string, slots: Slots, weights?: string): FleetState {
  const shared = weights === undefined ? {} : { weights };
  const entries = Object.entries(slots).map(([slot, { cluster, weight }]) => ({
    slot,
    weight,
    cluster: cluster === undefined ? {} : { cluster: keyOf(cluster) },
  }));
  switch (kind) {
    case "application":
    case "network": {
      const fleet = balancerOf(name, slots);
      return {
        ...fleet,
        loadBalancers: fleet.loadBalancers.map((each) => ({
          ...each,
          ...shared,
          ...(kind === "network" ? { kind } : {}),
        })),
        routes:
          kind === "application"
            ? fleet.routes
            : fleet.routes.flatMap(({ kind: route, sslPolicy, ...each }) =>
                route === "rule" ? [] : [{ ...each, kind: route, protocol: "TCP" }],
              ),
      };
    }
    case "record":
      return derived({
        records: entries.map(({ slot, weight, cluster }) => ({
          stack: name,
          address: `aws_route53_record.record-${slot}`,
          recordName: `${name}.example.com`,
          recordType: "A",
          zone: "Z1",
          setIdentifier: slot,
          weight,
          loadBalancerNames: [],
          ...cluster,
          leadsTo: slot,
          isChecked: true,
          ...shared,
        })),
      });
    case "haproxy":
      return derived({
        haproxies: [
          {
            stack: name,
            address: "aws_ssm_parameter.configuration",
            backendName: name,
            servers: entries.map(({ slot, weight, cluster }) => ({ serverName: slot, weight, ...cluster })),
            settings: "bind :8080",
            ...shared,
          },
        ],
      });
  }
}

function derived(parts: Partial<FleetState>): FleetState {
  const fleet = mergedFleet([parts]);
  return withDerivedTraffic(fleet, fleet)[1];
}

/** What runs in a cluster: the autoscaler of a minor, and whether it is the active one of its kind. */
function workloadOf(name: string, autoscaler: number, isActive?: boolean): FleetState {
  const place = { stack: `${name}-workload`, cluster: keyOf(name) };
  return mergedFleet([
    {
      releases: [
        {
          ...place,
          address: "helm_release.cluster-autoscaler",
          releaseName: "cluster-autoscaler",
          chart: "cluster-autoscaler",
          chartVersion: "9.59.0",
          imageTag: `v${minor(autoscaler)}.0`,
        },
      ],
      identities:
        isActive === undefined
          ? []
          : [
              {
                ...place,
                address: "kubernetes_config_map_v1.identity",
                clusterName: name,
                group: "alpha-kr",
                isActive,
              },
            ],
    },
  ]);
}

/** A chart of which no data tells what it supports. */
export function chartOf(clusterName: string, chartVersion: Known<string>): FleetState {
  return mergedFleet([
    {
      releases: [
        {
          stack: `${clusterName}-workload`,
          address: "helm_release.mesh",
          cluster: keyOf(clusterName),
          releaseName: "mesh",
          chart: "mesh",
          chartVersion,
        },
      ],
    },
  ]);
}

export interface Situation {
  readonly fleet: FleetState;
  readonly goals: readonly ClusterGoal[];
}

/** Minors between which the data has builds of all add-ons and releases of the autoscaler. */
const [LOWEST, HIGHEST] = [30, 36];

interface Minors {
  readonly now: number;
  readonly goal: number;
}

const minors: fc.Arbitrary<Minors> = fc
  .tuple(fc.integer({ min: LOWEST, max: HIGHEST }), fc.integer({ min: 0, max: 5 }))
  .map(([now, ahead]) => ({ now, goal: Math.min(HIGHEST, now + ahead) }));

const nodeCounts = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.constant(0) },
);

/** Groups that have one generation each, and are as old as the skew allows. */
export const orderlyGroups = (now: number, isKnown = true): fc.Arbitrary<readonly GroupWords[]> =>
  fc
    .uniqueArray(fc.constantFrom("workers-v1", "gpu-v3", "spot", "ops-v2"), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc.record({
            name: fc.constant(name),
            version: fc.integer({ min: 0, max: 3 }).map((behind) => minor(now - behind)),
            ...(isKnown ? { nodes: nodeCounts } : {}),
          }),
        ),
      ),
    );

/** A family in the middle of somebody's half-done upgrade. */
const halfDoneGroups = (now: number): fc.Arbitrary<readonly GroupWords[]> =>
  fc
    .record({
      behind: fc.integer({ min: 0, max: 2 }),
      ahead: fc.integer({ min: 0, max: 2 }),
      phase: fc.constantFrom<NodeGroupPhase>("active", "cordoned", "draining", "retired"),
      nodes: fc.integer({ min: 1, max: 9 }),
      successors: fc.integer({ min: 0, max: 12 }),
      hasSuccessor: fc.boolean(),
      isKnown: fc.boolean(),
    })
    .map(({ behind, ahead, phase, nodes, successors, hasSuccessor, isKnown }) => [
      {
        name: "workers-v1",
        version: minor(now - behind),
        phase,
        ...(isKnown ? { nodes } : {}),
      },
      ...(hasSuccessor
        ? [
            {
              name: "workers-v2",
              version: minor(now - Math.max(0, behind - ahead)),
              ...(isKnown ? { nodes: successors } : {}),
            },
          ]
        : []),
    ]);

/** Some build of each add-on that EKS is known to offer. */
const someAddons = (now: number): fc.Arbitrary<Readonly<Record<string, string>>> =>
  fc
    .tuple(
      ...[
        "kube-proxy",
        "coredns",
        "vpc-cni",
        "aws-ebs-csi-driver",
        "eks-pod-identity-agent",
        "metrics-server",
      ].map((name) =>
        fc
          .tuple(fc.nat(20), fc.integer({ min: 0, max: name === "kube-proxy" ? 2 : 0 }), fc.nat(9))
          .map(([index, behind, odds]) => {
            const builds = Catalog.DATED.addonVersions(name, KubernetesVersion.of(minor(now - behind)));
            const build = builds[builds.length - 1 - (index % Math.max(1, builds.length))];
            const isThere = build !== undefined && (odds < 8 || name === "kube-proxy");
            return isThere ? [[name, String(build)] as const] : [];
          }),
      ),
    )
    .map((entries) => Object.fromEntries(entries.flat()));

const inPlaceOptions = fc.record(
  {
    nodes: fc.constantFrom<"second-group" | "roll">("second-group", "roll"),
    replacements: fc.constantFrom<"fewest" | "each-minor">("fewest", "each-minor"),
    kubeProxy: fc.constantFrom<"after-soak" | "lower-first">("after-soak", "lower-first"),
  },
  { requiredKeys: [] },
);

/** One cluster that nothing stands in the way of. */
export const orderly: fc.Arbitrary<Situation> = minors.chain(({ now, goal }) =>
  fc
    .record({ groups: fc.boolean().chain((isKnown) => orderlyGroups(now, isKnown)), options: inPlaceOptions })
    .map(({ groups, options }) => ({
      fleet: mergedFleet([
        clusterOf("alpha-kr-a", { version: minor(now), groups }),
        workloadOf("alpha-kr-a", now),
      ]),
      goals: [inPlace("alpha-kr-a", minor(goal), options)],
    })),
);

/** Node pools of one generation or two, in the middle of somebody's upgrade. */
const somePools = (now: number): fc.Arbitrary<readonly PoolWords[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom("workers-v1", "workers-v2", "workers-v3", "batch-v2", "arm"),
        behind: fc.integer({ min: 0, max: 3 }),
        drift: fc.constantFrom<"held" | "released">("held", "released"),
        phase: fc.constantFrom<NodePoolPhase>("active", "active", "active", "limited"),
        kind: fc.constantFrom<NodePoolState["kind"]>("karpenter", "karpenter", "auto-mode"),
        amiAlias: fc.constantFrom("al2023@v20261015", "al2023@v20260801"),
      }),
      { minLength: 1, maxLength: 4, selector: ({ name }) => name },
    )
    .map((pools) =>
      pools.map(({ behind, amiAlias, ...words }) => ({
        ...words,
        version: minor(now - behind),
        // Nodes of a pool are older only while its drift is held.
        drift: behind > 0 ? ("held" as const) : words.drift,
        more: words.kind === "auto-mode" ? {} : { amiAlias },
      })),
    );

/** One cluster with node pools, managed groups or both, Karpenter that may have to be upgraded first, and Fargate. */
export const pooled: fc.Arbitrary<Situation> = minors.chain(({ now, goal }) =>
  fc
    .record({
      groups: fc.oneof(
        fc.constant([{ name: "system-v1", version: minor(now), nodes: 2 }]),
        orderlyGroups(now),
        halfDoneGroups(now),
      ),
      pools: somePools(now),
      options: inPlaceOptions,
      nodePools: fc.constantFrom<InPlaceGoal["nodePools"]>(undefined, "drift", "second-pool"),
      fargate: fc.constantFrom(undefined, 0, 1, 3),
      rolled: fc.constantFrom(undefined, "al2023@v20261101"),
      leaves: fc.constantFrom(false, false, true),
    })
    .map(({ groups, pools, options, nodePools, fargate, rolled, leaves }) => ({
      fleet: mergedFleet([
        clusterOf("alpha-kr-a", { version: minor(now), groups, pools }),
        karpenterOf("alpha-kr-a", now > 34 ? "1.12.0" : "1.6.0"),
        ...(fargate === undefined ? [] : [fargateOf("alpha-kr-a", "jobs", minor(now - fargate))]),
      ]),
      goals: [
        inPlace("alpha-kr-a", minor(goal), {
          ...options,
          ...(nodePools === undefined ? {} : { nodePools }),
          releases: { karpenter: "1.12.0" },
          ...(leaves && pools.length > 1 ? { leaving: ["workers-v1"] } : {}),
          // A pool of another name than those of the next generations stays until the end by drift.
          ...(rolled === undefined || nodePools === "second-pool"
            ? {}
            : {
                rolls: Object.fromEntries(
                  pools
                    .filter(
                      ({ name, kind, phase }) => name === "arm" && kind !== "auto-mode" && phase === "active",
                    )
                    .map(({ name }) => [name, { ami: rolled }]),
                ),
              }),
        }),
      ],
    })),
);

/** One cluster as it may be found. */
export const halfDone: fc.Arbitrary<Situation> = minors.chain(({ now, goal }) =>
  fc
    .record({
      groups: fc.oneof(halfDoneGroups(now), orderlyGroups(now)),
      addons: someAddons(now),
      options: inPlaceOptions,
      supportType: fc.constantFrom("EXTENDED", "STANDARD"),
      otherNodes: fc.constantFrom<readonly string[]>([], [], ["karpenter"]),
      amiType: fc.constantFrom("AL2023_x86_64_STANDARD", "AL2023_x86_64_STANDARD", "AL2_x86_64", "CUSTOM"),
    })
    .map(({ groups, addons, options, supportType, otherNodes, amiType }) => ({
      fleet: clusterOf("alpha-kr-a", {
        version: minor(now),
        groups: groups.map((group) => ({
          ...group,
          more: amiType === "AL2_x86_64" && Number(group.version.slice(2)) > 32 ? {} : { amiType },
        })),
        addons,
        more: { supportType, otherNodes },
      }),
      goals: [inPlace("alpha-kr-a", minor(goal), options)],
    })),
);

export function inPlace(cluster: string, version: string, options: Partial<InPlaceGoal> = {}): InPlaceGoal {
  return { way: "in-place", cluster, version, ...options };
}

const trafficKinds = fc.constantFrom<TrafficKind>(
  "application",
  "application",
  "network",
  "record",
  "haproxy",
);

/** Only an Application Load Balancer has previews. */
function balancer(
  kind: TrafficKind = "application",
  name: string,
  slots: Slots,
  previews: readonly string[],
  weights: string | undefined,
): FleetState {
  return kind === "application" && weights === undefined
    ? balancerOf(name, slots, previews)
    : trafficOf(kind, name, slots, weights);
}

/** Two clusters at some point of a shift, of one load balancer or two. */
export const secondCluster: fc.Arbitrary<Situation> = minors.chain(({ now, goal }) =>
  fc
    .record({
      groups: fc.boolean().chain((isKnown) => orderlyGroups(now, isKnown)),
      nodes: fc.integer({ min: 1, max: 12 }),
      balancers: fc.integer({ min: 1, max: 2 }),
      kinds: fc.tuple(trafficKinds, trafficKinds),
      isShared: fc.boolean(),
      stage: fc.constantFrom("none", "made", "bound", "shifting", "shifted"),
      weight: fc.integer({ min: 1, max: 99 }),
      sum: fc.constantFrom(100, 1, 7, 200),
      others: fc.constantFrom(0, 0, 40),
      shift: fc.constantFrom<readonly number[] | undefined>(
        undefined,
        [0, 25, 50, 75, 100],
        [5, 55],
        [50, 100],
      ),
      keepsFirst: fc.boolean(),
      hasPreview: fc.boolean(),
      active: fc.constantFrom(undefined, "alpha-kr-a", "none"),
    })
    .map(
      ({
        groups,
        nodes,
        balancers,
        kinds,
        isShared,
        stage,
        weight,
        sum,
        others,
        shift,
        keepsFirst,
        hasPreview,
        active,
      }) => {
        const version = minor(goal);
        const isBound = stage !== "none" && stage !== "made";
        const second = stage === "shifted" ? 100 : stage === "shifting" ? weight : 0;
        const names = ["alpha-api", "alpha-webapp"].slice(0, balancers);
        const isThird = others > 0;
        return {
          fleet: mergedFleet([
            clusterOf("alpha-kr-a", { version: minor(now), groups }),
            workloadOf("alpha-kr-a", now, active === undefined ? undefined : active === "alpha-kr-a"),
            ...(stage === "none"
              ? []
              : [
                  workloadOf("alpha-kr-b", goal, active === undefined ? undefined : false),
                  clusterOf("alpha-kr-b", {
                    version,
                    groups: [
                      { version, nodes },
                      { name: "ops-v1", version, nodes: 3 },
                    ],
                  }),
                ]),
            ...(isThird ? [clusterOf("alpha-kr-c", { version, groups: [{ version, nodes: 12 }] })] : []),
            ...names.map((name, index) =>
              balancer(
                kinds[index],
                name,
                {
                  a: { cluster: "alpha-kr-a", weight: isBound && second > 0 ? 100 - second : sum },
                  ...(isBound ? { b: { cluster: "alpha-kr-b", weight: second } } : {}),
                  ...(isThird ? { c: { cluster: "alpha-kr-c", weight: others } } : {}),
                  default: { weight: 0 },
                },
                hasPreview ? ["a"] : [],
                isShared ? "all" : undefined,
              ),
            ),
          ]),
          goals: [
            {
              way: "second-cluster",
              cluster: "alpha-kr-a",
              secondCluster: "alpha-kr-b",
              version,
              ...(shift === undefined ? {} : { shift }),
              ...(keepsFirst ? { keepsFirst } : {}),
              ...(stage === "none" || stage === "made"
                ? {
                    entries: Object.fromEntries(
                      names.map((name) => [name, { address: "10.0.0.2", port: 80 }]),
                    ),
                  }
                : {}),
              ...(hasPreview && kinds[1] === "application"
                ? { previews: { "alpha-webapp": { priority: 20, hostHeaders: ["b.example.com"] } } }
                : {}),
            } satisfies SecondClusterGoal,
          ].map((each) => (balancers === 1 && hasPreview ? withoutPreviews(each) : each)),
        };
      },
    ),
);

function withoutPreviews({ previews, ...goal }: SecondClusterGoal): SecondClusterGoal {
  return goal;
}

/** Several clusters, some of them behind one load balancer. */
export const fleets: fc.Arbitrary<Situation> = fc
  .array(
    minors.chain(({ now, goal }) => orderlyGroups(now).map((groups) => ({ now, goal, groups }))),
    { minLength: 2, maxLength: 4 },
  )
  .map((clusters) => {
    const names = ["production-kr-a", "alpha-kr-a", "alpha-kr-b", "beta-kr-a"].slice(0, clusters.length);
    return {
      fleet: mergedFleet([
        ...clusters.map(({ now, groups }, index) =>
          clusterOf(names[index] ?? "", { version: minor(now), groups }),
        ),
        ...(names.length > 2
          ? [
              balancerOf("alpha-webapp", {
                a: { cluster: "alpha-kr-a", weight: 100 },
                b: { cluster: "alpha-kr-b", weight: 0 },
              }),
            ]
          : []),
      ]),
      goals: clusters.map(({ goal }, index) => inPlace(names[index] ?? "", minor(goal))),
    };
  });
