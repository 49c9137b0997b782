import type { Rule } from "../rule";
import { daysBetween, versionIn } from "../support/reading";
import { told } from "../support/wording";

/** How long before the end of standard support it is told. */
const DAYS_AHEAD = 60;

export const upgradePolicyAutomatic: Rule = {
  id: "upgrade-policy-automatic",
  severity: "warning",
  title: "a control plane that EKS will soon upgrade by itself",
  why: `With the support type STANDARD EKS upgrades the control plane at the end of standard support, at any time and without notice, while nodes and add-ons stay; and such an upgrade cannot be rolled back. It is told from ${DAYS_AHEAD} days before that day on.`,
  source: "EKS user guide, view-support-status and disable-extended-support; rollback-cluster",
  judge({ after, catalog, day }) {
    return after.clusters.flatMap(({ stack, address, clusterName, supportType, version: text }) => {
      const version = versionIn(text);
      const end = version === undefined ? undefined : catalog.row(version)?.endOfStandardSupport;
      const left = end === undefined || day === undefined ? undefined : daysBetween(day, end);
      if (supportType !== "STANDARD" || version === undefined || left === undefined || left > DAYS_AHEAD) {
        return [];
      }
      const when = left < 0 ? `ended on ${end}` : `ends on ${end}`;
      const message = `standard support of Kubernetes ${version} ${when}, and then EKS upgrades cluster ${told(clusterName)} to ${version.plus(1)} by itself (support type STANDARD); upgrade it before, or set the support type to EXTENDED`;
      return [{ stack, address, message }];
    });
  },
};
