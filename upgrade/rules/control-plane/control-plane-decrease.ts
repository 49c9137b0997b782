import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { ROLLBACK_DAYS } from "../../eks/rollback-window";
import { type FleetDiff, type Kept, updated } from "../../fleet/diff";
import { type ClusterState, isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { incompatibilityOf } from "../support/addon-compatibility";
import { buildIn, daysBetween, versionIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

export const controlPlaneDecrease: Rule = {
  id: "control-plane-decrease",
  severity: "error",
  title: "a control plane that goes back, but for a rollback that is declared and still possible",
  why: "A version that a merge or a revert lowers by accident is a real rollback inside seven days of the upgrade, and an error in the middle of the apply afterwards. EKS takes back one minor, and neither nodes nor add-ons with it: they must fit the older version before. That a cluster was made at its version, or upgraded by EKS itself, a plan does not tell; EKS then refuses.",
  source:
    "EKS user guide, rollback-cluster (2026-07); hashicorp/terraform-provider-aws #42422 and #48751, terraform-aws-modules/terraform-aws-eks #3732",
  judge(input) {
    const { diff } = input;
    return updated(diff.clusters).flatMap((cluster) => {
      const [from, to] = [versionIn(cluster.before.version), versionIn(cluster.after.version)];
      if (from === undefined || to === undefined || to.compare(from) >= 0) {
        return [];
      }
      const window = windowFinding(cluster, from, to, input);
      return window === undefined ? readiness(cluster, to, diff, input) : [window];
    });
  },
};

/** Whether the way back is declared, and open. */
function windowFinding(
  { after }: Kept<ClusterState>,
  from: KubernetesVersion,
  to: KubernetesVersion,
  { day }: RuleInput,
): Finding | undefined {
  const { stack, address, clusterName, rollbackOfUpgradeOn: upgradedOn } = after;
  const goes = `cluster ${told(clusterName)} would go back from Kubernetes ${from} to ${to}`;
  const refuse = (reason: string): Finding => ({ stack, address, message: `${goes}, ${reason}` });
  if (from.minorsAheadOf(to) > 1) {
    return refuse(
      `and EKS takes a control plane back by one minor only; restore ${from}, or make a second cluster of ${to}`,
    );
  }
  if (upgradedOn === undefined) {
    return refuse(
      `which EKS does only as a rollback within ${ROLLBACK_DAYS} days of the upgrade; restore ${from}, or declare the rollback with the day of that upgrade (rollbackOfUpgradeOn)`,
    );
  }
  if (isUnknown(upgradedOn)) {
    return notJudged(
      after,
      `the day of the upgrade that cluster ${told(clusterName)} takes back (rollbackOfUpgradeOn)`,
      `whether it is within ${ROLLBACK_DAYS} days`,
    );
  }
  if (day === undefined) {
    const value = `the day on which cluster ${told(clusterName)} goes back from Kubernetes ${from} to ${to}`;
    return notJudged(
      after,
      value,
      `whether it is within ${ROLLBACK_DAYS} days of the upgrade`,
      "give the day",
    );
  }
  const days = daysBetween(upgradedOn, day);
  if (days === undefined) {
    return refuse(
      `and its rollbackOfUpgradeOn "${upgradedOn}" is no day; give the day of the upgrade, as in "${day}"`,
    );
  }
  if (days < 0) {
    return refuse(
      `and its rollbackOfUpgradeOn ${upgradedOn} is after ${day}; give the day on which the upgrade ended`,
    );
  }
  return days <= ROLLBACK_DAYS
    ? undefined
    : refuse(
        `and the upgrade of ${upgradedOn} is ${days} days old on ${day}, when EKS takes it back within ${ROLLBACK_DAYS}; restore ${from}, or make a second cluster of ${to}`,
      );
}

/** Whether all that EKS does not take back fits the older version already. */
function readiness(
  { after }: Kept<ClusterState>,
  to: KubernetesVersion,
  diff: FleetDiff,
  { day, catalog }: RuleInput,
): readonly Finding[] {
  const { stack, address, clusterName, key, supportType } = after;
  const found = (message: string): Finding => ({ stack, address, message });
  const goes = `cluster ${told(clusterName)} would go back to Kubernetes ${to}`;
  const support = day === undefined ? undefined : catalog.supportOn(day, to);
  const findings: Finding[] = [];
  if (support === "ended") {
    findings.push(
      found(`${goes}, whose support has ended by ${day}; stay, or make a second cluster of ${to.plus(1)}`),
    );
  }
  if (support === "extended" && supportType === "STANDARD") {
    findings.push(
      found(
        `${goes}, which is in extended support on ${day}, and its upgrade policy is STANDARD; set the support type to EXTENDED in a step before`,
      ),
    );
  }
  if (support === "extended" && isUnknown(supportType)) {
    const value = `the support type of cluster ${told(clusterName)}`;
    findings.push(notJudged(after, value, `whether it may go back to ${to} in extended support`));
  }
  for (const { before: group } of diff.nodeGroupsOf(key)) {
    if (group !== undefined) {
      findings.push(...nodesFinding(after, group, to));
    }
  }
  for (const { before: addon } of diff.addonsOf(key)) {
    const build = buildIn(addon?.addonVersion);
    const name = addon?.addonName;
    if (isUnknown(addon?.addonVersion) || isUnknown(name)) {
      const value = `the version of add-on ${told(name)} of cluster ${told(clusterName)}`;
      findings.push(notJudged(after, value, `whether it fits ${to}`));
    } else if (build !== undefined && name !== undefined) {
      if (incompatibilityOf(name, build, to, catalog)?.severity === "error") {
        const message = `${goes}, which ${name} ${build} does not fit; bring the add-on to a build that fits ${to} and ${to.plus(1)} first, in a step of its own`;
        findings.push(found(message));
      }
    }
  }
  return findings;
}

function nodesFinding(
  cluster: ClusterState,
  group: NodeGroupState,
  to: KubernetesVersion,
): readonly Finding[] {
  const { stack, address, clusterName } = cluster;
  const nodes = versionIn(group.version);
  const name = told(group.nodeGroupName);
  if (isUnknown(group.version)) {
    return [
      notJudged(
        cluster,
        `the Kubernetes version of the nodes of ${name}`,
        `whether they may run under ${to}`,
      ),
    ];
  }
  if (nodes === undefined || nodes.compare(to) <= 0) {
    return [];
  }
  const message = `cluster ${told(clusterName)} would go back to Kubernetes ${to}, and the nodes of ${name} run ${nodes}; bring them back to ${to}, or move to a group of ${to}, first`;
  return [{ stack, address, message }];
}
