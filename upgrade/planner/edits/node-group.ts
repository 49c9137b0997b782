import { clusterLayout } from "../../eks/layout";
import { nodeGroupLabels } from "../../eks/node-group-family";
import { encodePhase, isCordonTaint, type NodeGroupPhase, phaseInTag } from "../../eks/node-group-phase";
import type { FleetValue, NodeGroupPath } from "../../fleet/path";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../../fleet/state";
import { siblingAddress } from "../../terraform/terraform-address";
import { FIRST_TEMPLATE_VERSION } from "../launch-template";
import { nameOf } from "../node-groups";
import type { FleetEdit, NodeGroupCopy } from "./fleet-edit";
import { isNodeGroupCopy } from "./make-edit";

/** A node group that is copied or removed. */
export function editedNodeGroupEntry(
  fleet: FleetState,
  cluster: ClusterState,
  name: string,
  edit: FleetEdit,
): FleetState {
  if (isNodeGroupCopy(edit)) {
    const source = fleet.nodeGroups.find((group) => isGroup(group, cluster, edit.from[3]));
    return source === undefined
      ? fleet
      : { ...fleet, nodeGroups: [...fleet.nodeGroups, copiedGroup(source, name, edit)] };
  }
  return edit.kind === "remove"
    ? { ...fleet, nodeGroups: fleet.nodeGroups.filter((group) => !isGroup(group, cluster, name)) }
    : fleet;
}

/** A value inside a node group. */
export function editedNodeGroup(
  fleet: FleetState,
  cluster: ClusterState,
  name: string,
  path: NodeGroupPath,
  value: FleetValue | undefined,
): FleetState {
  return {
    ...fleet,
    nodeGroups: fleet.nodeGroups.map((group) =>
      isGroup(group, cluster, name) ? changedGroup(group, path, value) : group,
    ),
  };
}

function isGroup(group: NodeGroupState, { key }: ClusterState, name: string): boolean {
  return group.cluster === key && group.nodeGroupName === name;
}

/** The next generation: its labels name it, and pods are scheduled on it. */
function copiedGroup(source: NodeGroupState, name: string, { changes }: NodeGroupCopy): NodeGroupState {
  const oldName = nameOf(source);
  const { releaseVersion, ...settings } = source;
  const labels = ifKnown(source.labels);
  const copy: NodeGroupState = {
    ...settings,
    address: siblingAddress(source.address, oldName, name, clusterLayout.nodeGroup),
    nodeGroupName: name,
    labels: labels === undefined ? source.labels : labelsOf(labels, oldName, name),
  };
  const active = source.phase === "active" ? copy : inPhase(copy, "active");
  return changes.reduce<NodeGroupState>((group, { path, after }) => changedCopy(group, path, after), {
    ...active,
    desiredSize: active.minSize,
  });
}

/** The labels of another generation. */
export function labelsOf(
  labels: Readonly<Record<string, string>>,
  oldName: string,
  name: string,
): Readonly<Record<string, string>> {
  const { subgroup } = nodeGroupLabels(name);
  const renamed = Object.entries(labels).map(([key, value]) => [
    key,
    value === oldName && key !== "group" ? name : value,
  ]);
  return {
    ...Object.fromEntries(renamed),
    ...(subgroup === undefined || labels.instancegroup !== oldName ? {} : { subgroup }),
  };
}

/** The initial size counts at creation alone. */
function changedCopy(
  group: NodeGroupState,
  path: NodeGroupPath,
  value: FleetValue | undefined,
): NodeGroupState {
  return path[0] === "initialSize" && typeof value === "number"
    ? { ...group, desiredSize: value }
    : changedGroup(group, path, value);
}

function changedGroup(
  group: NodeGroupState,
  path: NodeGroupPath,
  value: FleetValue | undefined,
): NodeGroupState {
  const [property] = path;
  switch (property) {
    case "phase":
      return inPhase(group, (typeof value === "string" ? phaseInTag(value) : undefined) ?? "active");
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
    case "launchTemplate":
      return path[1] !== "version"
        ? group
        : {
            ...group,
            launchTemplateVersion: typeof value === "number" ? String(value) : FIRST_TEMPLATE_VERSION,
          };
    default:
      return group;
  }
}

function inPhase(group: NodeGroupState, phase: NodeGroupPhase): NodeGroupState {
  const marks = encodePhase(phase);
  const known = ifKnown(group.taints);
  const taints =
    known === undefined ? group.taints : [...known.filter((taint) => !isCordonTaint(taint)), ...marks.taints];
  return { ...group, ...marks.sizes, phase, taints };
}
