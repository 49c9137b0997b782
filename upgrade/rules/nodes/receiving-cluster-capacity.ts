import { quantityIn } from "../../eks/quantity";
import type { FleetDiff } from "../../fleet/diff";
import {
  type ClusterKey,
  ifKnown,
  isUnknown,
  type Known,
  type NodeGroupState,
  type NodePoolState,
  type TargetGroupKey,
} from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found, notEvaluated, notInPlan } from "../support/finding";
import { poolsOf } from "../support/node-pool";
import {
  gainersOf,
  percent,
  type Shift,
  shiftsOf,
  targetGroupName,
  unknownShiftsOf,
  unknownWeights,
} from "../support/traffic";
import { counted, listed, shown } from "../support/wording";

export const receivingClusterCapacity: Rule = {
  id: "receiving-cluster-capacity",
  severity: "error",
  title: "Traffic shifts to a cluster that does not have the nodes for its share",
  why: "A load balancer does not fail over from a target group that is empty or overloaded. Its share gets 503, or slow answers until new nodes start. This applies in both directions: the old cluster may have been scaled in before a rollback. The rule derives the nodes for a share from the largest other cluster behind the same listener. A plan does not show the nodes of Karpenter, but limits of node pools below the need count. Nodes of different instance types cannot be compared by number, so the rule then only warns.",
  source:
    "ELB user guide, weighted target groups (no failover from an empty target group); argoproj/argo-rollouts #3333 (outage); hobbsh/blue-green-eks-worker #1",
  judge(input) {
    const findings = new Map<string, Finding>();
    for (const shift of shiftsOf(input.diff)) {
      for (const [about, finding] of findingsOf(shift, input)) {
        // Once for all rules of a load balancer, which shift together.
        const id = JSON.stringify([shift.route.stack, about, ifKnown(shift.route.loadBalancer)]);
        findings.set(id, findings.get(id) ?? finding);
      }
    }
    const unknown = unknownShiftsOf(input.diff).filter((route) =>
      (ifKnown(route.targets) ?? []).some(({ targetGroup }) => clustersOf(targetGroup, input).length > 0),
    );
    return [
      ...findings.values(),
      ...unknown.map((route) =>
        unknownWeights(route, "whether the clusters have the nodes for their shares", input.index.after),
      ),
    ];
  },
};

/** By the cluster that receives traffic. */
function findingsOf(shift: Shift, input: RuleInput): readonly (readonly [string, Finding])[] {
  const { route, from, to } = shift;
  return gainersOf(shift).flatMap((targetGroup) => {
    const share = to.get(targetGroup) ?? 0;
    const others = [...new Set([...from.keys(), ...to.keys()])].flatMap((key) => clustersOf(key, input));
    return clustersOf(targetGroup, input).flatMap((key) => {
      const finding = findingOf({ route, targetGroup, share, key, others }, input);
      return finding === undefined ? [] : [[key, finding] as const];
    });
  });
}

interface Receiving {
  readonly route: Shift["route"];
  readonly targetGroup: TargetGroupKey;
  readonly share: number;
  readonly key: ClusterKey;
  /** The clusters behind the route. */
  readonly others: readonly ClusterKey[];
}

function findingOf(
  { route, targetGroup, share, key, others }: Receiving,
  input: RuleInput,
): Finding | undefined {
  const { diff } = input;
  const cluster = diff.cluster(key);
  if (cluster === undefined) {
    // Its stack is not among the plans.
    return undefined;
  }
  const name = shown((cluster.after ?? cluster.before)?.clusterName);
  const goes = `${percent(share)} of ${route.address} would go to cluster ${name} (target group ${targetGroupName(targetGroup, input.index.after, input.index.before)})`;
  const question = `whether it has the nodes for ${percent(share)} of ${route.address}`;
  const groups = groupsOf(key, diff);
  const holds = nodesOf(groups);
  if (isUnknown(holds)) {
    return notEvaluated(route, `the number of nodes of cluster ${name}`, question);
  }
  const donors = [...new Set(others)].filter((other) => other !== key).map((other) => groupsOf(other, diff));
  const [largest] = donors.sort((one, other) => knownNodes(other) - knownNodes(one));
  const most = largest === undefined ? 0 : knownNodes(largest);
  const needs = Math.max(1, Math.ceil(most * share - 1e-9));
  if (holds >= needs) {
    return undefined;
  }
  const elsewhere = (cluster.after ?? cluster.before)?.otherNodes ?? [];
  if (elsewhere.length > 0 && mayMakeNodes(key, elsewhere, needs - holds, diff)) {
    const value = `the number of nodes of cluster ${name} outside node groups (${listed(elsewhere)})`;
    return notInPlan(route, value, question, "kubectl get nodes");
  }
  const values = { cluster: name, share: percent(share), needs };
  if (cluster.before === undefined) {
    const message = `${goes}, which this change creates: a new cluster has no nodes. Create it and its nodes first, and shift traffic in a separate change`;
    return found(route, message, { code: "created", values });
  }
  const message =
    holds === 0
      ? `${goes}, which has no nodes: this share needs ${counted(needs, "node")}. Scale it to ${counted(needs, "node")} first`
      : `${goes}, which has ${counted(holds, "node")}: ${percent(share)} of ${counted(most, "node")} is ${needs}. Scale it to ${counted(needs, "node")} first, or shift less`;
  const finding = found(route, message, { code: "nodes", values: { ...values, has: holds } });
  return holds > 0 && !areOfOneKind([...groups, ...(largest ?? [])])
    ? { ...finding, severity: "warning" }
    : finding;
}

/** Whether nodes outside node groups may be enough: pools that are all limited, or too small, are not. */
function mayMakeNodes(key: ClusterKey, kinds: readonly string[], missing: number, diff: FleetDiff): boolean {
  const pools = poolsOf(
    diff.nodePools.flatMap(({ before, after }) =>
      before === undefined || after === undefined ? [] : [after],
    ),
    key,
  );
  const isOnlyOfPools = kinds.every((kind) => pools.some((pool) => pool.kind === kind));
  const most = pools.reduce((total, pool) => total + mostNodesOf(pool), 0);
  return !isOnlyOfPools || most >= missing;
}

function mostNodesOf({ phase, limits }: NodePoolState): number {
  const nodes = ifKnown(limits)?.nodes;
  return phase === "limited" ? 0 : nodes === undefined ? Number.POSITIVE_INFINITY : (quantityIn(nodes) ?? 0);
}

function clustersOf(targetGroup: Known<TargetGroupKey>, input: RuleInput): readonly ClusterKey[] {
  if (isUnknown(targetGroup)) {
    return [];
  }
  const { before, after } = input.index;
  return [...new Set([before, after].flatMap((index) => index.clustersBehind(targetGroup)))];
}

/** The groups that exist before and after the change, with the smaller of both sizes. */
function groupsOf(key: ClusterKey, diff: FleetDiff): readonly NodeGroupState[] {
  return diff.nodeGroupsOf(key).flatMap(({ before, after }) => {
    if (before === undefined || after === undefined) {
      return [];
    }
    const [runs, goal] = [before.desiredSize, after.desiredSize];
    return isUnknown(runs) || isUnknown(goal) ? [before] : [{ ...before, desiredSize: Math.min(runs, goal) }];
  });
}

function nodesOf(groups: readonly NodeGroupState[]): Known<number> {
  const unknown = groups.map(({ desiredSize }) => desiredSize).find(isUnknown);
  return unknown ?? knownNodes(groups);
}

function knownNodes(groups: readonly NodeGroupState[]): number {
  return groups.reduce((total, { desiredSize }) => total + (ifKnown(desiredSize) ?? 0), 0);
}

function areOfOneKind(groups: readonly NodeGroupState[]): boolean {
  const kinds = groups
    .filter(({ desiredSize }) => desiredSize !== 0)
    .map(({ instanceTypes }) => [...(ifKnown(instanceTypes) ?? [])].sort().join());
  return new Set(kinds).size <= 1;
}
