import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { ROLLBACK_DAYS } from "../../eks/rollback-window";
import { type Kept, updated } from "../../fleet/diff";
import { type AddonState, type ClusterState, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { incompatibilityOf } from "../support/addon-compatibility";
import { found, notEvaluated } from "../support/finding";
import { buildIn, daysBetween, versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const controlPlaneDecrease: Rule = {
  id: "control-plane-decrease",
  severity: "error",
  title: "The control plane version decreases without a declared rollback that EKS still accepts",
  why: `A version that a merge or a revert lowers by accident is a real rollback within ${ROLLBACK_DAYS} days after the upgrade, and an error during the apply later. EKS rolls back one minor version. It rolls back neither nodes nor add-ons: they must be compatible with the older version before. A plan does not show whether EKS itself upgraded the cluster, or whether it was created at its version. In these cases EKS rejects the rollback.`,
  source:
    "EKS user guide, rollback-cluster (2026-07); hashicorp/terraform-provider-aws #42422 and #48751, terraform-aws-modules/terraform-aws-eks #3732",
  judge(input) {
    return updated(input.diff.clusters).flatMap((cluster) => {
      const [from, to] = [versionIn(cluster.before.version), versionIn(cluster.after.version)];
      if (from === undefined || to === undefined || to.compare(from) >= 0) {
        return [];
      }
      const window = windowFinding(cluster, from, to, input);
      return window === undefined ? readiness(cluster, to, input) : [window];
    });
  },
};

/** Whether the rollback is declared, and EKS still accepts it. */
function windowFinding(
  { after }: Kept<ClusterState>,
  from: KubernetesVersion,
  to: KubernetesVersion,
  { day }: RuleInput,
): Finding | undefined {
  const { clusterName, rollbackOfUpgradeOn: upgradedOn } = after;
  const name = shown(clusterName);
  const values = { from: `${from}`, to: `${to}` };
  const rejected = (code: string, reason: string): Finding =>
    found(after, `cluster ${name} would go back from Kubernetes ${from} to ${to}${reason}`, { code, values });
  const stay = `Restore ${from}, or create a second cluster with ${to}`;
  if (from.minorsAheadOf(to) > 1) {
    return rejected("several-minors", `: EKS rolls back one minor version only. ${stay}`);
  }
  if (upgradedOn === undefined) {
    return rejected(
      "not-declared",
      `: EKS does this only as a rollback within ${ROLLBACK_DAYS} days after the upgrade. Restore ${from}, or declare the rollback with the day of the upgrade (rollback)`,
    );
  }
  const question = `whether it is within ${ROLLBACK_DAYS} days after the upgrade`;
  if (isUnknown(upgradedOn)) {
    const value = `the day of the upgrade that cluster ${name} rolls back`;
    return notEvaluated(after, value, `whether the rollback is within ${ROLLBACK_DAYS} days after it`);
  }
  if (day === undefined) {
    const value = `the day of the rollback of cluster ${name} from Kubernetes ${from} to ${to}`;
    return notEvaluated(after, value, question, "Give the day");
  }
  const days = daysBetween(upgradedOn, day);
  if (days === undefined) {
    return rejected(
      "no-date",
      `, and the day of the upgrade "${upgradedOn}" is not a date: expected YYYY-MM-DD. Give the day of the upgrade, for example "${day}"`,
    );
  }
  if (days < 0) {
    return rejected(
      "upgraded-later",
      `, and the upgrade is declared for ${upgradedOn}, after ${day}: an upgrade must end before its rollback. Give the day on which the upgrade ended`,
    );
  }
  return days <= ROLLBACK_DAYS
    ? undefined
    : rejected(
        "too-late",
        `, ${days} days after the upgrade of ${upgradedOn}: EKS rolls back within ${ROLLBACK_DAYS} days. ${stay}`,
      );
}

/** Whether everything that EKS does not roll back is compatible with the older version. */
function readiness(
  { after }: Kept<ClusterState>,
  to: KubernetesVersion,
  { diff, day, catalog }: RuleInput,
): readonly Finding[] {
  const { clusterName, key, supportType } = after;
  const name = shown(clusterName);
  const goes = `cluster ${name} would go back to Kubernetes ${to}`;
  const values = { to: `${to}` };
  const support = day === undefined ? undefined : catalog.supportOn(day, to);
  const findings: Finding[] = [];
  if (support === "ended") {
    const message = `${goes}, whose support ended by ${day}: EKS rejects the rollback. Stay, or create a second cluster with ${to.plus(1)}`;
    findings.push(found(after, message, { code: "support-ended", values }));
  }
  if (support === "extended" && supportType === "STANDARD") {
    const message = `${goes}, which is in extended support on ${day}: the support type STANDARD does not allow it. Set the support type to EXTENDED first, in a separate change`;
    findings.push(found(after, message, { code: "extended-support", values }));
  }
  if (support === "extended" && isUnknown(supportType)) {
    const value = `the support type of cluster ${name}`;
    findings.push(notEvaluated(after, value, `whether it may go back to ${to} in extended support`));
  }
  for (const { before: group } of diff.nodeGroupsOf(key)) {
    if (group !== undefined) {
      findings.push(...nodeFindings(after, group, to));
    }
  }
  for (const { before: addon } of diff.addonsOf(key)) {
    if (addon !== undefined) {
      findings.push(...addonFindings(after, addon, to, catalog));
    }
  }
  return findings;
}

function nodeFindings(
  cluster: ClusterState,
  group: NodeGroupState,
  to: KubernetesVersion,
): readonly Finding[] {
  const nodes = versionIn(group.version);
  const name = shown(group.nodeGroupName);
  if (isUnknown(group.version)) {
    const value = `the Kubernetes version of node group ${name}`;
    return [notEvaluated(cluster, value, `whether its nodes may run under ${to}`)];
  }
  if (nodes === undefined || nodes.compare(to) <= 0) {
    return [];
  }
  const message = `cluster ${shown(cluster.clusterName)} would go back to Kubernetes ${to}, and node group ${name} runs ${nodes}: nodes must not be newer than the control plane. Roll the nodes back to ${to}, or move to a group with ${to}, first`;
  const values = { to: `${to}`, nodeGroup: name, nodes: `${nodes}` };
  return [found(cluster, message, { code: "newer-nodes", values })];
}

function addonFindings(
  cluster: ClusterState,
  { addonName, addonVersion }: AddonState,
  to: KubernetesVersion,
  catalog: RuleInput["catalog"],
): readonly Finding[] {
  const name = shown(cluster.clusterName);
  if (isUnknown(addonVersion) || isUnknown(addonName)) {
    const value = `the version of add-on ${shown(addonName)} of cluster ${name}`;
    return [notEvaluated(cluster, value, `whether it is compatible with ${to}`)];
  }
  const build = buildIn(addonVersion);
  if (build === undefined || incompatibilityOf(addonName, build, to, catalog)?.severity !== "error") {
    return [];
  }
  const message = `cluster ${name} would go back to Kubernetes ${to}, and ${addonName} ${build} is incompatible with it: EKS does not roll back add-ons. Change the add-on first to a version that is compatible with ${to} and ${to.plus(1)}, in a separate change`;
  const values = { to: `${to}`, addon: addonName, version: `${build}` };
  return [found(cluster, message, { code: "incompatible-addon", values })];
}
