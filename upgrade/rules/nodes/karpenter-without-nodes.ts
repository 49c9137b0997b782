import type { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterKey, ifKnown, isUnknown, type ReleaseState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { KARPENTER, releasesOf } from "../support/karpenter";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const karpenterWithoutNodes: Rule = {
  id: "karpenter-without-nodes",
  severity: "error",
  title: "The controller of Karpenter has no nodes but its own",
  why: "Karpenter cannot make the node that it needs itself: if its nodes end, nothing starts new ones. It runs on a managed node group, on Fargate or on a self-managed group. The chart keeps it away from its own nodes, unless the values replace its affinity or select nodes of a pool.",
  source: "Karpenter, getting started and FAQ (do not run Karpenter on a node that it manages)",
  judge(input) {
    const { diff, index } = input;
    const lost = releasesOf(input.after, KARPENTER).flatMap(([cluster, release]) => {
      const isManaged = input.after.clusters.some(({ key }) => key === cluster);
      const hadPlace = isManaged && hasPlace(release, cluster, index.before);
      if (!hadPlace || hasPlace(release, cluster, index.after) || diff.destroys(cluster)) {
        return [];
      }
      const message = `cluster ${shown(index.after.nameOf(cluster))} would keep Karpenter and lose the last nodes that its controller may run on: Karpenter cannot make its own. Keep a node group of 2 nodes or a Fargate profile for namespace ${shown(release.namespace)}`;
      return [found(release, message, { code: "no-nodes" })];
    });
    return [...lost, ...violations(input, onOwnNodes)];
  },
};

function onOwnNodes({ fleet }: FleetIndex): readonly Finding[] {
  return releasesOf(fleet, KARPENTER).flatMap(([, release]) =>
    release.isOnOwnNodes === true
      ? [
          found(
            release,
            `the values of release ${shown(release.releaseName)} let the controller of Karpenter run on its own nodes: if they end, nothing starts new ones. Add the node affinity karpenter.sh/nodepool DoesNotExist, or select a node group`,
            { code: "own-nodes" },
          ),
        ]
      : [],
  );
}

/** Whether the cluster has nodes that Karpenter does not make. */
function hasPlace(release: ReleaseState, cluster: ClusterKey, { fleet }: FleetIndex): boolean {
  const groups = fleet.nodeGroups.filter((group) => group.cluster === cluster);
  return (
    groups.some(({ phase, desiredSize }) => phase !== "retired" && desiredSize !== 0) ||
    fleet.otherNodes.some(
      (nodes) =>
        nodes.cluster === cluster &&
        nodes.kind !== "karpenter" &&
        nodes.what !== undefined &&
        nodes.size !== 0,
    ) ||
    fleet.fargateProfiles.some(
      (profile) =>
        profile.cluster === cluster &&
        (isUnknown(profile.selectors) ||
          profile.selectors.some(({ namespace }) => matches(namespace, ifKnown(release.namespace)))),
    )
  );
}

/** A selector may have * and ?. A namespace that is not known may match. */
function matches(pattern: string, namespace: string | undefined): boolean {
  const text = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return namespace === undefined || new RegExp(`^${text}$`).test(namespace);
}
