import type { FleetIndex } from "../../fleet/fleet-index";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { releasesOf } from "../support/karpenter";
import { poolFitsGroup, poolName, poolsOf } from "../support/node-pool";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const twoAutoscalers: Rule = {
  id: "two-autoscalers",
  severity: "warning",
  title: "A node pool and a node group make nodes for the same pods",
  why: "The cluster autoscaler and Karpenter see the same pending pods, and both start nodes: too many run, one removes what the other started, and pods move back and forth. While pods move from one to the other, cordon the node group or limit the pool.",
  source: "Karpenter, migrating from Cluster Autoscaler",
  judge: (input) => violations(input, findingsIn),
};

function findingsIn({ fleet }: FleetIndex): readonly Finding[] {
  const scaled = new Set(releasesOf(fleet, "cluster-autoscaler").map(([cluster]) => cluster));
  return fleet.nodeGroups.flatMap((group) => {
    const { cluster, phase, minSize, maxSize } = group;
    if (isUnknown(cluster) || !scaled.has(cluster) || phase !== "active" || minSize === maxSize) {
      return [];
    }
    const pool = poolsOf(fleet.nodePools, cluster).find((each) => poolFitsGroup(group, each));
    if (pool === undefined) {
      return [];
    }
    const name = shown(group.nodeGroupName);
    const message = `the cluster autoscaler scales node group ${name}, and ${poolName(pool)} makes nodes for the same pods: both start nodes. Give one of them a taint or a label of its own, or cordon one`;
    return [found(group, message, { values: { nodeGroup: name, pool: shown(pool.nodePoolName) } })];
  });
}
