import { compareTexts } from "../eks/compare-texts";
import { idOf, slotInTargetGroupName, trafficLayout } from "../eks/layout";
import {
  type ClusterKey,
  type FleetState,
  ifKnown,
  type LoadBalancerState,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
} from "../fleet/state";
import { roleOf } from "../fleet/traffic";
import type { TrafficKind } from "../fleet/traffic-kind";
import { sharedWeightPath, TRAFFIC_PATHS } from "../fleet/traffic-paths";

/** A load balancer by the slots of its target groups, as a fleet file names them. */
export interface LoadBalancer {
  readonly state: LoadBalancerState;
  readonly name: string;
  readonly kind: TrafficKind;
  readonly slots: readonly Slot[];
  /** The listeners and rules that share their requests by the weights. */
  readonly weighted: readonly RouteState[];
}

export interface Slot {
  /** "a" of the target group alpha-webapp-a. */
  readonly name: string;
  readonly targetGroup: TargetGroupState;
  readonly cluster?: ClusterKey;
  /** This code does not register the pods of that cluster; others do. */
  readonly isBoundByOthers: boolean;
  readonly weight: number;
}

/** By name. A load balancer without a known name cannot be edited. */
export function loadBalancersOf(fleet: FleetState): readonly LoadBalancer[] {
  return fleet.loadBalancers
    .flatMap((state): readonly LoadBalancer[] => {
      const name = ifKnown(state.loadBalancerName);
      return name === undefined ? [] : [loadBalancerOf(fleet, state, name)];
    })
    .sort((one, other) => compareTexts(one.name, other.name));
}

export function loadBalancerNamed(fleet: FleetState, name: string): LoadBalancer | undefined {
  const state = fleet.loadBalancers.find(({ loadBalancerName }) => loadBalancerName === name);
  return state === undefined ? undefined : loadBalancerOf(fleet, state, name);
}

function loadBalancerOf(fleet: FleetState, state: LoadBalancerState, name: string): LoadBalancer {
  const routes = fleet.routes.filter(({ loadBalancer }) => loadBalancer === state.key);
  const named = new Set(routes.flatMap(targetGroupsOf));
  const targetGroups = fleet.targetGroups.filter(
    ({ key, stack, region, targetGroupName }) =>
      named.has(key) ||
      (state.isDerived !== true &&
        stack === state.stack &&
        region === state.region &&
        ifKnown(targetGroupName)?.startsWith(`${name}-`) === true),
  );
  const keys = new Set(targetGroups.map(({ key }) => key));
  const weighted = routes.filter((route) => {
    const own = new Set(targetGroupsOf(route));
    return roleOf(route) !== "preview" && own.size > 0 && own.size === keys.size;
  });
  const [model] = weighted;
  return {
    state,
    name,
    kind: state.kind ?? "application",
    weighted,
    slots: targetGroups.map((targetGroup) => {
      const binding = fleet.bindings.find((each) => each.targetGroup === targetGroup.key);
      return {
        name: slotOf(name, targetGroup),
        targetGroup,
        cluster:
          ifKnown(binding?.cluster) ?? (targetGroup.isDerived === true ? targetGroup.owner : undefined),
        isBoundByOthers: binding?.isByOthers === true,
        weight: model === undefined ? 0 : weightIn(model, targetGroup.key),
      };
    }),
  };
}

/** By the address, because an adopted target group has its own name; by the name, if the address is not ours. */
function slotOf(loadBalancerName: string, { address, targetGroupName }: TargetGroupState): string {
  const prefix = `aws_lb_target_group.${idOf(trafficLayout.targetGroup(""))}`;
  return address.startsWith(prefix)
    ? address.slice(prefix.length)
    : slotInTargetGroupName(loadBalancerName, ifKnown(targetGroupName) ?? "");
}

/** Where the fleet file has the weight of a slot. */
export function weightPathOf({ name, kind, state }: LoadBalancer, slot: string) {
  return state.weights === undefined
    ? TRAFFIC_PATHS[kind].weight(name, slot)
    : sharedWeightPath(state.weights, slot);
}

export function targetGroupsOf({ targets }: RouteState): readonly TargetGroupKey[] {
  return (ifKnown(targets) ?? []).flatMap(({ targetGroup }) => ifKnown(targetGroup) ?? []);
}

/** Whether a rule by host leads to the target group of a slot alone. */
export function hasPreview({ routes }: FleetState, slot: Slot | undefined): boolean {
  return slot !== undefined && routes.some((route) => isPreviewOf(route, slot.targetGroup.key));
}

export function isPreviewOf(route: RouteState, key: TargetGroupKey): boolean {
  return roleOf(route) === "preview" && targetGroupsOf(route).includes(key);
}

function weightIn({ targets }: RouteState, key: TargetGroupKey): number {
  const target = (ifKnown(targets) ?? []).find(({ targetGroup }) => targetGroup === key);
  return ifKnown(target?.weight) ?? 0;
}
