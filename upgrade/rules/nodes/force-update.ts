import type { Pair } from "../../fleet/diff";
import { type ClusterState, isUnknown, type Known, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { shown } from "../support/wording";

export const forceUpdate: Rule = {
  id: "force-update",
  severity: "error",
  title: "The change uses force_update_version",
  why: "On a node group it ends pods that a disruption budget protects. Without it, the update fails after 15 minutes and the pods keep running. On a cluster it ignores the readiness checks of EKS. The rule rejects it if the change updates a version, and warns if it is only set.",
  source:
    "EKS user guide, update-managed-node-group and update-cluster (force); aws-cdk aws-eks (forceUpdate is true by default); ministryofjustice/cloud-platform #5037, #8391",
  judge(input) {
    const { diff } = input;
    return [
      ...diff.clusters.flatMap((pair) =>
        findingsOf(pair, "cluster", ({ clusterName }) => clusterName, clusterChanges(pair), CLUSTER),
      ),
      ...diff.nodeGroups.flatMap((pair) =>
        findingsOf(pair, "node group", ({ nodeGroupName }) => nodeGroupName, nodeChanges(pair), NODES),
      ),
    ];
  },
};

const CLUSTER = "EKS ignores its own readiness checks. Remove it, and fix what the checks find";
const NODES =
  "EKS ends pods and ignores their disruption budgets. Remove it, and let the budget that blocks the update allow disruptions";

function findingsOf<T extends ClusterState | NodeGroupState>(
  { before, after }: Pair<T>,
  what: string,
  nameOf: (thing: T) => Known<string>,
  changes: string | undefined,
  harm: string,
): readonly Finding[] {
  if (after === undefined || after.isForced === false) {
    return [];
  }
  const { isForced } = after;
  const name = `${what} ${shown(nameOf(after))}`;
  const changed = before === undefined ? undefined : changes;
  if (isUnknown(isForced)) {
    return changed === undefined
      ? []
      : [notEvaluated(after, `force_update_version of ${name}`, `how EKS updates its ${changed}`)];
  }
  return changed === undefined
    ? [
        found(after, `${name} has force_update_version: at its next update ${harm}`, {
          code: "set",
          severity: "warning",
        }),
      ]
    : [
        found(after, `${name} updates its ${changed} with force_update_version: ${harm}`, {
          code: "used",
          values: { changed },
        }),
      ];
}

function clusterChanges({ before, after }: Pair<ClusterState>): string | undefined {
  return differ(before?.version, after?.version) ? "version" : undefined;
}

function nodeChanges({ before, after }: Pair<NodeGroupState>): string | undefined {
  if (differ(before?.version, after?.version)) {
    return "version";
  }
  if (differ(before?.releaseVersion, after?.releaseVersion)) {
    return "release version";
  }
  return differ(before?.launchTemplateVersion, after?.launchTemplateVersion)
    ? "launch template version"
    : undefined;
}

function differ(before: Known<string> | undefined, after: Known<string> | undefined): boolean {
  return isUnknown(after) ? before !== undefined : after !== undefined && before !== after;
}
