import { loadBalancerPath } from "../../fleet/path-to";
import type { Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { set } from "../edits/make-edit";
import type { LoadBalancer, Slot } from "../load-balancers";
import { STEP_KINDS } from "../step-kinds";
import { capacityStep } from "./capacity";
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
    before === after ? [] : [set(loadBalancerPath(loadBalancer.name, "weights", slot.name), after, before)];
  const share = ({ first, second }: Weights) => `${from.name} ${first}, ${to.name} ${second}`;
  const now = { first: from.weight, second: to.weight };
  // For the whole shift, so that a rollback of an earlier step does not remove nodes again.
  const capacity = capacityStep(pair, pair.first, pair.loadBalancers, 1);
  return {
    kind: "shift",
    clusterName: pair.goal.secondCluster,
    title: STEP_KINDS.shift.title(loadBalancer.name, share(next)),
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
