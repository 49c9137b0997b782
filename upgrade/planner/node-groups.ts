import type { AmiType } from "../eks/ami-type";
import type { KubernetesVersion } from "../eks/kubernetes-version";
import { compareGenerations, nodeGroupFamily } from "../eks/node-group-family";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../fleet/state";
import { FIRST_WITHOUT_AL2 } from "../rules/nodes/ami-type-supported";
import { versionIn } from "../rules/support/reading";

/** The oldest generation first. */
export function byGeneration(one: NodeGroupState, other: NodeGroupState): number {
  return compareGenerations(nameOf(one), nameOf(other));
}

export function nameOf({ nodeGroupName }: NodeGroupState): string {
  return ifKnown(nodeGroupName) ?? "";
}

/** Of one family: the newer generation replaces the older. */
export function isSameFamily(group: NodeGroupState, other: NodeGroupState): boolean {
  return nodeGroupFamily(nameOf(group)) === nodeGroupFamily(nameOf(other));
}

export function isBehind({ version }: NodeGroupState, controlPlane: KubernetesVersion): boolean {
  const nodes = versionIn(version);
  return nodes !== undefined && nodes.compare(controlPlane) < 0;
}

export function groupsOf(fleet: FleetState, cluster: ClusterState): readonly NodeGroupState[] {
  return [...new FleetIndex(fleet).nodeGroupsOf(cluster.key)].sort(byGeneration);
}

/** Whether a group is leaving. A group that is retired by its sizes alone is not: an autoscaler may scale it up. */
export function isLeaving({ phase, taints }: NodeGroupState): boolean {
  return (
    phase === "cordoned" ||
    phase === "draining" ||
    (phase === "retired" &&
      (ifKnown(taints) ?? []).some(({ effect }) => /^NO_(SCHEDULE|EXECUTE)$/.test(effect)))
  );
}

/** The number of nodes of all groups; `undefined` if one of them is not known. */
export function nodesOf(groups: readonly NodeGroupState[]): number | undefined {
  let nodes = 0;
  for (const { desiredSize } of groups) {
    const size = ifKnown(desiredSize);
    if (size === undefined) {
      return undefined;
    }
    nodes += size;
  }
  return nodes;
}

/** The AMI type that replaces one that has ended, at a version. */
export function amiTypeAt({ amiType }: NodeGroupState, version: KubernetesVersion): AmiType | undefined {
  return version.compare(FIRST_WITHOUT_AL2) < 0 ? undefined : AFTER_AL2[ifKnown(amiType) ?? ""];
}

/** Successors of Amazon Linux 2. */
const AFTER_AL2: Readonly<Record<string, AmiType>> = {
  AL2_x86_64: "AL2023_x86_64_STANDARD",
  AL2_x86_64_GPU: "AL2023_x86_64_NVIDIA",
  AL2_ARM_64: "AL2023_ARM_64_STANDARD",
};
