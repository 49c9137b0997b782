import { compareTexts } from "../eks/compare-texts";
import { slotInTargetGroupName } from "../eks/layout";
import {
  type ClusterKey,
  type FleetState,
  ifKnown,
  type LoadBalancerState,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
} from "../fleet/state";

/** A load balancer by the slots of its target groups, as a fleet file names them. */
export interface Balancer {
  readonly state: LoadBalancerState;
  readonly name: string;
  readonly slots: readonly Slot[];
  /** The listeners and rules that share their requests by the weights. */
  readonly weighted: readonly RouteState[];
}

export interface Slot {
  /** "a" of the target group alpha-webapp-a. */
  readonly name: string;
  readonly targetGroup: TargetGroupState;
  readonly cluster?: ClusterKey;
  /** Others than this code register the pods of that cluster. */
  readonly isBoundByOthers: boolean;
  readonly weight: number;
}

/** By name. Of a load balancer whose name is not known nothing can be edited. */
export function balancersOf(fleet: FleetState): readonly Balancer[] {
  return fleet.loadBalancers
    .flatMap((state): readonly Balancer[] => {
      const name = ifKnown(state.loadBalancerName);
      return name === undefined ? [] : [balancerOf(fleet, state, name)];
    })
    .sort((one, other) => compareTexts(one.name, other.name));
}

function balancerOf(fleet: FleetState, state: LoadBalancerState, name: string): Balancer {
  const routes = fleet.routes.filter(({ loadBalancer }) => loadBalancer === state.key);
  const named = new Set(routes.flatMap(targetGroupsOf));
  const targetGroups = fleet.targetGroups.filter(
    ({ key, stack }) => named.has(key) || (stack === state.stack && key.startsWith(`${state.key}-`)),
  );
  const keys = new Set(targetGroups.map(({ key }) => key));
  const weighted = routes.filter((route) => {
    const own = new Set(targetGroupsOf(route));
    const isPreview = route.byHost && own.size === 1;
    return !isPreview && own.size > 0 && own.size === keys.size;
  });
  const [model] = weighted;
  return {
    state,
    name,
    weighted,
    slots: targetGroups.map((targetGroup) => {
      const binding = fleet.bindings.find((each) => each.targetGroup === targetGroup.key);
      const key = ifKnown(binding?.cluster);
      return {
        name: slotOf(name, targetGroup),
        targetGroup,
        ...(key === undefined ? {} : { cluster: key }),
        isBoundByOthers: binding?.isByOthers === true,
        weight: model === undefined ? 0 : weightIn(model, targetGroup.key),
      };
    }),
  };
}

/** By its address, for an adopted one has a name of its own; where that is not ours, by its name. */
function slotOf(loadBalancerName: string, { address, targetGroupName }: TargetGroupState): string {
  const [, slot] = /^aws_lb_target_group\.target-group-(.+)$/.exec(address) ?? [];
  return slot ?? slotInTargetGroupName(loadBalancerName, ifKnown(targetGroupName) ?? "");
}

export function targetGroupsOf({ targets }: RouteState): readonly TargetGroupKey[] {
  return (ifKnown(targets) ?? []).flatMap(({ targetGroup }) => ifKnown(targetGroup) ?? []);
}

function weightIn({ targets }: RouteState, key: TargetGroupKey): number {
  const target = (ifKnown(targets) ?? []).find(({ targetGroup }) => targetGroup === key);
  return ifKnown(target?.weight) ?? 0;
}
