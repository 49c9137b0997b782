import { targetGroupNameOf, trafficLayout, workloadLayout, workloadStack } from "../../eks/layout";
import { targetGroupKey } from "../../fleet/key";
import type { FleetValue, LoadBalancerPath, PathIn } from "../../fleet/path";
import type { NetworkLoadBalancerSettings } from "../../fleet/settings";
import {
  type FleetState,
  ifKnown,
  type RouteState,
  type TargetGroupState,
  type WeightedTarget,
} from "../../fleet/state";
import { siblingAddress, terraformAddress } from "../../terraform/terraform-address";
import { clusterNamed } from "../clusters";
import { isPreviewOf, type LoadBalancer, loadBalancerNamed, type Slot } from "../load-balancers";
import { type FleetEdit, valueAfter } from "./fleet-edit";

/** A path inside a load balancer with target groups. */
type TargetGroupsPath = LoadBalancerPath | PathIn<NetworkLoadBalancerSettings>;

/** A value inside a load balancer. */
export function editedLoadBalancer(
  fleet: FleetState,
  name: string,
  path: TargetGroupsPath,
  edit: FleetEdit,
): FleetState {
  const loadBalancer = loadBalancerNamed(fleet, name);
  const slotName = path[1];
  if (loadBalancer === undefined || slotName === undefined) {
    return fleet;
  }
  const slot = loadBalancer.slots.find((each) => each.name === slotName);
  switch (path[0]) {
    case "targetGroups":
      return editedTargetGroup(
        fleet,
        loadBalancer,
        slotName,
        slot,
        path.length === 2,
        boundCluster(path, edit),
        edit,
      );
    case "weights":
      return withWeight(fleet, loadBalancer, slot, valueAfter(edit));
    case "previews":
      return slot === undefined
        ? fleet
        : edit.kind === "set"
          ? withPreview(fleet, loadBalancer, slot)
          : withoutPreview(fleet, loadBalancer, slot);
    default:
      return fleet;
  }
}

function editedTargetGroup(
  fleet: FleetState,
  loadBalancer: LoadBalancer,
  slotName: string,
  slot: Slot | undefined,
  isWhole: boolean,
  clusterName: string | undefined,
  edit: FleetEdit,
): FleetState {
  if (edit.kind === "remove" && isWhole) {
    return slot === undefined ? fleet : withoutTargetGroup(fleet, loadBalancer, slot.targetGroup);
  }
  const targetGroup = slot?.targetGroup ?? newTargetGroup(loadBalancer, slotName);
  const made = slot === undefined ? withTargetGroup(fleet, loadBalancer, targetGroup) : fleet;
  const unbound = { ...made, bindings: made.bindings.filter((each) => each.targetGroup !== targetGroup.key) };
  const cluster = clusterNamed(made, clusterName ?? "");
  return cluster === undefined || clusterName === undefined
    ? unbound
    : {
        ...unbound,
        bindings: [
          ...unbound.bindings,
          {
            ...bindingPlace(
              fleet,
              loadBalancer,
              clusterName,
              ifKnown(targetGroup.targetGroupName) ?? slotName,
            ),
            cluster: cluster.key,
            targetGroup: targetGroup.key,
            multiCluster: false,
          },
        ],
      };
}

/** In the in-cluster stack, or beside the other bindings of a program that has no such stack. */
function bindingPlace(
  { bindings, clusters }: FleetState,
  { slots }: LoadBalancer,
  clusterName: string,
  targetGroupName: string,
): { readonly stack: string; readonly address: string } {
  const ownAddress = (name: string) => terraformAddress("helm_release", workloadLayout.binding(name));
  const model = slots
    .map(({ targetGroup }) => ({
      name: ifKnown(targetGroup.targetGroupName) ?? "",
      binding: bindings.find((each) => each.targetGroup === targetGroup.key && each.isByOthers !== true),
    }))
    .find(({ binding }) => binding !== undefined);
  const bound = clusters.find(({ key }) => key === ifKnown(model?.binding?.cluster));
  return model?.binding === undefined ||
    bound === undefined ||
    model.binding.stack === workloadStack(ifKnown(bound.clusterName) ?? "")
    ? { stack: workloadStack(clusterName), address: ownAddress(targetGroupName) }
    : {
        stack: model.binding.stack,
        address: siblingAddress(model.binding.address, model.name, targetGroupName, workloadLayout.binding),
      };
}

/** The cluster that an edit of a target group binds. */
function boundCluster(path: TargetGroupsPath, edit: FleetEdit): string | undefined {
  if (edit.kind === "copy") {
    const after = [...edit.changes].find((change) => change.path[0] === "cluster")?.after;
    return typeof after === "string" ? after : undefined;
  }
  const value = valueAfter(edit);
  if (path[0] === "targetGroups" && path[2] === "cluster") {
    return typeof value === "string" ? value : undefined;
  }
  const cluster = typeof value === "object" && "cluster" in value ? value.cluster : undefined;
  return typeof cluster === "string" ? cluster : undefined;
}

function newTargetGroup({ state, name }: LoadBalancer, slot: string): TargetGroupState {
  const { account, region } = state;
  const targetGroupName = targetGroupNameOf(name, slot);
  return {
    stack: state.stack,
    address: terraformAddress("aws_lb_target_group", trafficLayout.targetGroup(slot)),
    key: targetGroupKey({ account, region, name: targetGroupName }),
    account,
    region,
    targetGroupName,
  };
}

function withTargetGroup(
  fleet: FleetState,
  { weighted }: LoadBalancer,
  targetGroup: TargetGroupState,
): FleetState {
  return {
    ...fleet,
    targetGroups: [...fleet.targetGroups, targetGroup],
    routes: withTargets(fleet, weighted, (targets) => [
      ...targets,
      { targetGroup: targetGroup.key, weight: 0 },
    ]),
  };
}

function withoutTargetGroup(
  fleet: FleetState,
  { slots, weighted }: LoadBalancer,
  { key }: TargetGroupState,
): FleetState {
  return {
    ...fleet,
    targetGroups: fleet.targetGroups.filter((group) => group.key !== key),
    bindings: fleet.bindings.filter(({ targetGroup }) => targetGroup !== key),
    routes: withTargets(fleet, weighted, (targets) => {
      const left = targets.filter(({ targetGroup }) => targetGroup !== key);
      // An adopted load balancer forwards to a single target group without a weight.
      const isAdopted = slots.some(({ targetGroup }) => targetGroup.hasAttachments === true);
      return isAdopted && left.length === 1 ? left.map((target) => ({ ...target, weight: 1 })) : left;
    }),
  };
}

function withWeight(
  fleet: FleetState,
  { weighted }: LoadBalancer,
  slot: Slot | undefined,
  value: FleetValue | undefined,
): FleetState {
  const key = slot?.targetGroup.key;
  const weight = typeof value === "number" ? value : 0;
  return {
    ...fleet,
    routes: withTargets(fleet, weighted, (targets) =>
      targets.map((target) => (target.targetGroup === key ? { ...target, weight } : target)),
    ),
  };
}

function withTargets(
  { routes }: FleetState,
  weighted: readonly RouteState[],
  change: (targets: readonly WeightedTarget[]) => readonly WeightedTarget[],
): readonly RouteState[] {
  const follow = new Set(weighted);
  return routes.map((route) =>
    follow.has(route) ? { ...route, targets: change(ifKnown(route.targets) ?? []) } : route,
  );
}

/** On port 443, and on port 80 if that forwards too. */
function withPreview(fleet: FleetState, { state, weighted }: LoadBalancer, slot: Slot): FleetState {
  const protocols = weighted.flatMap(({ kind, protocol }) =>
    kind === "default-action" ? [protocol === "HTTP" ? "http" : "https"] : [],
  );
  return {
    ...fleet,
    routes: [
      ...fleet.routes,
      ...[...new Set(protocols)].map(
        (protocol): RouteState => ({
          stack: state.stack,
          address: terraformAddress("aws_lb_listener_rule", trafficLayout.preview(slot.name, protocol)),
          loadBalancer: state.key,
          kind: "rule",
          byHost: true,
          targets: [{ targetGroup: slot.targetGroup.key, weight: 1 }],
        }),
      ),
    ],
  };
}

function withoutPreview(fleet: FleetState, { state }: LoadBalancer, { targetGroup }: Slot): FleetState {
  return {
    ...fleet,
    routes: fleet.routes.filter(
      (route) => route.loadBalancer !== state.key || !isPreviewOf(route, targetGroup.key),
    ),
  };
}
