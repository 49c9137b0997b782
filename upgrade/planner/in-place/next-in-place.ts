import type { Catalog } from "../../eks/catalog/catalog";
import type { ClusterState, FleetState } from "../../fleet/state";
import { versionIn } from "../../rules/support/reading";
import type { Blocked, Draft } from "../draft";
import type { Addresses } from "../expected/expected-stack";
import type { InPlaceGoal } from "../upgrade-goal";
import { addonStep } from "./addons";
import { controlPlaneStep } from "./control-plane";
import { fargateStep } from "./fargate";
import { InPlace } from "./in-place";
import { karpenterStep } from "./karpenter";
import { leavingStep } from "./leaving";
import { driftHoldStep, poolLeavingStep, poolRollStep, poolStep } from "./node-pools";
import { replacementStep } from "./replacement";
import { rollStep, wrongRoll } from "./roll";
import { workloadStep } from "./workload";

/**
 * The next step of a cluster that is upgraded in place; `undefined` if it has reached its goal. Node groups and pools
 * that are leaving come first, then what the control plane's version needs, then the nodes, then the control plane.
 */
export function nextInPlace(
  fleet: FleetState,
  cluster: ClusterState,
  goal: InPlaceGoal,
  catalog: Catalog,
  day: string | undefined,
  addresses: Addresses | undefined,
): Draft | Blocked | undefined {
  const version = versionIn(cluster.version);
  if (version === undefined) {
    return undefined;
  }
  const at = new InPlace(fleet, cluster, version, goal, catalog, day, addresses);
  return (
    wrongRoll(at, at.active) ??
    leavingStep(at) ??
    poolLeavingStep(at) ??
    workloadStep(at) ??
    addonStep(at) ??
    (at.isLast ? karpenterStep(at) : undefined) ??
    replacementStep(at) ??
    poolStep(at) ??
    fargateStep(at) ??
    driftHoldStep(at) ??
    karpenterStep(at) ??
    controlPlaneStep(at) ??
    rollStep(at) ??
    poolRollStep(at)
  );
}
