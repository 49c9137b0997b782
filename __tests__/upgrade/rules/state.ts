import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { declared, type ResourceChange, type ResourceKind } from "../../../upgrade/fleet/change";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import {
  type AddonState,
  type BindingState,
  type ClusterState,
  EMPTY_FLEET,
  type FleetState,
  type LoadBalancerState,
  type NodeGroupState,
  type NodePoolState,
  type Place,
  type RouteState,
  type TargetGroupKey,
  type TargetGroupState,
  type WeightedTarget,
} from "../../../upgrade/fleet/state";
import type { JudgeInput } from "../../../upgrade/rules/rule";
import { judge } from "../../../upgrade/rules/rules";
import { clusterIn, loadBalancerIn, targetGroupIn, withElsewhere } from "../keys";

const REGION = "ap-northeast-2";
const KEY = clusterIn(`${REGION}/alpha-kr-a`);

/** A cluster that no rule has anything against. */
export function clusterState(state: Partial<ClusterState> = {}): ClusterState {
  return {
    stack: "stack",
    address: "stack/alpha",
    key: KEY,
    region: REGION,
    clusterName: "alpha-kr-a",
    version: "1.34",
    supportType: "EXTENDED",
    isProtected: true,
    isPublic: false,
    isForced: false,
    otherNodes: [],
    ...state,
  };
}

/** A node group of that cluster that no rule has anything against. */
export function nodeGroupState(state: Partial<NodeGroupState> = {}): NodeGroupState {
  const name = state.nodeGroupName ?? "workers-v1";
  return {
    stack: "stack",
    address: `stack/alpha/${typeof name === "string" ? name : "unknown"}`,
    cluster: KEY,
    nodeGroupName: "workers-v1",
    labels: { group: "workers" },
    taints: [],
    minSize: 3,
    maxSize: 60,
    desiredSize: 3,
    phase: "active",
    isForced: false,
    ...state,
  };
}

/** A pool of Karpenter in that cluster that no rule has anything against. */
export function nodePoolState(state: Partial<NodePoolState> = {}): NodePoolState {
  const name = state.nodePoolName ?? "workers-v1";
  return {
    stack: "stack",
    address: `stack/alpha/${typeof name === "string" ? name : "unknown"}`,
    cluster: KEY,
    nodePoolName: "workers-v1",
    kind: "karpenter",
    nodeClass: "workers-v1",
    amiSelector: "alias",
    amiAlias: "al2023@v20261015",
    drift: "released",
    budgets: [{ nodes: "10%" }],
    phase: "active",
    limits: { cpu: "1000" },
    requirements: [],
    labels: { group: "workers" },
    taints: [],
    ...state,
  };
}

/** An add-on of that cluster. */
export function addonState(state: Partial<AddonState> = {}): AddonState {
  return { stack: "stack", address: "stack/alpha/addon", cluster: KEY, addonName: "coredns", ...state };
}

/** A cluster with at most one node group and one add-on. */
export function cluster(
  version: string,
  parts: { readonly nodes?: Partial<NodeGroupState>; readonly addon?: Partial<AddonState> } = {},
): FleetState {
  return mergedFleet([
    {
      clusters: [clusterState({ version })],
      nodeGroups: parts.nodes === undefined ? [] : [nodeGroupState(parts.nodes)],
      addons: parts.addon === undefined ? [] : [addonState(parts.addon)],
    },
  ]);
}

/** What all rules say of a fleet as it is declared, each as "severity rule: message". */
export function findings(fleet: FleetState, catalog: Catalog = Catalog.DATED): readonly string[] {
  return findingsOf({ ...declared(fleet), catalog });
}

/** What all rules say of a step, each as "severity rule: message". */
export function findingsOf(input: JudgeInput): readonly string[] {
  return judge(input).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

/** Of the load balancer alpha-webapp. */
export function loadBalancerState(state: Partial<LoadBalancerState> = {}): LoadBalancerState {
  return {
    stack: "traffic",
    address: "aws_lb.webapp",
    key: loadBalancerIn(`${REGION}/alpha-webapp`),
    region: REGION,
    loadBalancerName: "alpha-webapp",
    ...state,
  };
}

/** The target group alpha-webapp-a for the slot "a". */
export function targetGroupState(slot: string, state: Partial<TargetGroupState> = {}): TargetGroupState {
  return {
    stack: "traffic",
    address: `aws_lb_target_group.${slot}`,
    key: targetGroupKey(slot),
    region: REGION,
    targetGroupName: `alpha-webapp-${slot}`,
    ...state,
  };
}

export function targetGroupKey(slot: string): TargetGroupKey {
  return targetGroupIn(`${REGION}/alpha-webapp-${slot}`);
}

/** The default action of an HTTPS listener, by weights for each slot: { a: 90, b: 10 }. */
export function routeState(
  weights: Readonly<Record<string, WeightedTarget["weight"]>>,
  state: Partial<RouteState> = {},
): RouteState {
  return {
    stack: "traffic",
    address: "aws_lb_listener.https",
    loadBalancer: loadBalancerIn(`${REGION}/alpha-webapp`),
    kind: "default-action",
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    targets: Object.entries(weights).map(([slot, weight]) => ({ targetGroup: targetGroupKey(slot), weight })),
    byHost: false,
    ...state,
  };
}

/** A rule of that listener. */
export function ruleState(
  name: string,
  weights: Readonly<Record<string, WeightedTarget["weight"]>>,
  state: Partial<RouteState> = {},
): RouteState {
  const { protocol, sslPolicy, ...route } = routeState(weights);
  return { ...route, kind: "rule", address: `aws_lb_listener_rule.${name}`, ...state };
}

/** The binding of cluster alpha-kr-a to the target group of slot "a", and so on. */
export function bindingState(slot: string, state: Partial<BindingState> = {}): BindingState {
  return {
    stack: `workload-${slot}`,
    address: "helm_release.webapp",
    cluster: clusterIn(`${REGION}/alpha-kr-${slot}`),
    targetGroup: targetGroupKey(slot),
    multiCluster: false,
    ...state,
  };
}

/**
 * A step from one fleet to another, its resource changes found by comparing them.
 * @param changes what else there is to say of a change, by address: a replacement, the attributes
 */
export function stepBetween(
  before: Partial<FleetState>,
  after: Partial<FleetState>,
  changes: Readonly<Record<string, Partial<ResourceChange>>> = {},
): JudgeInput {
  const [was, is] = withElsewhere(mergedFleet([before]), mergedFleet([after]));
  const [earlier, later] = [was, is].map((fleet) => thingsOf(fleet ?? EMPTY_FLEET));
  const places = new Set([...(earlier ?? new Map()).keys(), ...(later ?? new Map()).keys()]);
  const resources = [...places].flatMap((place): readonly ResourceChange[] => {
    const [from, to] = [earlier?.get(place), later?.get(place)];
    const thing = to ?? from;
    const more = changes[thing?.address ?? ""];
    if (thing === undefined || (from?.json === to?.json && more === undefined)) {
      return [];
    }
    const { stack, address, kind } = thing;
    const action = from === undefined ? "create" : to === undefined ? "delete" : "update";
    return [
      {
        stack,
        address,
        kind,
        type: kind,
        action,
        isImport: false,
        changed: action === "update" ? changedIn(from?.json ?? "{}", to?.json ?? "{}") : [],
        replacedFor: [],
        ...more,
      },
    ];
  });
  return { before: was ?? EMPTY_FLEET, after: is ?? EMPTY_FLEET, resources, catalog: Catalog.DATED };
}

/** Terraform's attributes, where they are not called as the property is. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["supportType", "upgrade_policy.support_type"],
  ["isProtected", "tags.cdktf-eks-upgrade/protected"],
  ["isPublic", "vpc_config.endpoint_public_access"],
  ["publicCidrs", "vpc_config.public_access_cidrs"],
  ["isForced", "force_update_version"],
  ["rollbackOfUpgradeOn", "tags.cdktf-eks-upgrade/rollback-of-upgrade-on"],
  ["releaseVersion", "release_version"],
  ["taints", "taint"],
  ["minSize", "scaling_config.min_size"],
  ["maxSize", "scaling_config.max_size"],
  ["desiredSize", "scaling_config.desired_size"],
  ["addonVersion", "addon_version"],
  ["targets", "default_action.forward.target_group"],
]);

/** Of a phase only a tag is an attribute, and only of groups that are draining or retired. */
function changedIn(from: string, to: string): readonly string[] {
  const [was, is]: readonly Readonly<Record<string, unknown>>[] = [JSON.parse(from), JSON.parse(to)];
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  return names.flatMap((name) => {
    const [old, next] = [was?.[name], is?.[name]];
    if (JSON.stringify(old) === JSON.stringify(next)) {
      return [];
    }
    if (name === "phase") {
      return [old, next].some((phase) => phase === "draining" || phase === "retired")
        ? ["tags.cdktf-eks-upgrade/phase"]
        : [];
    }
    return [ATTRIBUTES.get(name) ?? name];
  });
}

interface Thing extends Place {
  readonly kind: ResourceKind;
  readonly json: string;
}

function thingsOf(fleet: FleetState): ReadonlyMap<string, Thing> {
  const lists: readonly (readonly [ResourceKind, readonly Place[]])[] = [
    ["cluster", fleet.clusters],
    ["node-group", fleet.nodeGroups],
    ["addon", fleet.addons],
    ["load-balancer", fleet.loadBalancers],
    ["target-group", fleet.targetGroups],
    ["listener", fleet.routes.filter(({ kind }) => kind === "default-action")],
    ["listener-rule", fleet.routes.filter(({ kind }) => kind === "rule")],
    ["binding", fleet.bindings],
    ["release", fleet.releases],
    ["role", fleet.roles],
    ["other", fleet.identities],
    ["other", fleet.otherNodes ?? []],
    ["release", fleet.nodePools],
    ["other", fleet.nodeClasses],
    ["other", fleet.fargateProfiles],
  ];
  return new Map(
    lists.flatMap(([kind, things]) =>
      things.map((thing): [string, Thing] => [
        `${thing.stack} ${thing.address}`,
        { stack: thing.stack, address: thing.address, kind, json: JSON.stringify(thing) },
      ]),
    ),
  );
}

/** What one rule says of a step, each as "severity address: message"; a severity of "not evaluated" where it cannot. */
export function saidBy(rule: string, input: JudgeInput): readonly string[] {
  return judge(input)
    .filter((judgement) => judgement.rule === rule)
    .map(
      ({ severity, isNotEvaluated, address, message }) =>
        `${isNotEvaluated === true ? "not evaluated" : severity} ${address}: ${message}`,
    );
}

/** What one rule says of a fleet as it is declared. */
export function saidOf(rule: string, fleet: Partial<FleetState>): readonly string[] {
  const [whole = EMPTY_FLEET] = withElsewhere(mergedFleet([fleet]));
  return saidBy(rule, { ...declared(whole), catalog: Catalog.DATED });
}
