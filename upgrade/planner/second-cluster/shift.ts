import { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, ifKnown } from "../../fleet/state";
import { kindRow } from "../../fleet/traffic-kind";
import { counted } from "../../rules/support/wording";
import { moreNodes } from "../capacity";
import type { Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { set } from "../edits/make-edit";
import { type LoadBalancer, type Slot, weightPathOf } from "../load-balancers";
import { groupsOf, isLeaving, nodesOf } from "../node-groups";
import { STEP_KINDS } from "../step-kinds";
import type { ClusterPair } from "./cluster-pair";

interface Weights {
  readonly first: number;
  readonly second: number;
}

/** The weights of the next step of a shift; `undefined` if the shift has ended. */
export function nextWeights(pair: ClusterPair, loadBalancer: LoadBalancer): Weights | undefined {
  const [from, to] = [pair.slotOf(loadBalancer, pair.first), pair.slotOf(loadBalancer, pair.second)];
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const both = from.weight + to.weight;
  const now = both === 0 ? pair.end : (100 * to.weight) / both;
  const percent = pair.shift.find((step) => step > now + 1e-9);
  if (percent === undefined) {
    return undefined;
  }
  const others = loadBalancer.slots.reduce((sum, { weight }) => sum + weight, 0) - both;
  const isWhole = pair.shift.every((step) => Number.isInteger((both * step) / 100));
  // If no other slot has a weight, the sum can become 100.
  const sum = isWhole || others > 0 ? both : 100;
  const second = Math.min(sum, Math.ceil((sum * percent) / 100 - 1e-9));
  return { first: sum - second, second };
}

export function shiftStep(pair: ClusterPair, loadBalancer: LoadBalancer): Draft | undefined {
  const [from, to] = [pair.slotOf(loadBalancer, pair.first), pair.slotOf(loadBalancer, pair.second)];
  const next = nextWeights(pair, loadBalancer);
  if (from === undefined || to === undefined || next === undefined) {
    return undefined;
  }
  const edit = (slot: Slot, before: number, after: number): readonly FleetEdit[] =>
    before === after ? [] : [set(weightPathOf(loadBalancer, slot.name), after, before)];
  const share = ({ first, second }: Weights) => `${from.name} ${first}, ${to.name} ${second}`;
  const now = { first: from.weight, second: to.weight };
  // For the whole shift, so that a rollback of an earlier step does not remove nodes again.
  const capacity = capacityStep(pair, pair.first, pair.loadBalancers, 1);
  return {
    kind: "shift",
    clusterName: pair.goal.secondCluster,
    title: STEP_KINDS.shift.title(loadBalancer.state.weights ?? loadBalancer.name, share(next)),
    // The answers of the shift before must have expired.
    ...(to.weight > 0 ? leastSoak(followersOf(pair, loadBalancer)) : {}),
    edits: [...edit(from, now.first, next.first), ...edit(to, now.second, next.second)],
    rollback: {
      how: `${capacity === undefined ? "" : `scale ${pair.goal.cluster} up first, then `}set the weights back to ${share(now)}`,
      diffs: [
        ...(capacity === undefined ? [] : [capacity.edits]),
        [...edit(from, next.first, now.first), ...edit(to, next.second, now.second)],
      ],
    },
  };
}

/** The load balancers whose traffic a shift of this one moves. */
function followersOf({ loadBalancers }: ClusterPair, loadBalancer: LoadBalancer): readonly LoadBalancer[] {
  const { weights } = loadBalancer.state;
  return weights === undefined
    ? [loadBalancer]
    : loadBalancers.filter(({ state }) => state.weights === weights);
}

/** How long a step waits for the clients that an earlier shift moved. */
export function leastSoak(loadBalancers: readonly LoadBalancer[]): Pick<Draft, "leastSoakHours"> {
  const hours = Math.max(0, ...loadBalancers.map(({ kind }) => kindRow(kind).soakHours));
  return hours === 0 ? {} : { leastSoakHours: hours };
}

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
