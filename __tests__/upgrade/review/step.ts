import type { FleetChange, ResourceChange } from "../../../upgrade/fleet/change";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import {
  type BindingState,
  EMPTY_FLEET,
  type FleetState,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
} from "../../../upgrade/fleet/state";
import { clusterIn, loadBalancerIn, targetGroupIn, withElsewhere } from "../keys";

export const LOAD_BALANCER = loadBalancerIn("ap-northeast-2/alpha-webapp");

export function targetGroupKey(slot: string): TargetGroupKey {
  return targetGroupIn(`ap-northeast-2/alpha-webapp-${slot}`);
}

/** What a plan does to one resource. */
export function resourceChange(change: Partial<ResourceChange>): ResourceChange {
  return {
    stack: "stack",
    address: "stack/alpha",
    kind: "cluster",
    type: "aws_eks_cluster",
    action: "update",
    isImport: false,
    changed: [],
    replacedFor: [],
    ...change,
  };
}

export function step(
  before: Partial<FleetState>,
  after: Partial<FleetState>,
  ...resources: readonly Partial<ResourceChange>[]
): FleetChange {
  const [was, is] = withElsewhere(mergedFleet([before]), mergedFleet([after]));
  return {
    before: was ?? EMPTY_FLEET,
    after: is ?? EMPTY_FLEET,
    resources: resources.map(resourceChange),
  };
}

/** A listener or rule of alpha-webapp with weights by slot. */
export function routeState(
  address: string,
  weights: Readonly<Record<string, number>>,
  state: Partial<RouteState> = {},
): RouteState {
  return {
    stack: "stack",
    address,
    loadBalancer: LOAD_BALANCER,
    kind: address.startsWith("aws_lb_listener.") ? "default-action" : "rule",
    targets: Object.entries(weights).map(([slot, weight]) => ({ targetGroup: targetGroupKey(slot), weight })),
    byHost: false,
    ...state,
  };
}

export function targetGroupState(slot: string): TargetGroupState {
  return {
    stack: "stack",
    address: `aws_lb_target_group.${slot}`,
    key: targetGroupKey(slot),
    region: "ap-northeast-2",
    targetGroupName: `alpha-webapp-${slot}`,
  };
}

export function bindingState(slot: string, state: Partial<BindingState> = {}): BindingState {
  return {
    stack: "stack",
    address: "helm_release.binding",
    cluster: clusterIn("ap-northeast-2/alpha-kr-a"),
    targetGroup: targetGroupKey(slot),
    multiCluster: false,
    ...state,
  };
}
