import { type Kept, updated } from "../../fleet/diff";
import { ifKnown, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { shown } from "../support/wording";

const SECOND_GROUP = "move to a second group with the version of the control plane";

export const nodeGroupVersionDecrease: Rule = {
  id: "node-group-version-decrease",
  severity: "error",
  title: "Nodes go back to an older Kubernetes version or AMI release",
  why: "The API reference of EKS says that a node group cannot go back, so the apply would fail. The user guide says that it can go back one minor version before a rollback of the control plane. If the cluster declares a rollback, the rule only warns.",
  source:
    "EKS API reference, UpdateNodegroupVersion; EKS user guide, rollback-cluster (2026-07): the two disagree",
  judge(input) {
    const { diff } = input;
    return updated(diff.nodeGroups).flatMap((group) => {
      const isRollback = ifKnown(diff.cluster(group.after.cluster)?.after?.rollbackOfUpgradeOn) !== undefined;
      return versionFindings(group, isRollback) ?? releaseFindings(group);
    });
  },
};

/** `undefined` if the Kubernetes version stays or increases. */
function versionFindings(
  { before, after }: Kept<NodeGroupState>,
  isRollback: boolean,
): readonly Finding[] | undefined {
  const name = shown(after.nodeGroupName);
  const [from, to] = [versionIn(before.version), versionIn(after.version)];
  if (from !== undefined && isUnknown(after.version)) {
    const value = `the Kubernetes version that replaces ${from} in node group ${name}`;
    return [notEvaluated(after, value, "whether it is older")];
  }
  if (from === undefined || to === undefined || to.compare(from) >= 0) {
    return undefined;
  }
  const goesBack = `node group ${name} would go back from Kubernetes ${from} to ${to}`;
  const values = { from: `${from}`, to: `${to}` };
  return from.minorsAheadOf(to) === 1 && isRollback
    ? [
        found(
          after,
          `${goesBack} for a rollback of its control plane: the user guide of EKS allows this, its API reference does not. If EKS rejects it, create a second group with ${to} and cordon this one`,
          { code: "rollback", values, severity: "warning" },
        ),
      ]
    : [
        found(
          after,
          `${goesBack}: EKS rejects this outside a rollback. Restore ${from}, or ${SECOND_GROUP}`,
          { code: "version", values },
        ),
      ];
}

function releaseFindings({ before, after }: Kept<NodeGroupState>): readonly Finding[] {
  if (isUnknown(before.releaseVersion) || isUnknown(after.releaseVersion)) {
    return [];
  }
  const [from, to] = [before.releaseVersion, after.releaseVersion];
  const [older, newer] = [releaseOrder(from), releaseOrder(to)];
  if (older === undefined || newer === undefined || older.minor !== newer.minor || newer.rank >= older.rank) {
    return [];
  }
  const message = `node group ${shown(after.nodeGroupName)} would go back from AMI release ${from} to ${to}: EKS rejects this. Restore ${from}, or create a second group with ${to}`;
  return [found(after, message, { code: "release", values: { from: `${from}`, to: `${to}` } })];
}

/** The order of releases of Amazon Linux, "1.34.2-20261015". Other systems number their releases in another way. */
function releaseOrder(
  release: string | undefined,
): { readonly minor: string; readonly rank: number } | undefined {
  const [, minor, patch, day] = /^(1\.\d+)\.(\d+)-(\d{8})$/.exec(release ?? "") ?? [];
  return minor === undefined ? undefined : { minor, rank: Number(patch) * 100_000_000 + Number(day) };
}
