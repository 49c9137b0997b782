import { amiTypeRow } from "../../eks/ami-type";
import { nodeGroupFamily } from "../../eks/node-group-family";
import { isCordonTaint } from "../../eks/node-group-phase";
import { type FleetDiff, type Kept, type Pair, updated } from "../../fleet/diff";
import { ifKnown, isUnknown, type NodeGroupState, type TaintState } from "../../fleet/state";
import { listed, told } from "./wording";

/** The node groups that a step takes out of use: they took pods before, and take none afterwards, but are there. */
export function cordonedIn(diff: FleetDiff): readonly Kept<NodeGroupState>[] {
  return updated(diff.nodeGroups).filter(
    ({ before, after }) => before.phase === "active" && !isUnknown(after.phase) && after.phase !== "active",
  );
}

/**
 * The groups that take over from one that leaves: of the same `group` label, or the same name but for its
 * generation (`workers-v1`, `workers-v2`); where there is none, any other that its pods can run on.
 */
export function successorsOf(leaving: NodeGroupState, diff: FleetDiff): readonly Pair<NodeGroupState>[] {
  const groups = isUnknown(leaving.cluster) ? [] : diff.nodeGroupsOf(leaving.cluster);
  const others = groups.filter(({ after }) => after?.phase === "active");
  const related = others.filter(({ after }) => after !== undefined && isRelated(leaving, after));
  return related.length > 0 ? related : others.filter(({ after }) => fits(leaving, after));
}

/** Whether the pods of one group are known to run on another as they did. */
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

/** What of two groups is not known, and decides whether the pods of one can run on the other. */
export function unknownsOf(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  return [leaving, successor].flatMap((group) => {
    const named: readonly (readonly [string, unknown])[] = [
      ["labels", group.labels],
      ["taints", group.taints],
      ["AMI type", group.amiType],
    ];
    return named
      .filter(([, value]) => isUnknown(value))
      .map(([name]) => `which ${name} ${told(group.nodeGroupName)} has`);
  });
}

/** Why the pods of one group cannot run on another as they did: "lacks the label team=a". Empty where they can. */
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

/** "x86_64", "arm64", and with Windows before it where it is that; `undefined` where an own AMI decides it. */
function platformOf({ amiType, instanceTypes }: NodeGroupState): string | undefined {
  const row = amiTypeRow(ifKnown(amiType) ?? "");
  const architecture = row?.architecture ?? architectureOf(ifKnown(instanceTypes)?.[0] ?? "");
  return row?.system === "WINDOWS" && architecture !== undefined ? `Windows ${architecture}` : architecture;
}

/** AWS's own processors are told by a "g" after the generation: "m7g.large", "c6gn.xlarge"; and by "a1". */
function architectureOf(instanceType: string): string | undefined {
  const [, family, suffix] = /^([a-z]+\d+)([a-z]*)[-.\w]*\.\w+$/.exec(instanceType) ?? [];
  if (family === undefined || suffix === undefined) {
    return undefined;
  }
  return suffix.includes("g") || family === "a1" ? "arm64" : "x86_64";
}

function labelGaps(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
  const name = ifKnown(leaving.nodeGroupName);
  const [had, has] = [leaving.labels, successor.labels];
  if (isUnknown(had) || isUnknown(has)) {
    return [];
  }
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

/** The labels that name a generation, and that its successor has another value of. */
function isOwnLabel(key: string): boolean {
  const name = key.slice(key.lastIndexOf("/") + 1);
  return ["instancegroup", "subgroup", "subname", "vername", "nodegroup"].includes(name);
}

function taintGaps(leaving: NodeGroupState, successor: NodeGroupState): readonly string[] {
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

/** Why pods that ask for a zone may not find it: subnets that the successors together do not have. */
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
  return listed(groups.map((group) => told(group?.nodeGroupName)));
}
