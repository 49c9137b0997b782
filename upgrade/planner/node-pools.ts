import type { KubernetesVersion } from "../eks/kubernetes-version";
import { workloadStack } from "../eks/layout";
import { compareGenerations, nodeGroupFamily, nodeGroupGeneration } from "../eks/node-group-family";
import { decodeDrift, nodesOfBudget } from "../eks/node-pool-drift";
import { type ClusterState, type FleetState, ifKnown, type NodePoolState } from "../fleet/state";
import { versionIn } from "../rules/support/reading";
import { driftOf, type Estimate } from "./step-kinds";

export function poolNameOf({ nodePoolName }: NodePoolState): string {
  return ifKnown(nodePoolName) ?? "";
}

/** The node pools that the fleet file of a cluster has, the oldest generation of each family first. */
export function poolsOf(fleet: FleetState, cluster: ClusterState): readonly NodePoolState[] {
  const inside = workloadStack(ifKnown(cluster.clusterName) ?? "");
  return fleet.nodePools
    .filter((pool) => pool.cluster === cluster.key && pool.stack === inside && pool.version !== undefined)
    .sort((one, other) => compareGenerations(poolNameOf(one), poolNameOf(other)));
}

/** Node pools that others manage, or whose version the code does not say. */
export function otherPoolsOf(fleet: FleetState, cluster: ClusterState): readonly NodePoolState[] {
  const own = poolsOf(fleet, cluster);
  return fleet.nodePools.filter((pool) => pool.cluster === cluster.key && !own.includes(pool));
}

export function isSamePoolFamily(pool: NodePoolState, other: NodePoolState): boolean {
  return nodeGroupFamily(poolNameOf(pool)) === nodeGroupFamily(poolNameOf(other));
}

export function isPoolBehind({ version }: NodePoolState, controlPlane: KubernetesVersion): boolean {
  const nodes = versionIn(version);
  return nodes !== undefined && nodes.compare(controlPlane) < 0;
}

/** The active pools of the family that are newer: they take over from a pool. */
export function successorsOf(pool: NodePoolState, pools: readonly NodePoolState[]): readonly NodePoolState[] {
  return pools.filter(
    (other) =>
      other.phase === "active" &&
      isSamePoolFamily(pool, other) &&
      nodeGroupGeneration(poolNameOf(other)) > nodeGroupGeneration(poolNameOf(pool)),
  );
}

/** A limited pool with a successor is leaving. Without one it may be limited on purpose. */
export function isPoolLeaving(pool: NodePoolState, pools: readonly NodePoolState[]): boolean {
  return pool.phase === "limited" && successorsOf(pool, pools).length > 0;
}

/** "10% of its nodes at once", with the hours. */
export function paceOf({ budgets }: NodePoolState): string {
  const known = ifKnown(budgets);
  if (known === undefined) {
    return "at a pace that is not known here";
  }
  const { driftBudget, driftWindow } = decodeDrift(known);
  const nodes = driftBudget.endsWith("%") ? `${driftBudget} of the nodes` : nodesText(driftBudget);
  return `${nodes} at once${driftWindow === undefined ? "" : `, ${driftWindow.days.join(", ")} from ${driftWindow.start} UTC`}`;
}

function nodesText(budget: string): string {
  return budget === "1" ? "1 node" : `${budget} nodes`;
}

/** A percentage makes the same number of rounds for any number of nodes. */
export function driftEstimate({ budgets, limits }: NodePoolState): Estimate {
  const { driftBudget, driftWindow } = decodeDrift(ifKnown(budgets));
  const most = Number(ifKnown(limits)?.nodes ?? Number.NaN);
  const isShare = driftBudget.endsWith("%");
  const nodes = Number.isFinite(most) ? most : isShare ? MANY : undefined;
  const atOnce = Math.max(1, nodesOfBudget(driftBudget, nodes ?? 1));
  return driftOf(Math.ceil((nodes ?? 1) / atOnce), [
    nodes === undefined
      ? "for one node, because the number of nodes is not known"
      : isShare
        ? `${driftBudget} at once`
        : `for ${nodes} nodes`,
    ...(driftWindow === undefined ? [] : [`only in its window of ${driftWindow.durationMinutes} minutes`]),
  ]);
}

/** So many that a percentage of them is not rounded up. */
const MANY = 100;
