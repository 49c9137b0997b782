import type { Catalog } from "../../eks/catalog/catalog";
import type { ClusterState, FleetState } from "../../fleet/state";
import type { Blocked, Draft } from "../draft";
import type { Addresses } from "../expected/expected-stack";
import type { SecondClusterGoal } from "../upgrade-goal";
import { bindStep, unbindStep } from "./bind";
import { ClusterPair } from "./cluster-pair";
import { createStep } from "./create";
import { handOverStep } from "./hand-over";
import { removeStep, unprotectStep, workloadRemoveStep } from "./remove";
import { capacityStep, nextWeights, shiftStep } from "./shift";

/**
 * The next step to a second cluster; `undefined` if the goal is reached. All load balancers of the first cluster are
 * bound before one of them shifts. They shift one after another, then all are unbound.
 */
export function nextBySecondCluster(
  fleet: FleetState,
  first: ClusterState,
  second: ClusterState | undefined,
  goal: SecondClusterGoal,
  catalog: Catalog,
  addresses: Addresses | undefined,
): Draft | Blocked | undefined {
  const pair = new ClusterPair(fleet, first, second, goal, catalog, addresses);
  if (second === undefined) {
    return createStep(pair);
  }
  return (
    pair.stepOfAny((loadBalancer) => bindStep(pair, loadBalancer)) ??
    capacityStep(
      pair,
      second,
      pair.loadBalancers.filter((loadBalancer) => nextWeights(pair, loadBalancer) !== undefined),
      pair.end / 100,
    ) ??
    pair.stepOfAny((loadBalancer) => shiftStep(pair, loadBalancer)) ??
    (goal.keepsFirst === true || pair.end < 100 ? undefined : endStep(pair))
  );
}

/** The end of the first cluster: its traffic, its releases, its protection, and the cluster. */
function endStep(pair: ClusterPair): Draft | Blocked | undefined {
  return (
    handOverStep(pair) ??
    pair.stepOfAny((loadBalancer) => unbindStep(pair, loadBalancer)) ??
    workloadRemoveStep(pair) ??
    (pair.first.isDisposable === true ? removeStep(pair) : unprotectStep(pair))
  );
}
