import { isDeepStrictEqual } from "node:util";
import { Catalog } from "../../../upgrade/catalog/catalog";
import type { FleetChange, ResourceChange, ResourceKind } from "../../../upgrade/fleet-change";
import {
  type BindingState,
  type FleetState,
  type LoadBalancerState,
  mergedFleet,
  type Place,
  type RouteState,
  type TargetGroupState,
} from "../../../upgrade/fleet-state";
import type { Rule, RuleInput } from "../../../upgrade/rules/rule";
import { judge } from "../../../upgrade/rules/rules";

/** The attributes of Terraform's that a property of a state is read from; the property's own name, where none is given. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  supportType: ["upgrade_policy.support_type"],
  isProtected: ["tags.cdktf-eks-upgrade/protected", "deletion_protection"],
  isPublic: ["vpc_config.endpoint_public_access"],
  publicCidrs: ["vpc_config.public_access_cidrs"],
  isForced: ["force_update_version"],
  rollbackOfUpgradeOn: ["tags.cdktf-eks-upgrade/rollback-of-upgrade-on"],
  releaseVersion: ["release_version"],
  amiType: ["ami_type"],
  instanceTypes: ["instance_types"],
  subnetIds: ["subnet_ids"],
  taints: ["taint"],
  minSize: ["scaling_config.min_size"],
  maxSize: ["scaling_config.max_size"],
  desiredSize: ["scaling_config.desired_size"],
  addonVersion: ["addon_version"],
  targets: ["default_action"],
};

const KINDS: readonly (readonly [keyof FleetState, ResourceKind, string])[] = [
  ["clusters", "cluster", "aws_eks_cluster"],
  ["nodeGroups", "node-group", "aws_eks_node_group"],
  ["addons", "addon", "aws_eks_addon"],
  ["loadBalancers", "load-balancer", "aws_lb"],
  ["targetGroups", "target-group", "aws_lb_target_group"],
  ["routes", "listener", "aws_lb_listener"],
  ["bindings", "binding", "helm_release"],
  ["releases", "release", "helm_release"],
  ["roles", "role", "aws_iam_role"],
];

export function fleet(...parts: readonly Partial<FleetState>[]): FleetState {
  return mergedFleet(parts);
}

/**
 * What Terraform would do for the step from one fleet to another, thing by thing at its address.
 * @param special - what is otherwise, by address: an import, a replacement
 */
export function change(
  before: FleetState,
  after: FleetState,
  special: Readonly<Record<string, Partial<ResourceChange>>> = {},
): FleetChange {
  const resources = KINDS.flatMap(([list, kind, type]) => {
    const was = byPlace(before[list]);
    const is = byPlace(after[list]);
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
      const [old, next] = [was.get(key), is.get(key)];
      const { stack, address } = next ?? old ?? { stack: "", address: "" };
      const changed = old === undefined || next === undefined ? [] : differences(old, next);
      const action = old === undefined ? "create" : next === undefined ? "delete" : "update";
      const own = special[address];
      return action === "update" && changed.length === 0 && own === undefined
        ? []
        : [
            {
              stack,
              address,
              kind,
              type,
              action,
              isImport: false,
              changed,
              replacedFor: [],
              ...own,
            } as const,
          ];
    });
  });
  return { before, after, resources };
}

function byPlace(things: readonly Place[]): ReadonlyMap<string, Place> {
  return new Map(things.map((thing) => [`${thing.stack}\n${thing.address}`, thing]));
}

function differences(old: Place, next: Place): readonly string[] {
  const [was, is] = [new Map(Object.entries(old)), new Map(Object.entries(next))];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    if (isDeepStrictEqual(was.get(name), is.get(name))) {
      return [];
    }
    // Of an active or cordoned group nothing but the taint tells the phase.
    const isTagged = [was.get(name), is.get(name)].some(
      (phase) => phase === "draining" || phase === "retired",
    );
    return name === "phase"
      ? isTagged
        ? ["tags.cdktf-eks-upgrade/phase"]
        : []
      : (ATTRIBUTES[name] ?? [name]);
  });
}

/** What one rule says of a step, each as "severity: message", with "not judged" for what it cannot tell. */
export function says(rule: Rule, step: FleetChange, rest: Partial<RuleInput> = {}): readonly string[] {
  return rule
    .judge({ catalog: Catalog.DATED, ...step, ...rest })
    .map(({ severity = rule.severity, message, notJudged }) =>
      notJudged === true ? `not judged: ${message}` : `${severity}: ${message}`,
    );
}

/** What all rules say of a step, each as "severity rule at address: message". */
export function allSay(step: FleetChange, day = "2026-11-24"): readonly string[] {
  return judge({ catalog: Catalog.DATED, ...step, day }).map(
    ({ severity, rule, address, message }) => `${severity} ${rule} at ${address}: ${message}`,
  );
}

export function loadBalancerState(state: Partial<LoadBalancerState> = {}): LoadBalancerState {
  return {
    stack: "traffic",
    address: "lb",
    key: "alpha-webapp",
    loadBalancerName: "alpha-webapp",
    ...state,
  };
}

/** A target group of that load balancer, by its slot. */
export function targetGroupState(slot: string, state: Partial<TargetGroupState> = {}): TargetGroupState {
  const name = `alpha-webapp-${slot}`;
  return { stack: "traffic", address: `tg-${slot}`, key: name, targetGroupName: name, ...state };
}

/** The default action of that load balancer's listener, with weights by slot. */
export function routeState(
  weights: Readonly<Record<string, number>>,
  state: Partial<RouteState> = {},
): RouteState {
  return {
    stack: "traffic",
    address: "listener",
    loadBalancer: "alpha-webapp",
    kind: "default-action",
    protocol: "HTTP",
    targets: Object.entries(weights).map(([slot, weight]) => ({
      targetGroup: `alpha-webapp-${slot}`,
      weight,
    })),
    byHost: false,
    ...state,
  };
}

/** The binding of a cluster of alpha to the target group of a slot. */
export function bindingState(
  clusterName: string,
  slot: string,
  state: Partial<BindingState> = {},
): BindingState {
  return {
    stack: "workload",
    address: `binding-${clusterName}-${slot}`,
    cluster: `ap-northeast-2/${clusterName}`,
    targetGroup: `alpha-webapp-${slot}`,
    multiCluster: false,
    ...state,
  };
}
