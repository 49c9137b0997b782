import { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, ifKnown } from "../../fleet/state";
import { counted } from "../../rules/support/wording";
import { moreNodes } from "../capacity";
import type { Draft } from "../draft";
import type { LoadBalancer } from "../load-balancers";
import { groupsOf, isLeaving, nodesOf } from "../node-groups";
import type { ClusterPair } from "./cluster-pair";

/**
 * Nodes for the share that a cluster will get, calculated as the rule `receiving-cluster-capacity` does; `undefined` if
 * it has them.
 *
 * @param part of the traffic that both clusters get: 0 to 1
 */
export function capacityStep(
  pair: ClusterPair,
  cluster: ClusterState,
  loadBalancers: readonly LoadBalancer[],
  part: number,
): Draft | undefined {
  const needs = loadBalancers.map((loadBalancer) => nodesNeeded(pair, cluster, loadBalancer, part));
  const holds = nodesIn(pair, cluster.key);
  if (holds === undefined || needs.length === 0 || needs.some((nodes) => nodes === undefined)) {
    return undefined;
  }
  const most = Math.max(...needs.map((nodes) => nodes ?? 0));
  const [largest] = groupsOf(pair.fleet, cluster)
    .filter((group) => !isLeaving(group))
    .sort((one, other) => (ifKnown(other.desiredSize) ?? 0) - (ifKnown(one.desiredSize) ?? 0));
  return holds >= most || largest === undefined
    ? undefined
    : moreNodes(
        ifKnown(cluster.clusterName) ?? "",
        largest,
        (ifKnown(largest.desiredSize) ?? 0) + most - holds,
        `for ${counted(most, "node")} in the cluster`,
      );
}

/** `undefined` if the nodes of another cluster behind the load balancer are not known. */
function nodesNeeded(
  pair: ClusterPair,
  cluster: ClusterState,
  { slots }: LoadBalancer,
  part: number,
): number | undefined {
  const others = slots.flatMap((slot) =>
    slot.cluster === undefined || slot.cluster === cluster.key ? [] : [nodesIn(pair, slot.cluster)],
  );
  if (others.some((nodes) => nodes === undefined)) {
    return undefined;
  }
  const total = slots.reduce((sum, { weight }) => sum + weight, 0);
  const both = slots.filter((slot) => pair.has(slot)).reduce((sum, { weight }) => sum + weight, 0);
  const most = Math.max(0, ...others.map((nodes) => nodes ?? 0));
  const share = total === 0 ? 1 : (both * part) / total;
  return Math.max(1, Math.ceil(most * share - 1e-9));
}

function nodesIn({ fleet }: ClusterPair, cluster: ClusterState["key"]): number | undefined {
  return nodesOf(new FleetIndex(fleet).nodeGroupsOf(cluster));
}
