import type { ResourceChange } from "../../fleet/change";
import type { FleetDiff, Pair } from "../../fleet/diff";
import {
  type AddonState,
  type ClusterKey,
  type ClusterState,
  ifKnown,
  isUnknown,
  type NodeGroupState,
  type Place,
} from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { versionIn } from "../support/reading";
import { listed, shown } from "../support/wording";

/** Attributes that change nothing that runs: names, protection, settings for a later update, and computed values. */
const HARMLESS: ReadonlySet<string> = new Set([
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
  title: "One apply changes several of control plane, add-ons and nodes of a cluster",
  why: "If something breaks, nobody knows which change caused it, and a failure leaves the rest of the plan half applied. New nodes prevent a rollback of the control plane as soon as it is upgraded. A control plane change is a change of its version: logging, networks, tags, protection and the upgrade policy do not count, nor do labels, limits of sizes and settings for a later update. A cluster that is created or removed as a whole does not count either.",
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
  const changesControlPlane = cluster !== undefined && changesVersion(cluster);
  const parts = [
    ...(changesControlPlane ? [`its control plane (${whatChanges(cluster)})`] : []),
    ...(changedAddons.length > 0 ? [`its add-ons (${listed(changedAddons.map(addonNameIn))})`] : []),
    ...(changedGroups.length > 0 ? [`its nodes (${listed(changedGroups.map(nodeGroupNameIn))})`] : []),
  ];
  const place: Place | undefined = cluster?.after ?? changedGroups[0]?.change;
  if (parts.length < 2 || place === undefined) {
    return [];
  }
  const name = shown(diff.nameOf(key));
  const fix = fixOf({
    controlPlane: changesControlPlane,
    addons: changedAddons.length > 0,
    nodes: changedGroups.length > 0,
    goesBack: goesBack(cluster),
  });
  const message = `cluster ${name} changes ${listed(parts)} in one apply: change one of them at a time. ${fix}`;
  return [found(place, message, { values: { parts: listed(parts) } })];
}

function addonNameIn({ before, after }: Pair<AddonState>): string {
  return shown((after ?? before)?.addonName);
}

/** A group that replaces another may have a name that AWS gives it. */
function nodeGroupNameIn({ before, after }: Pair<NodeGroupState>): string {
  return shown(ifKnown(after?.nodeGroupName) ?? before?.nodeGroupName ?? after?.nodeGroupName);
}

/** Whether a cluster is created or removed as a whole, with its first or last nodes and add-ons. */
function isWhole(cluster: Pair<ClusterState> | undefined, parts: readonly Pair<unknown>[]): boolean {
  const action = cluster?.change?.action;
  const isWholeOfParts = [
    parts.every(({ before }) => before === undefined),
    parts.every(({ after }) => after === undefined),
  ].includes(true);
  return (
    (action !== undefined && action !== "update") ||
    (isWholeOfParts && (cluster === undefined || !changesVersion(cluster)))
  );
}

function moves(change: ResourceChange | undefined): boolean {
  if (change === undefined || change.action !== "update") {
    return change !== undefined;
  }
  return change.changed.some(
    (path) => !HARMLESS.has(/^\w+/.exec(path)?.[0] ?? path) && !/^scaling_config\.(min|max)_size$/.test(path),
  );
}

/** Logging, networks and the like are changes of the cluster, and no upgrade of its control plane. */
function changesVersion({ before, after, change }: Pair<ClusterState>): boolean {
  if (before === undefined || after === undefined || change?.action !== "update") {
    return change !== undefined;
  }
  const { version } = after;
  return isUnknown(version) ? change.changed.includes("version") : before.version !== version;
}

function whatChanges({ before, after }: Pair<ClusterState>): string {
  return `${shown(before?.version)} to ${shown(after?.version)}`;
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

function fixOf({ controlPlane, addons, nodes, goesBack }: Parts): string {
  if (!controlPlane) {
    return "Change the add-ons first, and the nodes in the next change";
  }
  if (goesBack) {
    const first = [...(nodes ? ["the nodes"] : []), ...(addons ? ["the add-ons"] : [])];
    return `Roll ${listed(first)} back first, each in a separate change, and the control plane last`;
  }
  if (addons && nodes) {
    return "Make three changes: first the control plane, then the add-ons, then the nodes";
  }
  return addons
    ? "Change only the control plane first, and the add-ons in the next change"
    : "Change only the control plane first: the nodes may stay at their version, and follow after the add-ons";
}
