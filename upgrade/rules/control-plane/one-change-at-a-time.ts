import type { ResourceChange } from "../../fleet/change";
import type { FleetDiff, Pair } from "../../fleet/diff";
import {
  type ClusterKey,
  type ClusterState,
  ifKnown,
  type NodeGroupState,
  type Place,
} from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { versionIn } from "../support/reading";
import { listed, told } from "../support/wording";

/**
 * What changes nothing that runs: what a thing is called and how it is billed or guarded, settings that a later
 * update reads, and what EKS tells afterwards.
 */
const STILL: ReadonlySet<string> = new Set([
  "tags",
  "tags_all",
  "labels",
  "timeouts",
  "deletion_protection",
  "upgrade_policy",
  "force_update_version",
  "update_config",
  "node_repair_config",
  "resolve_conflicts",
  "resolve_conflicts_on_create",
  "resolve_conflicts_on_update",
  "preserve",
  "arn",
  "id",
  "certificate_authority",
  "cluster_id",
  "created_at",
  "endpoint",
  "identity",
  "modified_at",
  "platform_version",
  "resources",
  "status",
]);

export const oneChangeAtATime: Rule = {
  id: "one-change-at-a-time",
  severity: "error",
  title: "control plane, add-ons and nodes of one cluster changed in one apply",
  why: "When something breaks nobody knows what did it, a failure leaves the rest of the plan half applied, and new nodes close the way back of the control plane the moment it is upgraded. Tags, labels, protection, the upgrade policy and settings that only a later update reads do not count; nor does the birth or the end of a whole cluster.",
  source:
    "EKS best practices, upgrades (the order); terraform-aws-modules/terraform-aws-eks (one apply for all three) #2570, #2607; kubernetes/k8s.io #9527 (the steps by hand); EKS user guide, rollback-cluster",
  judge(input) {
    const { diff } = input;
    const keys = new Set<ClusterKey>();
    for (const { before, after, change } of diff.clusters) {
      const key = (after ?? before)?.key;
      if (key !== undefined && change !== undefined) {
        keys.add(key);
      }
    }
    for (const { before, after, change } of [...diff.nodeGroups, ...diff.addons]) {
      const key = (after ?? before)?.cluster;
      if (typeof key === "string" && change !== undefined) {
        keys.add(key);
      }
    }
    return [...keys].flatMap((key) => findingsOf(key, diff));
  },
};

function findingsOf(key: ClusterKey, diff: FleetDiff): readonly Finding[] {
  const cluster = diff.cluster(key);
  const [groups, addons] = [diff.nodeGroupsOf(key), diff.addonsOf(key)];
  if (isWhole(cluster, [...groups, ...addons])) {
    return [];
  }
  const changedGroups = groups.filter(
    ({ before, after, change }) => moves(change) || (change !== undefined && before?.phase !== after?.phase),
  );
  const changedAddons = addons.filter(({ change }) => moves(change));
  const changesControlPlane = cluster !== undefined && moves(cluster.change);
  const parts = [
    changesControlPlane ? `its control plane (${whatChanges(cluster)})` : undefined,
    changedAddons.length > 0
      ? `its add-ons (${listed(changedAddons.map(({ before, after }) => told((after ?? before)?.addonName)))})`
      : undefined,
    changedGroups.length > 0 ? `its nodes (${listed(changedGroups.map(nodeGroupNameIn))})` : undefined,
  ].filter((part) => part !== undefined);
  const place: Place | undefined = cluster?.after ?? changedGroups[0]?.change;
  if (parts.length < 2 || place === undefined) {
    return [];
  }
  const name = told(diff.nameOf(key));
  const wayOut = wayOutOf({
    controlPlane: changesControlPlane,
    addons: changedAddons.length > 0,
    nodes: changedGroups.length > 0,
    goesBack: goesBack(cluster),
  });
  const message = `cluster ${name} would have ${listed(parts)} changed in one apply; ${wayOut}`;
  return [{ stack: place.stack, address: place.address, message }];
}

/** A group that takes another's place may have a name that AWS gives it. */
function nodeGroupNameIn({ before, after }: Pair<NodeGroupState>): string {
  return told(ifKnown(after?.nodeGroupName) ?? before?.nodeGroupName ?? after?.nodeGroupName);
}

/** Whether a cluster is made or goes as a whole: its first nodes and add-ons, or its last, come with it. */
function isWhole(cluster: Pair<ClusterState> | undefined, parts: readonly Pair<unknown>[]): boolean {
  const action = cluster?.change?.action;
  const isWholeOfParts = [
    parts.every(({ before }) => before === undefined),
    parts.every(({ after }) => after === undefined),
  ].includes(true);
  return (action !== undefined && action !== "update") || (isWholeOfParts && !moves(cluster?.change));
}

function moves(change: ResourceChange | undefined): boolean {
  if (change === undefined || change.action !== "update") {
    return change !== undefined;
  }
  return change.changed.some((path) => !STILL.has(/^\w+/.exec(path)?.[0] ?? path));
}

function whatChanges({ before, after, change }: Pair<ClusterState>): string {
  const [from, to] = [versionIn(before?.version), versionIn(after?.version)];
  if (from !== undefined && to !== undefined && !from.equals(to)) {
    return `${from} to ${to}`;
  }
  const attributes = (change?.changed ?? []).map((path) => /^\w+/.exec(path)?.[0] ?? path);
  return listed([...new Set(attributes)].filter((attribute) => !STILL.has(attribute)));
}

function goesBack(cluster: Pair<ClusterState> | undefined): boolean {
  const [from, to] = [versionIn(cluster?.before?.version), versionIn(cluster?.after?.version)];
  return from !== undefined && to !== undefined && to.compare(from) < 0;
}

interface Parts {
  readonly controlPlane: boolean;
  readonly addons: boolean;
  readonly nodes: boolean;
  readonly goesBack: boolean;
}

function wayOutOf({ controlPlane, addons, nodes, goesBack }: Parts): string {
  if (!controlPlane) {
    return "change the add-ons first, and the nodes in the step after it";
  }
  if (goesBack) {
    const first = [...(nodes ? ["the nodes"] : []), ...(addons ? ["the add-ons"] : [])];
    return `bring ${listed(first)} back first, each in a step of its own, and the control plane last`;
  }
  if (addons && nodes) {
    return "take three steps: the control plane, then the add-ons, then the nodes";
  }
  return addons
    ? "change the control plane first and alone, and the add-ons in the step after it"
    : "change the control plane first and alone: nodes may stay behind, and follow after the add-ons";
}
