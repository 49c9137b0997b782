import type { Pair } from "../../fleet/diff";
import { type ClusterState, isUnknown, type Known, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { notJudged, told } from "../support/wording";

export const forceUpdate: Rule = {
  id: "force-update",
  severity: "error",
  title: "force_update_version",
  why: "On a node group it ends pods that a disruption budget keeps, where the update without it fails after 15 minutes and leaves them be; on a cluster it passes over EKS's own readiness checks. Refused in a step that changes a version; told while it only waits there for the next one.",
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

const CLUSTER = "passes over EKS's own readiness checks; take it out, and mend what they find";
const NODES =
  "ends pods past their disruption budgets; take it out, and make room in the budget that holds the update up";

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
  const { stack, address, isForced } = after;
  const name = `${what} ${told(nameOf(after))}`;
  const changed = before === undefined ? undefined : changes;
  if (isUnknown(isForced)) {
    return changed === undefined
      ? []
      : [notJudged(after, `force_update_version of ${name}`, `how its ${changed} is changed`)];
  }
  return changed === undefined
    ? [
        {
          stack,
          address,
          severity: "warning",
          message: `${name} has force_update_version, which at its next update ${harm}`,
        },
      ]
    : [
        {
          stack,
          address,
          message: `${name} changes its ${changed} with force_update_version, which ${harm}`,
        },
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
