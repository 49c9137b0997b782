import { type Kept, updated } from "../../fleet/diff";
import { ifKnown, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { versionIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

const SECOND_GROUP = "move to a second group that is born at the control plane's version";

export const nodeGroupVersionDecrease: Rule = {
  id: "node-group-version-decrease",
  severity: "error",
  title: "nodes that go back to an older Kubernetes version or AMI release",
  why: "EKS's API reference says that a node group cannot go back, so the apply would fail in the middle. The user guide says that before a rollback of the control plane it can, by one minor: where the cluster declares a rollback it is only told.",
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

/** `undefined` where the Kubernetes version stays or goes up. */
function versionFindings(
  { before, after }: Kept<NodeGroupState>,
  isRollback: boolean,
): readonly Finding[] | undefined {
  const { stack, address, nodeGroupName } = after;
  const name = told(nodeGroupName);
  const [from, to] = [versionIn(before.version), versionIn(after.version)];
  if (from !== undefined && isUnknown(after.version)) {
    const value = `the Kubernetes version that node group ${name} goes to from ${from}`;
    return [notJudged(after, value, "whether it goes back")];
  }
  if (from === undefined || to === undefined || to.compare(from) >= 0) {
    return undefined;
  }
  const message = `node group ${name} would go back from Kubernetes ${from} to ${to}, which EKS refuses outside a rollback; leave it at ${from}, or ${SECOND_GROUP}`;
  return from.minorsAheadOf(to) === 1 && isRollback
    ? [
        {
          stack,
          address,
          message: `node group ${name} goes back from Kubernetes ${from} to ${to} for a rollback of its control plane, of which EKS's guide says that it can and its API reference that it cannot; have a second group of ${to} ready, and cordon this one, if EKS refuses`,
          severity: "warning",
        },
      ]
    : [{ stack, address, message }];
}

function releaseFindings({ before, after }: Kept<NodeGroupState>): readonly Finding[] {
  const { stack, address, nodeGroupName } = after;
  if (isUnknown(before.releaseVersion) || isUnknown(after.releaseVersion)) {
    return [];
  }
  const [from, to] = [before.releaseVersion, after.releaseVersion];
  const [older, newer] = [releaseOrder(from), releaseOrder(to)];
  if (older === undefined || newer === undefined || older.minor !== newer.minor || newer.rank >= older.rank) {
    return [];
  }
  const message = `node group ${told(nodeGroupName)} would go back from AMI release ${from} to ${to}, which EKS refuses; leave it at ${from}, or make a second group with ${to}`;
  return [{ stack, address, message }];
}

/** Of a release of Amazon Linux, "1.34.2-20261015"; others are numbered otherwise. */
function releaseOrder(
  release: string | undefined,
): { readonly minor: string; readonly rank: number } | undefined {
  const [, minor, patch, day] = /^(1\.\d+)\.(\d+)-(\d{8})$/.exec(release ?? "") ?? [];
  return minor === undefined ? undefined : { minor, rank: Number(patch) * 100_000_000 + Number(day) };
}
