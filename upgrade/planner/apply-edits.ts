import {
  clusterLayout,
  groupAndSlot,
  targetGroupNameOf,
  trafficLayout,
  workloadLayout,
  workloadStack,
} from "../eks/layout";
import { nodeGroupLabels } from "../eks/node-group-family";
import { encodePhase, isCordonTaint, type NodeGroupPhase, phaseInTag } from "../eks/node-group-phase";
import {
  type ClusterState,
  type FleetState,
  ifKnown,
  type NodeGroupState,
  type RouteState,
  type TargetGroupState,
  type WeightedTarget,
} from "../fleet/state";
import { siblingAddress, terraformAddress } from "../terraform/terraform-address";
import { type Balancer, balancersOf } from "./balancers";
import type { CopyValue, FleetEdit, FleetPath, FleetValue } from "./fleet-edit";
import { nameOf } from "./generations";
import type { UpgradeStep } from "./upgrade-plan";
import { releasesOf, versionPath, withVersion } from "./workload";

/** The fleet as it is when a step is done. */
export function applyStep(fleet: FleetState, { edits }: UpgradeStep): FleetState {
  return applyEdits(fleet, edits);
}

/**
 * What edits of a fleet file make of a fleet whose stacks are ours, when they are applied: the nodes of a new group
 * run, a retired one has none. An edit of a property that a state does not hold changes nothing.
 */
export function applyEdits(fleet: FleetState, edits: readonly FleetEdit[]): FleetState {
  return edits.reduce(applyEdit, fleet);
}

function applyEdit(fleet: FleetState, edit: FleetEdit): FleetState {
  const [kind, name = "", ...rest] = edit.path;
  if (kind === "clusters") {
    return rest.length === 0 ? wholeCluster(fleet, name, edit) : insideCluster(fleet, name, rest, edit);
  }
  if (kind === "loadBalancers") {
    const balancer = balancersOf(fleet).find((candidate) => candidate.name === name);
    return balancer === undefined ? fleet : insideBalancer(fleet, balancer, rest, edit);
  }
  if (kind === "activeClusters") {
    const active = valueAfter(edit);
    return {
      ...fleet,
      identities: fleet.identities.map((identity) => {
        const isActive = identity.clusterName === active;
        return identity.group !== name || identity.isActive === isActive
          ? identity
          : { ...identity, isActive };
      }),
    };
  }
  return fleet;
}

/** What is written at the end of an edit's path; `undefined` where nothing is any more. */
function valueAfter(edit: FleetEdit): FleetValue | undefined {
  return edit.kind === "set" ? edit.after : undefined;
}

function wholeCluster(fleet: FleetState, name: string, edit: FleetEdit): FleetState {
  if (edit.kind === "copy") {
    const source = clusterNamed(fleet, edit.from[1] ?? "");
    return source === undefined ? fleet : withCopiedCluster(fleet, source, name, edit);
  }
  const cluster = clusterNamed(fleet, name);
  if (edit.kind !== "remove" || cluster === undefined) {
    return fleet;
  }
  const stacks = new Set([cluster.stack, workloadStack(name)]);
  return {
    ...fleet,
    clusters: fleet.clusters.filter((candidate) => candidate !== cluster),
    nodeGroups: fleet.nodeGroups.filter((group) => group.cluster !== cluster.key),
    addons: fleet.addons.filter((addon) => addon.cluster !== cluster.key),
    releases: fleet.releases.filter(({ stack }) => !stacks.has(stack)),
    roles: fleet.roles.filter(({ stack }) => stack !== cluster.stack),
    identities: fleet.identities.filter((identity) => identity.cluster !== cluster.key),
  };
}

export function clusterNamed(fleet: FleetState, name: string): ClusterState | undefined {
  return fleet.clusters.find(({ clusterName }) => clusterName === name);
}

function withCopiedCluster(
  fleet: FleetState,
  source: ClusterState,
  name: string,
  { changes }: CopyValue,
): FleetState {
  const oldName = ifKnown(source.clusterName) ?? "";
  const key = `${source.key.slice(0, source.key.length - oldName.length)}${name}`;
  const place = { stack: source.stack === oldName ? name : source.stack };
  const { rollbackOfUpgradeOn, ...settings } = source;
  const left = new Set(changes.filter(({ after }) => after === undefined).map(({ path }) => path.join("\n")));
  const pathOf = () => clusterLayout.cluster;
  const addressOf = (address: string) =>
    source.stack === oldName ? address : siblingAddress(address, oldName, name, pathOf);
  const copied: FleetState = {
    ...fleet,
    clusters: [
      ...fleet.clusters,
      {
        ...settings,
        ...place,
        address: addressOf(source.address),
        key,
        clusterName: name,
        isProtected: true,
        isForced: false,
      },
    ],
    nodeGroups: [
      ...fleet.nodeGroups,
      ...fleet.nodeGroups
        .filter((group) => group.cluster === source.key && !left.has(`nodeGroups\n${nameOf(group)}`))
        .map((group) => ({ ...group, ...place, address: addressOf(group.address), cluster: key })),
    ],
    addons: [
      ...fleet.addons,
      ...fleet.addons
        .filter((addon) => addon.cluster === source.key)
        .map((addon) => ({ ...addon, ...place, address: addressOf(addon.address), cluster: key })),
    ],
    releases: [
      ...fleet.releases,
      ...fleet.releases
        .filter(({ stack }) => stack === workloadStack(oldName))
        .map((release) => ({
          ...release,
          stack: workloadStack(name),
          ...(release.cluster === source.key ? { cluster: key } : {}),
        })),
    ],
    identities: [
      ...fleet.identities,
      ...fleet.identities
        .filter((identity) => identity.cluster === source.key && identity.group === groupAndSlot(name).group)
        .map((identity) => ({
          ...identity,
          stack: workloadStack(name),
          cluster: key,
          clusterName: name,
          isActive: false,
        })),
    ],
    roles: [
      ...fleet.roles,
      ...(source.stack === oldName ? fleet.roles.filter(({ stack }) => stack === source.stack) : []).map(
        (role) => ({
          ...role,
          ...place,
          roleName: typeof role.roleName === "string" ? role.roleName.replace(oldName, name) : role.roleName,
        }),
      ),
    ],
  };
  return changes.reduce((state, { path, after }) => {
    const inside = ["clusters", name, ...path];
    if (path[0] === "nodeGroups" && path.length === 2 && after === undefined) {
      return state;
    }
    return applyEdit(
      state,
      after === undefined ? { kind: "remove", path: inside } : { kind: "set", path: inside, after },
    );
  }, copied);
}

function insideCluster(fleet: FleetState, name: string, path: FleetPath, edit: FleetEdit): FleetState {
  const cluster = clusterNamed(fleet, name);
  const [property, child = ""] = path;
  if (cluster === undefined) {
    return fleet;
  }
  switch (property) {
    case "version":
    case "rollback":
    case "deletionProtection":
    case "supportType":
      return {
        ...fleet,
        clusters: fleet.clusters.map((each) =>
          each === cluster ? changedCluster(each, property, edit) : each,
        ),
      };
    case "addons":
      return {
        ...fleet,
        addons: fleet.addons.map((addon) => {
          const value = valueAfter(edit);
          return addon.cluster === cluster.key && addon.addonName === child && typeof value === "string"
            ? { ...addon, addonVersion: value }
            : addon;
        }),
      };
    case "nodeGroups":
      return insideNodeGroups(fleet, cluster, path.slice(1), edit);
    case "releases":
    case "loadBalancerController":
    case "clusterAutoscaler":
      return withRelease(fleet, cluster, path, valueAfter(edit));
    default:
      return fleet;
  }
}

/** A release of another version, or without it and the role of its pods. */
function withRelease(
  fleet: FleetState,
  cluster: ClusterState,
  path: FleetPath,
  value: FleetValue | undefined,
): FleetState {
  if (path.length === 1 && path[0] === "releases" && value === undefined) {
    const all = releasesOf(fleet, cluster).filter((release) => release.path[0] === "releases");
    return all.reduce((state, release) => withRelease(state, cluster, release.path, undefined), fleet);
  }
  const release = releasesOf(fleet, cluster).find(
    (candidate) => path.join() === candidate.path.join() || path.join() === versionPath(candidate).join(),
  );
  if (release === undefined) {
    return fleet;
  }
  if (typeof value === "string") {
    return {
      ...fleet,
      releases: fleet.releases.map((each) => (each === release.state ? withVersion(each, value) : each)),
    };
  }
  const role = /^helm_release\.(.+)$/.exec(release.state.address)?.[1] ?? "";
  return {
    ...fleet,
    releases: fleet.releases.filter((each) => each !== release.state),
    roles: fleet.roles.filter(
      ({ stack, address }) => stack !== cluster.stack || address !== `aws_iam_role.${role}`,
    ),
  };
}

function changedCluster(cluster: ClusterState, property: string, edit: FleetEdit): ClusterState {
  const value = valueAfter(edit);
  switch (property) {
    case "version":
      return typeof value === "string" ? { ...cluster, version: value } : cluster;
    case "supportType":
      return typeof value === "string" ? { ...cluster, supportType: value } : cluster;
    case "deletionProtection":
      return { ...cluster, isProtected: value !== "disabled" };
    default: {
      const { rollbackOfUpgradeOn, ...others } = cluster;
      const day = typeof value === "object" && "upgradedOn" in value ? value.upgradedOn : undefined;
      return typeof day === "string" ? { ...others, rollbackOfUpgradeOn: day } : others;
    }
  }
}

function insideNodeGroups(
  fleet: FleetState,
  cluster: ClusterState,
  [name = "", property, ...rest]: FleetPath,
  edit: FleetEdit,
): FleetState {
  const isIt = (group: NodeGroupState, groupName: string) =>
    group.cluster === cluster.key && group.nodeGroupName === groupName;
  if (property === undefined) {
    if (edit.kind === "remove") {
      return { ...fleet, nodeGroups: fleet.nodeGroups.filter((group) => !isIt(group, name)) };
    }
    const source =
      edit.kind === "copy"
        ? fleet.nodeGroups.find((group) => isIt(group, edit.from.at(-1) ?? ""))
        : undefined;
    return edit.kind !== "copy" || source === undefined
      ? fleet
      : { ...fleet, nodeGroups: [...fleet.nodeGroups, copiedGroup(source, name, edit)] };
  }
  const at = [property, ...rest].join(".");
  return {
    ...fleet,
    nodeGroups: fleet.nodeGroups.map((group) =>
      isIt(group, name) ? changedGroup(group, at, valueAfter(edit)) : group,
    ),
  };
}

/** A new generation: its labels name it, and it takes pods. */
function copiedGroup(source: NodeGroupState, name: string, { changes }: CopyValue): NodeGroupState {
  const oldName = nameOf(source);
  const { releaseVersion, ...settings } = source;
  const labels = ifKnown(source.labels);
  const { subgroup: generation } = nodeGroupLabels(name);
  const copy: NodeGroupState = {
    ...settings,
    address: siblingAddress(source.address, oldName, name, clusterLayout.nodeGroup),
    nodeGroupName: name,
    labels:
      labels === undefined
        ? source.labels
        : {
            ...Object.fromEntries(
              Object.entries(labels).map(([key, value]) => [
                key,
                value === oldName && key !== "group" ? name : value,
              ]),
            ),
            ...(generation === undefined || labels.instancegroup !== oldName ? {} : { subgroup: generation }),
          },
  };
  const active = isActive(source) ? copy : changedGroup(copy, "phase", undefined);
  const born: NodeGroupState = { ...active, desiredSize: active.minSize };
  return changes.reduce((group, { path, after }) => changedGroup(group, path.join("."), after, true), born);
}

function isActive({ phase }: NodeGroupState): boolean {
  return phase === "active";
}

function changedGroup(
  group: NodeGroupState,
  property: string,
  value: FleetValue | undefined,
  isBorn = false,
): NodeGroupState {
  switch (property) {
    case "phase":
      return inPhase(group, (typeof value === "string" ? phaseInTag(value) : undefined) ?? "active");
    case "initialSize":
      return isBorn && typeof value === "number" ? { ...group, desiredSize: value } : group;
    case "desiredSize":
    case "minSize":
    case "maxSize":
      return typeof value === "number" ? { ...group, [property]: value } : group;
    case "version":
    case "amiType":
      return typeof value === "string" ? { ...group, [property]: value } : group;
    case "releaseVersion": {
      const { releaseVersion, ...others } = group;
      return typeof value === "string" ? { ...group, releaseVersion: value } : others;
    }
    case "launchTemplate.version":
      return {
        ...group,
        launchTemplateVersion: typeof value === "number" ? String(value) : FIRST_TEMPLATE_VERSION,
      };
    default:
      return group;
  }
}

/** Of a launch template of ours, whose version nobody names. */
export const FIRST_TEMPLATE_VERSION = "1";

function inPhase(group: NodeGroupState, phase: NodeGroupPhase): NodeGroupState {
  const marks = encodePhase(phase);
  const known = ifKnown(group.taints);
  const taints =
    known === undefined ? group.taints : [...known.filter((taint) => !isCordonTaint(taint)), ...marks.taints];
  return { ...group, ...marks.sizes, phase, taints };
}

function insideBalancer(
  fleet: FleetState,
  balancer: Balancer,
  [property, slot = "", ...rest]: FleetPath,
  edit: FleetEdit,
): FleetState {
  switch (property) {
    case "targetGroups":
      return targetGroupEdit(fleet, balancer, slot, rest, edit);
    case "weights":
      return withWeight(fleet, balancer, slot, valueAfter(edit));
    case "previews":
      return edit.kind === "set"
        ? withPreview(fleet, balancer, slot)
        : { ...fleet, routes: fleet.routes.filter((route) => !isPreviewOf(route, balancer, slot)) };
    default:
      return fleet;
  }
}

function targetGroupEdit(
  fleet: FleetState,
  balancer: Balancer,
  slot: string,
  path: FleetPath,
  edit: FleetEdit,
): FleetState {
  const known = balancer.slots.find(({ name }) => name === slot);
  if (edit.kind === "remove" && path.length === 0) {
    return known === undefined ? fleet : withoutTargetGroup(fleet, balancer, known.targetGroup);
  }
  const clusterName = boundCluster(path, edit);
  const targetGroup = known?.targetGroup ?? newTargetGroup(balancer, slot);
  const made = known === undefined ? withTargetGroup(fleet, balancer, targetGroup) : fleet;
  const cluster = clusterNamed(made, clusterName ?? "");
  const unbound = { ...made, bindings: made.bindings.filter((each) => each.targetGroup !== targetGroup.key) };
  if (cluster === undefined) {
    return unbound;
  }
  const name = ifKnown(targetGroup.targetGroupName) ?? slot;
  return {
    ...unbound,
    bindings: [
      ...unbound.bindings,
      {
        stack: workloadStack(clusterName ?? ""),
        address: terraformAddress("helm_release", workloadLayout.binding(name)),
        cluster: cluster.key,
        targetGroup: targetGroup.key,
        multiCluster: false,
      },
    ],
  };
}

/** The cluster that an edit of a target group names. */
function boundCluster(path: FleetPath, edit: FleetEdit): string | undefined {
  if (edit.kind === "copy") {
    const after = edit.changes.find((change) => change.path.join() === "cluster")?.after;
    return typeof after === "string" ? after : undefined;
  }
  const value = valueAfter(edit);
  if (path[0] === "cluster") {
    return typeof value === "string" ? value : undefined;
  }
  const cluster = typeof value === "object" && "cluster" in value ? value.cluster : undefined;
  return typeof cluster === "string" ? cluster : undefined;
}

function newTargetGroup({ state, name }: Balancer, slot: string): TargetGroupState {
  return {
    stack: state.stack,
    address: terraformAddress("aws_lb_target_group", trafficLayout.targetGroup(slot)),
    key: `${state.key}-${slot}`,
    targetGroupName: targetGroupNameOf(name, slot),
  };
}

function withTargetGroup(
  fleet: FleetState,
  { weighted }: Balancer,
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
  { slots, weighted }: Balancer,
  { key }: TargetGroupState,
): FleetState {
  return {
    ...fleet,
    targetGroups: fleet.targetGroups.filter((group) => group.key !== key),
    bindings: fleet.bindings.filter(({ targetGroup }) => targetGroup !== key),
    routes: withTargets(fleet, weighted, (targets) => {
      const left = targets.filter(({ targetGroup }) => targetGroup !== key);
      // Of an adopted load balancer, one alone is forwarded to without a weight.
      const isAdopted = slots.some(({ targetGroup }) => targetGroup.hasAttachments === true);
      return isAdopted && left.length === 1 ? left.map((target) => ({ ...target, weight: 1 })) : left;
    }),
  };
}

function withWeight(
  fleet: FleetState,
  { slots, weighted }: Balancer,
  slot: string,
  value: FleetValue | undefined,
): FleetState {
  const key = slots.find(({ name }) => name === slot)?.targetGroup.key;
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

/** On port 443, and on port 80 where that forwards too. */
function withPreview(fleet: FleetState, balancer: Balancer, slot: string): FleetState {
  const { state, weighted, slots } = balancer;
  const key = slots.find(({ name }) => name === slot)?.targetGroup.key;
  const protocols = weighted.flatMap(({ kind, protocol }) =>
    kind === "default-action" ? [protocol === "HTTP" ? "http" : "https"] : [],
  );
  return key === undefined
    ? fleet
    : {
        ...fleet,
        routes: [
          ...fleet.routes,
          ...[...new Set(protocols)].map(
            (protocol): RouteState => ({
              stack: state.stack,
              address: terraformAddress("aws_lb_listener_rule", trafficLayout.preview(slot, protocol)),
              loadBalancer: state.key,
              kind: "rule",
              byHost: true,
              targets: [{ targetGroup: key, weight: 1 }],
            }),
          ),
        ],
      };
}

function isPreviewOf(route: RouteState, { state, slots }: Balancer, slot: string): boolean {
  const key = slots.find(({ name }) => name === slot)?.targetGroup.key;
  const targets = ifKnown(route.targets) ?? [];
  return (
    route.loadBalancer === state.key &&
    route.byHost &&
    targets.length === 1 &&
    targets[0]?.targetGroup === key
  );
}
