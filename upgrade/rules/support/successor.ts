import { amiTypeRow } from "../../eks/ami-type";
import { architectureOf } from "../../eks/instance-type";
import { nodeGroupFamily } from "../../eks/node-group-family";
import { isCordonTaint } from "../../eks/node-group-phase";
import { type FleetDiff, type Kept, type Pair, updated } from "../../fleet/diff";
import { ifKnown, isUnknown, type NodeGroupState, type TaintState } from "../../fleet/state";
import { listed, shown } from "./wording";

/** The node groups that a change cordons: they were active before, and exist afterwards. */
export function cordonedIn(diff: FleetDiff): readonly Kept<NodeGroupState>[] {
  return updated(diff.nodeGroups).filter(
    ({ before, after }) => before.phase === "active" && !isUnknown(after.phase) && after.phase !== "active",
  );
}

/**
 * The groups that take over from a cordoned one: active groups with the same label `group` or of the same family
 * (`workers-v1`, `workers-v2`). If there is none, all active groups that can run its pods.
 */
export function successorsOf(leaving: NodeGroupState, diff: FleetDiff): readonly Pair<NodeGroupState>[] {
  const groups = isUnknown(leaving.cluster) ? [] : diff.nodeGroupsOf(leaving.cluster);
  const others = groups.filter(({ after }) => after?.phase === "active");
  const related = others.filter(({ after }) => after !== undefined && isRelated(leaving, after));
  return related.length > 0 ? related : others.filter(({ after }) => fits(leaving, after));
}

/** Whether another group can certainly run the pods of a group. */
export function fits(leaving: NodeGroupState, successor: NodeGroupState | undefined): boolean {
  return (
    successor !== undefined &&
    gapsOf(leaving, successor).length === 0 &&
    unknownsOf(leaving, successor).length === 0
  );
}

function isRelated(group: NodeGroupState, other: NodeGroupState): boolean {
  const [label, otherLabel] = [group, other].map(({ labels }) => ifKnown(labels)?.group);
  const [family, otherFamily] = [group, other].map(({ nodeGroupName }) => {
    const name = ifKnown(nodeGroupName);
    return name === undefined ? undefined : nodeGroupFamily(name);
  });
  return (label !== undefined && label === otherLabel) || (family !== undefined && family === otherFamily);
}

/** What is not known of two groups, and decides whether one can run the pods of the other. */
export function unknownsOf(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  return [leaving, successor].flatMap((group) => {
    const named: readonly (readonly [string, unknown])[] = [
      ["the list of labels", group.labels],
      ["the list of taints", group.taints],
      ["the AMI type", group.amiType],
    ];
    return named
      .filter(([, value]) => isUnknown(value))
      .map(([name]) => `${name} of node group ${shown(group.nodeGroupName)}`);
  });
}

/** Why a group cannot run the pods of another: "lacks the label team=a". Empty if it can. */
export function gapsOf(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  return [
    ...platformGaps(leaving, successor),
    ...labelGaps(leaving, successor),
    ...taintGaps(leaving, successor),
  ];
}

function platformGaps(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  const [had, has] = [leaving, successor].map(platformOf);
  return had !== undefined && has !== undefined && had !== has ? [`is ${has} and not ${had}`] : [];
}

/** "x86_64", "arm64", "Windows x86_64"; `undefined` if the AMI is not one of EKS. */
export function platformOf({ amiType, instanceTypes }: NodeGroupState): string | undefined {
  const row = amiTypeRow(ifKnown(amiType) ?? "");
  const architecture = row?.architecture ?? architectureOf(ifKnown(instanceTypes)?.[0] ?? "");
  return row?.system === "WINDOWS" && architecture !== undefined ? `Windows ${architecture}` : architecture;
}

function labelGaps(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  const [had, has] = [ifKnown(leaving.labels), ifKnown(successor.labels)];
  return had === undefined || has === undefined ? [] : gapsInLabels(had, has, ifKnown(leaving.nodeGroupName));
}

type Labels = Readonly<Record<string, string>>;

/** The labels of nodes that others lack. @param name the value that names the nodes themselves does not count */
export function gapsInLabels(had: Labels, has: Labels, name: string | undefined): readonly string[] {
  return Object.entries(had).flatMap(([key, value]) => {
    if (isOwnLabel(key) || value === name || has[key] === value) {
      return [];
    }
    return [
      has[key] === undefined
        ? `lacks the label ${key}=${value}`
        : `has the label ${key}=${has[key]} and not ${value}`,
    ];
  });
}

/** Labels that name a generation: its successor has another value. */
function isOwnLabel(key: string): boolean {
  const name = key.slice(key.lastIndexOf("/") + 1);
  return ["instancegroup", "subgroup", "subname", "vername", "nodegroup"].includes(name);
}

/** The taints of nodes that others lack, and the other way around. */
export function taintGaps(
  leaving: Pick<NodeGroupState, "taints">,
  successor: Pick<NodeGroupState, "taints">,
): readonly string[] {
  if (isUnknown(leaving.taints) || isUnknown(successor.taints)) {
    return [];
  }
  const [had = [], has = []] = [leaving.taints, successor.taints].map((taints) =>
    taints.filter((taint) => !isCordonTaint(taint)).map(taintText),
  );
  return [
    ...has.filter((taint) => !had.includes(taint)).map((taint) => `has the taint ${taint}`),
    ...had.filter((taint) => !has.includes(taint)).map((taint) => `lacks the taint ${taint}`),
  ];
}

function taintText({ key, value, effect }: TaintState): string {
  return `${key}${value === undefined || value === "" ? "" : `=${value}`}:${effect}`;
}

/** The subnets of a group that its successors do not have: pods may need their zones. */
export function subnetGap(
  leaving: NodeGroupState,
  successors: readonly NodeGroupState[],
): { readonly missing: readonly string[]; readonly mayBeSameZones: boolean } | undefined {
  const had = ifKnown(leaving.subnetIds) ?? [];
  const lists = successors.map(({ subnetIds }) => ifKnown(subnetIds));
  if (lists.some((list) => list === undefined)) {
    return undefined;
  }
  const has = new Set(lists.flatMap((list) => list ?? []));
  const missing = had.filter((subnet) => !has.has(subnet));
  const others = [...has].filter((subnet) => !had.includes(subnet));
  return missing.length === 0 ? undefined : { missing, mayBeSameZones: others.length >= missing.length };
}

export function namesOf(groups: readonly (NodeGroupState | undefined)[]): string {
  return listed(groups.map((group) => shown(group?.nodeGroupName)));
}
