import type { KubernetesVersion } from "../eks/kubernetes-version";
import { compareGenerations } from "../eks/node-group-family";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../fleet/state";
import { FIRST_WITHOUT_AL2 } from "../rules/nodes/ami-type-supported";

/** The oldest generation first. */
export function byGeneration(one: NodeGroupState, other: NodeGroupState): number {
  return compareGenerations(nameOf(one), nameOf(other));
}

export function nameOf({ nodeGroupName }: NodeGroupState): string {
  return ifKnown(nodeGroupName) ?? "";
}

export function groupsOf(fleet: FleetState, cluster: ClusterState): readonly NodeGroupState[] {
  return [...new FleetIndex(fleet).nodeGroupsOf(cluster.key)].sort(byGeneration);
}

/**
 * Whether a group is on its way out. One that is called retired for its sizes alone only has nothing to do: an
 * autoscaler may start nodes in it at any time.
 */
export function isLeaving({ phase, taints }: NodeGroupState): boolean {
  return (
    phase === "cordoned" ||
    phase === "draining" ||
    (phase === "retired" &&
      (ifKnown(taints) ?? []).some(({ effect }) => /^NO_(SCHEDULE|EXECUTE)$/.test(effect)))
  );
}

/** The nodes of all groups; `undefined` where one of them is not known. */
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

/** The AMI type that a group cannot be without at a version, where its own has ended. */
export function amiTypeAt({ amiType }: NodeGroupState, version: KubernetesVersion): string | undefined {
  return version.compare(FIRST_WITHOUT_AL2) < 0 ? undefined : AFTER_AL2[ifKnown(amiType) ?? ""];
}

/** What EKS has in the place of Amazon Linux 2. */
const AFTER_AL2: Readonly<Record<string, string>> = {
  AL2_x86_64: "AL2023_x86_64_STANDARD",
  AL2_x86_64_GPU: "AL2023_x86_64_NVIDIA",
  AL2_ARM_64: "AL2023_ARM_64_STANDARD",
};
