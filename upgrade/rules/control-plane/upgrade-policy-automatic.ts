import type { Rule } from "../rule";
import { found } from "../support/finding";
import { daysBetween, versionIn } from "../support/reading";
import { shown } from "../support/wording";

/** How many days before the end of standard support the rule warns. */
const DAYS_AHEAD = 60;

export const upgradePolicyAutomatic: Rule = {
  id: "upgrade-policy-automatic",
  severity: "warning",
  title: "EKS will soon upgrade the control plane by itself",
  why: `With the support type STANDARD, EKS upgrades the control plane when standard support ends, at any time and without notice. Nodes and add-ons stay at their versions, and EKS does not roll back such an upgrade. The rule warns from ${DAYS_AHEAD} days before the end of standard support.`,
  source: "EKS user guide, view-support-status and disable-extended-support; rollback-cluster",
  judge({ after, catalog, day }) {
    return after.clusters.flatMap((cluster) => {
      const version = versionIn(cluster.version);
      const end = version === undefined ? undefined : catalog.row(version)?.endOfStandardSupport;
      const left = end === undefined || day === undefined ? undefined : daysBetween(day, end);
      if (
        cluster.supportType !== "STANDARD" ||
        version === undefined ||
        end === undefined ||
        left === undefined ||
        left > DAYS_AHEAD
      ) {
        return [];
      }
      const message = `standard support of Kubernetes ${version} ${left < 0 ? "ended" : "ends"} on ${end}, and cluster ${shown(cluster.clusterName)} has the support type STANDARD: EKS upgrades it to ${version.plus(1)} by itself after that day. Upgrade it before, or set the support type to EXTENDED`;
      return [found(cluster, message, { values: { version: `${version}`, end } })];
    });
  },
};
