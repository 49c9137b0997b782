import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { groupAndSlot, workloadStack } from "../eks/layout";
import { nodeGroupFamily } from "../eks/node-group-family";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../fleet/state";
import { MAX_WEIGHTED_TARGET_GROUPS } from "../fleet/traffic-weights";
import { versionIn } from "../rules/support/reading";
import { counted, listed } from "../rules/support/wording";
import { type Balancer, balancersOf, type Slot } from "./balancers";
import { type Dead, type Draft, ESTIMATES } from "./draft";
import type { Addresses } from "./expected-stacks";
import type { CopyValue, FleetEdit } from "./fleet-edit";
import { amiTypeAt, byGeneration, groupsOf, isLeaving, nameOf, nodesOf } from "./generations";
import { moreNodes, newTemplate, templateRemarks } from "./in-place";
import { DEFAULT_SHIFT, type SecondClusterGoal } from "./upgrade-goal";
import { autoscalerFor, isUnfit, releasesOf, versionPath } from "./workload";

/** Two clusters, and the load balancers that lead to either. */
class Pair {
  readonly version: KubernetesVersion;
  readonly shift: readonly number[];
  readonly keys: readonly string[];
  readonly balancers: readonly Balancer[];

  constructor(
    readonly fleet: FleetState,
    readonly first: ClusterState | undefined,
    readonly second: ClusterState | undefined,
    readonly goal: SecondClusterGoal,
    readonly catalog: Catalog,
    readonly addresses: Addresses | undefined,
  ) {
    this.version = KubernetesVersion.of(goal.version);
    this.shift = goal.shift ?? DEFAULT_SHIFT;
    this.keys = [first, second].flatMap((cluster) => cluster?.key ?? []);
    this.balancers = balancersOf(fleet).filter(({ slots }) =>
      slots.some(({ cluster }) => cluster !== undefined && this.keys.includes(cluster)),
    );
  }

  /** Where the shift ends, in percent. */
  get end(): number {
    return this.shift.at(-1) ?? 100;
  }

  slotOf(balancer: Balancer, cluster: ClusterState | undefined): Slot | undefined {
    return cluster === undefined ? undefined : balancer.slots.find((slot) => slot.cluster === cluster.key);
  }
}

/**
 * The next step of the way to a second cluster; `undefined` where the goal is reached. All load balancers of the first
 * cluster are bound before one shifts; one after the other shifts; then all are unbound.
 */
export function nextBySecondCluster(
  fleet: FleetState,
  first: ClusterState | undefined,
  second: ClusterState | undefined,
  goal: SecondClusterGoal,
  catalog: Catalog,
  addresses: Addresses | undefined,
): Draft | Dead | undefined {
  const pair = new Pair(fleet, first, second, goal, catalog, addresses);
  if (second === undefined) {
    return first === undefined ? undefined : createStep(pair, first);
  }
  if (first === undefined) {
    return undefined;
  }
  return (
    each(pair, (balancer) => bindStep(pair, balancer, first)) ??
    roomStep(
      pair,
      second,
      pair.balancers.filter((balancer) => nextWeights(pair, balancer, first, second) !== undefined),
      pair.end / 100,
    ) ??
    each(pair, (balancer) => shiftStep(pair, balancer, first, second)) ??
    (goal.keepsFirst === true || pair.end < 100 ? undefined : endStep(pair, first))
  );
}

function each(
  { balancers }: Pair,
  stepOf: (balancer: Balancer) => Draft | Dead | undefined,
): Draft | Dead | undefined {
  for (const balancer of balancers) {
    const step = stepOf(balancer);
    if (step !== undefined) {
      return step;
    }
  }
  return undefined;
}

function createStep(pair: Pair, first: ClusterState): Draft {
  const { goal, version, fleet, catalog } = pair;
  const name = goal.secondCluster;
  const from = ["clusters", goal.cluster];
  const groups = groupsOf(fleet, first);
  const addons = new FleetIndex(fleet)
    .addonsOf(first.key)
    .flatMap((addon) => {
      const addonName = ifKnown(addon.addonName);
      return addonName === undefined || ifKnown(addon.addonVersion) === undefined ? [] : [addonName];
    })
    .sort();
  const builds = addons.flatMap((addonName) => {
    const build = catalog.addonVersions(addonName, version).at(-1);
    return build === undefined ? [] : [{ path: ["addons", addonName], after: String(build) }];
  });
  const changes: CopyValue["changes"] = [
    { path: ["version"], after: String(version) },
    ...builds,
    ...groupChanges(groups, pair),
    ...releaseChanges(pair, first),
    ...["deletionProtection", "rollback", "guardsOff", "otherNodeGroups", "adopted"].map((property) => ({
      path: [property],
    })),
  ];
  return {
    kind: "cluster-create",
    clusterName: name,
    title: `${name} of ${version} beside ${goal.cluster}`,
    edits: [{ kind: "copy", from, path: ["clusters", name], changes }],
    wayBack: {
      how: `take the protection of ${name} off, and remove it`,
      diffs: [
        [{ kind: "set", path: ["clusters", name, "deletionProtection"], after: "disabled" }],
        [{ kind: "remove", path: ["clusters", name] }],
      ],
    },
    estimate: ESTIMATES.clusterCreate,
    remarks: [
      ...(isBoundByOthers(pair, first)
        ? [
            `what binds ${goal.cluster} to its target groups is not in this code: give ${name} a loadBalancerController, and the add-on eks-pod-identity-agent with it, before a target group is bound to it`,
          ]
        : []),
      ...templateRemarks(
        groups.filter((group) => !isLeaving(group)),
        pair.addresses,
      ),
      ...(builds.length === addons.length
        ? []
        : [
            `the catalog knows no build for Kubernetes ${version} of ${listed(addons.filter((addon) => !builds.some(({ path }) => path[1] === addon)))}: ${name} gets what ${goal.cluster} has`,
          ]),
    ],
  };
}

function isBoundByOthers(pair: Pair, first: ClusterState): boolean {
  return pair.balancers.some((balancer) => pair.slotOf(balancer, first)?.isBoundByOthers === true);
}

/** What the goal names, and the autoscaler of the version. */
function releaseChanges({ fleet, goal, version }: Pair, first: ClusterState): CopyValue["changes"] {
  return releasesOf(fleet, first).flatMap((release): CopyValue["changes"] => {
    const after =
      goal.releases?.[release.name] ??
      (isUnfit(release, version) ? autoscalerFor(release, [version]) : undefined);
    return after === undefined ? [] : [{ path: versionPath(release), after }];
  });
}

/** The newest generation of each group, with nodes for all that are there. */
function groupChanges(groups: readonly NodeGroupState[], pair: Pair): CopyValue["changes"] {
  const families = new Map<string, NodeGroupState[]>();
  for (const group of groups) {
    const family = families.get(nodeGroupFamily(nameOf(group))) ?? [];
    families.set(nodeGroupFamily(nameOf(group)), family);
    family.push(group);
  }
  return [...families.values()].flatMap((family): CopyValue["changes"] => {
    const active = family.filter((group) => !isLeaving(group)).sort(byGeneration);
    const kept = active.at(-1);
    return family.flatMap((group): CopyValue["changes"] =>
      group === kept ? keptChanges(group, nodesOf(active), pair) : [{ path: ["nodeGroups", nameOf(group)] }],
    );
  });
}

function keptChanges(
  group: NodeGroupState,
  nodes: number | undefined,
  { version, addresses }: Pair,
): CopyValue["changes"] {
  const path = (property: string) => ["nodeGroups", nameOf(group), property];
  const size = nodes === undefined ? undefined : Math.max(ifKnown(group.minSize) ?? 0, nodes);
  const amiType = amiTypeAt(group, version);
  return [
    ...(group.version === undefined ? [] : [{ path: path("version"), after: String(version) }]),
    ...(size === undefined
      ? []
      : [{ path: path("initialSize"), after: size }, { path: path("desiredSize") }]),
    ...(size !== undefined && size > (ifKnown(group.maxSize) ?? size)
      ? [{ path: path("maxSize"), after: size }]
      : []),
    ...(amiType === undefined ? [] : [{ path: path("amiType"), after: amiType }]),
    ...newTemplate(group, addresses).map(({ path: below }) => ({
      path: ["nodeGroups", nameOf(group), ...below],
    })),
    { path: path("releaseVersion") },
    { path: path("adopted") },
  ];
}

function bindStep(pair: Pair, balancer: Balancer, first: ClusterState): Draft | Dead | undefined {
  const { goal, second } = pair;
  const model = pair.slotOf(balancer, first);
  if (model === undefined || pair.slotOf(balancer, second) !== undefined) {
    return undefined;
  }
  const slot = freeSlot(balancer, model, goal);
  const known = balancer.slots.find(({ name }) => name === slot);
  if (known === undefined && balancer.slots.length >= MAX_WEIGHTED_TARGET_GROUPS) {
    return {
      problem: `${balancer.name} has ${balancer.slots.length} target groups (${listed(balancer.slots.map(({ name }) => name))}), and forwards to ${MAX_WEIGHTED_TARGET_GROUPS} at most: there is no place for one of ${goal.secondCluster}; take one out that is not needed`,
    };
  }
  const path = (...rest: readonly string[]) => ["loadBalancers", balancer.name, ...rest];
  const preview = Object.hasOwn(goal.previews ?? {}, balancer.name)
    ? goal.previews?.[balancer.name]
    : undefined;
  const copy: FleetEdit = {
    kind: "copy",
    from: path("targetGroups", model.name),
    path: path("targetGroups", slot),
    changes: [{ path: ["cluster"], after: goal.secondCluster }, { path: ["podSecurityGroupId"] }],
  };
  const bind: readonly FleetEdit[] =
    known === undefined
      ? [copy, { kind: "set", path: path("weights", slot), after: 0 }]
      : [{ kind: "set", path: path("targetGroups", slot, "cluster"), after: goal.secondCluster }];
  const hasPreview =
    preview !== undefined &&
    !balancer.slots.some(({ name }) => name === slot && hasWayByHost(pair, balancer, name));
  const unbind: readonly FleetEdit[] =
    known === undefined
      ? removal(balancer, slot, hasPreview, 0)
      : [
          ...(hasPreview ? [{ kind: "remove", path: path("previews", slot) } as const] : []),
          { kind: "remove", path: path("targetGroups", slot, "cluster"), before: goal.secondCluster },
        ];
  return {
    kind: "bind",
    clusterName: goal.secondCluster,
    title: `${balancer.name}: ${goal.secondCluster} is bound, with weight 0${hasPreview ? ` and a way by ${listed(preview.hostHeaders)}` : ""}`,
    edits: [
      ...bind,
      ...(hasPreview
        ? [
            {
              kind: "set",
              path: path("previews", slot),
              after: { priority: preview.priority, hostHeaders: preview.hostHeaders },
            } as const,
          ]
        : []),
    ],
    wayBack: { how: `take the target group of ${goal.secondCluster} out again`, diffs: [unbind] },
    estimate: ESTIMATES.small,
    remarks: [
      ...(hasPreview
        ? []
        : [
            `no way by host leads to ${goal.secondCluster} alone before it has traffic; give a preview (previews) to look at it first`,
          ]),
      ...(model.isBoundByOthers
        ? [
            `the security groups of ${balancer.name} are not of this code: let it reach the pods of ${goal.secondCluster} there, or have the controller do so (networking of the service)`,
          ]
        : []),
    ],
    order: [balancer.state.stack, workloadStack(goal.secondCluster)],
  };
}

function hasWayByHost({ fleet }: Pair, { slots }: Balancer, slot: string): boolean {
  const key = slots.find(({ name }) => name === slot)?.targetGroup.key;
  return fleet.routes.some(({ byHost, targets }) => {
    const list = ifKnown(targets) ?? [];
    return byHost && list.length === 1 && list[0]?.targetGroup === key;
  });
}

/** As the first cluster's slot goes by the end of its name, the second's does by its own. */
function freeSlot(balancer: Balancer, model: Slot, { cluster, secondCluster }: SecondClusterGoal): string {
  const [end, secondEnd] = [cluster, secondCluster].map((name) => groupAndSlot(name).slot);
  const wanted =
    model.name === end && secondEnd !== undefined && secondEnd !== end ? secondEnd : secondCluster;
  const isTaken = balancer.slots.some(
    (slot) => slot.name === wanted && (slot.cluster !== undefined || slot.weight > 0),
  );
  return isTaken ? secondCluster : wanted;
}

/** Takes a slot out of a load balancer. */
function removal(
  balancer: Balancer,
  slot: string,
  hasPreview: boolean,
  weight: number,
): readonly FleetEdit[] {
  const path = (...rest: readonly string[]) => ["loadBalancers", balancer.name, ...rest];
  return [
    ...(hasPreview ? [{ kind: "remove", path: path("previews", slot) } as const] : []),
    { kind: "remove", path: path("targetGroups", slot) },
    { kind: "remove", path: path("weights", slot), before: weight },
    { kind: "set", path: path("removedTargetGroups"), after: [slot] },
  ];
}

/** Nodes for the share that a cluster is to get, reckoned as the rule on it does; `undefined` where it holds them. */
function roomStep(
  pair: Pair,
  cluster: ClusterState,
  balancers: readonly Balancer[],
  partOfBoth: number,
): Draft | undefined {
  const nodesIn = (key: string) => nodesOf(new FleetIndex(pair.fleet).nodeGroupsOf(key));
  const needs = balancers.map(({ slots }) => {
    const others = slots.flatMap((slot) =>
      slot.cluster === undefined || slot.cluster === cluster.key ? [] : [nodesIn(slot.cluster)],
    );
    const total = slots.reduce((sum, { weight }) => sum + weight, 0);
    const both = slots
      .filter((slot) => slot.cluster !== undefined && pair.keys.includes(slot.cluster))
      .reduce((sum, { weight }) => sum + weight, 0);
    const most = others.some((nodes) => nodes === undefined)
      ? undefined
      : Math.max(0, ...others.map((nodes) => nodes ?? 0));
    const share = total === 0 ? 1 : (both * partOfBoth) / total;
    return most === undefined ? undefined : Math.max(1, Math.ceil(most * share - 1e-9));
  });
  const holds = nodesIn(cluster.key);
  if (holds === undefined || needs.length === 0 || needs.some((nodes) => nodes === undefined)) {
    return undefined;
  }
  const most = Math.max(...needs.map((nodes) => nodes ?? 0));
  const group = groupsOf(pair.fleet, cluster)
    .filter((candidate) => !isLeaving(candidate))
    .sort((one, other) => (ifKnown(other.desiredSize) ?? 0) - (ifKnown(one.desiredSize) ?? 0))[0];
  return holds >= most || group === undefined
    ? undefined
    : moreNodes(
        ifKnown(cluster.clusterName) ?? "",
        group,
        (ifKnown(group.desiredSize) ?? 0) + most - holds,
        `so that the cluster has ${counted(most, "node")} for its share`,
      );
}

interface Weights {
  readonly percent: number;
  readonly first: number;
  readonly second: number;
}

/** The weights of the next step of a shift; `undefined` where it has ended. */
function nextWeights(
  pair: Pair,
  balancer: Balancer,
  first: ClusterState,
  second: ClusterState,
): Weights | undefined {
  const [from, to] = [pair.slotOf(balancer, first), pair.slotOf(balancer, second)];
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const both = from.weight + to.weight;
  const now = both === 0 ? pair.end : (100 * to.weight) / both;
  const percent = pair.shift.find((step) => step > now + 1e-9);
  if (percent === undefined) {
    return undefined;
  }
  const others = balancer.slots.reduce((sum, { weight }) => sum + weight, 0) - both;
  const isWhole = pair.shift.every((step) => Number.isInteger((both * step) / 100));
  // Weights that others do not share can be counted in percent.
  const sum = isWhole || others > 0 ? both : 100;
  const weight = Math.min(sum, Math.ceil((sum * percent) / 100 - 1e-9));
  return { percent, first: sum - weight, second: weight };
}

function shiftStep(
  pair: Pair,
  balancer: Balancer,
  first: ClusterState,
  second: ClusterState,
): Draft | undefined {
  const [from, to] = [pair.slotOf(balancer, first), pair.slotOf(balancer, second)];
  const next = nextWeights(pair, balancer, first, second);
  if (from === undefined || to === undefined || next === undefined) {
    return undefined;
  }
  const edit = (slot: Slot, before: number, after: number): readonly FleetEdit[] =>
    before === after
      ? []
      : [{ kind: "set", path: ["loadBalancers", balancer.name, "weights", slot.name], before, after }];
  const share = (weights: { readonly first: number; readonly second: number }) =>
    `${from.name} ${weights.first}, ${to.name} ${weights.second}`;
  const now = { first: from.weight, second: to.weight };
  // For the whole way back, so that a step further back does not take nodes away again.
  const room = roomStep(pair, first, pair.balancers, 1);
  return {
    kind: "shift",
    clusterName: pair.goal.secondCluster,
    title: `${balancer.name}: ${share(now)} → ${share(next)}`,
    edits: [...edit(from, now.first, next.first), ...edit(to, now.second, next.second)],
    wayBack: {
      how: `${room === undefined ? "" : `let ${pair.goal.cluster} hold the nodes for it, and `}set the weights back to ${share(now)}`,
      diffs: [
        ...(room === undefined ? [] : [room.edits]),
        [...edit(from, next.first, now.first), ...edit(to, next.second, now.second)],
      ],
    },
    estimate: ESTIMATES.small,
  };
}

/** The end of the first cluster: what leads to it, what runs in it, its protection, and itself. */
function endStep(pair: Pair, first: ClusterState): Draft | undefined {
  const handOver = handOverStep(pair, first);
  if (handOver !== undefined) {
    return handOver;
  }
  const bound = pair.balancers.find((balancer) => pair.slotOf(balancer, first) !== undefined);
  if (bound !== undefined) {
    return unbindStep(pair, bound, first);
  }
  return (
    workloadStep(pair, first) ?? (first.isProtected === false ? removeStep(pair, first) : unprotectStep(pair))
  );
}

/** What may run only once changes hands in two steps: first it runs in none. */
function handOverStep({ fleet, goal, second }: Pair, first: ClusterState): Draft | undefined {
  const identityOf = (cluster: ClusterState | undefined) =>
    fleet.identities.find((identity) => identity.cluster === cluster?.key);
  const [from, to] = [identityOf(first), identityOf(second)];
  const group = ifKnown(from?.group);
  const active = fleet.identities.find(
    (identity) => identity.group === group && ifKnown(identity.isActive) === true,
  );
  const isFirst = active !== undefined && active === from;
  if (group === undefined || to === undefined || to.group !== group || (active !== undefined && !isFirst)) {
    return undefined;
  }
  const [before, after] = isFirst ? [goal.cluster, "none"] : ["none", goal.secondCluster];
  const path = ["activeClusters", group];
  return {
    kind: "workload",
    clusterName: isFirst ? goal.cluster : goal.secondCluster,
    title: isFirst
      ? `${group}: what may run only once ends in ${goal.cluster}, and runs in none`
      : `${group}: what may run only once runs in ${goal.secondCluster}`,
    edits: [{ kind: "set", path, before, after }],
    wayBack: {
      how: isFirst ? `make ${goal.cluster} the active one again` : "make none active again",
      diffs: [[{ kind: "set", path, before: after, after: before }]],
    },
    estimate: ESTIMATES.small,
    remarks: isFirst ? [`see that it has ended in ${goal.cluster} before the next step`] : [],
  };
}

function unbindStep(pair: Pair, balancer: Balancer, first: ClusterState): Draft | undefined {
  const { goal } = pair;
  const slot = pair.slotOf(balancer, first);
  if (slot === undefined) {
    return undefined;
  }
  const path = (...rest: readonly string[]) => ["loadBalancers", balancer.name, ...rest];
  const second = pair.slotOf(balancer, pair.second);
  const hasPreview = hasWayByHost(pair, balancer, slot.name);
  const back: readonly FleetEdit[] = [
    second === undefined
      ? { kind: "set", path: path("targetGroups", slot.name), after: { cluster: goal.cluster } }
      : {
          kind: "copy",
          from: path("targetGroups", second.name),
          path: path("targetGroups", slot.name),
          changes: [{ path: ["cluster"], after: goal.cluster }, { path: ["podSecurityGroupId"] }],
        },
    { kind: "set", path: path("weights", slot.name), after: slot.weight },
    { kind: "remove", path: path("removedTargetGroups") },
  ];
  return {
    kind: "unbind",
    clusterName: goal.cluster,
    title: `${balancer.name}: ${goal.cluster} is unbound`,
    edits: removal(balancer, slot.name, hasPreview, slot.weight),
    ...(slot.isBoundByOthers
      ? {
          wayBack: { how: "none: bind it to a target group of this code, in another slot", diffs: [] },
          closesWayBack: `the target group that others bound to ${goal.cluster} is gone`,
        }
      : {
          wayBack: {
            how: `bind ${goal.cluster} again, with weight ${slot.weight}${hasPreview ? ", and its preview as it was" : ""}`,
            diffs: [back],
          },
        }),
    estimate: ESTIMATES.small,
    remarks: [
      ...(slot.isBoundByOthers
        ? [`before this is applied, have whoever bound it take the binding out of ${goal.cluster}`]
        : []),
      `removedTargetGroups keeps the target group where AWS still sends something to it; take "${slot.name}" out of it once this is applied, and add to what is written there before`,
    ],
    order: [workloadStack(goal.cluster), balancer.state.stack],
  };
}

/** What the platform runs in the cluster: the controller goes when nothing is bound any more. */
function workloadStep({ fleet, goal }: Pair, first: ClusterState): Draft | undefined {
  const releases = releasesOf(fleet, first);
  if (releases.length === 0) {
    return undefined;
  }
  const paths = [
    ...new Map(releases.map(({ path }) => [path[0], path.slice(0, 1)])).values(),
    ["namespaces"],
  ];
  return {
    kind: "workload-remove",
    clusterName: goal.cluster,
    title: `${goal.cluster}: ${listed(releases.map(({ name }) => name))} removed`,
    edits: paths.map((path) => ({ kind: "remove", path: ["clusters", goal.cluster, ...path] })),
    wayBack: {
      how: "revert the diff: all is installed again, without what it had stored",
      diffs: [],
    },
    closesWayBack: `what the releases kept in ${goal.cluster} is gone`,
    estimate: ESTIMATES.small,
    order: [workloadStack(goal.cluster), first.stack],
  };
}

function unprotectStep({ goal }: Pair): Draft {
  const path = ["clusters", goal.cluster, "deletionProtection"];
  return {
    kind: "unprotect",
    clusterName: goal.cluster,
    title: `${goal.cluster}: no longer protected from removal`,
    edits: [{ kind: "set", path, after: "disabled" }],
    wayBack: {
      how: "protect it again, before it is removed",
      diffs: [[{ kind: "remove", path, before: "disabled" }]],
    },
    estimate: ESTIMATES.small,
  };
}

function removeStep({ goal }: Pair, first: ClusterState): Draft {
  return {
    kind: "cluster-remove",
    clusterName: goal.cluster,
    title: `${goal.cluster} is removed`,
    edits: [{ kind: "remove", path: ["clusters", goal.cluster] }],
    wayBack: { how: "none", diffs: [] },
    closesWayBack: `${goal.cluster} is gone, with all that it held`,
    estimate: ESTIMATES.clusterCreate,
    order: [workloadStack(goal.cluster), first.stack],
  };
}

/** What does not move by itself when traffic moves to another cluster. */
export function remarksBySecondCluster({ cluster, secondCluster }: SecondClusterGoal): readonly string[] {
  const from = `${cluster} to ${secondCluster}`;
  return [
    `volumes do not move from ${from}: copy what pods keep (snapshots, backups), or leave StatefulSets for last`,
    `roles that trust the OIDC issuer of ${cluster} do not trust that of ${secondCluster}: add it to their trust policies, or use Pod Identity`,
    `what reaches ${cluster} by other ways than the load balancers of this code, or by rules of theirs that stayed with others, goes on reaching it: move that before it is removed`,
    `DNS records that name ${cluster} (its endpoint, load balancers that its own services made) stay where they are: move them by hand`,
    `security groups that name the group of ${cluster} (databases, caches) do not let ${secondCluster} in: add its group`,
    `what must run only once (Jobs, consumers of queues) runs in both while both stand, unless it asks which cluster is the active one: suspend it in one of them`,
  ];
}

/** What is wrong with a goal before any step of it. */
export function versionProblem(
  second: ClusterState | undefined,
  { secondCluster, version }: SecondClusterGoal,
): string | undefined {
  const is = versionIn(second?.version);
  return second === undefined || is?.equals(KubernetesVersion.of(version)) === true
    ? undefined
    : `${secondCluster} is there and runs Kubernetes ${String(is ?? "of an unknown version")}, and the goal names ${version}; upgrade it in place first, a goal of its own, or name the version that it runs`;
}
