import { updated } from "../../fleet/diff";
import { ifKnown } from "../../fleet/state";
import type { Rule } from "../rule";
import { buildIn } from "../support/reading";
import { told } from "../support/wording";

export const addonVersionDecrease: Rule = {
  id: "addon-version-decrease",
  severity: "warning",
  title: "an add-on that goes back to an older build",
  why: "EKS does it, and before a rollback of the control plane it must be done; otherwise it is a merge that took an old line. Settings that only the newer build knows are lost, or stop the update.",
  source: "EKS user guide, updating-an-add-on and rollback-cluster",
  judge(input) {
    const { diff } = input;
    return updated(diff.addons).flatMap(({ before, after }) => {
      const { stack, address, addonName } = after;
      const [from, to] = [buildIn(before.addonVersion), buildIn(after.addonVersion)];
      const cluster = diff.cluster(after.cluster)?.after;
      const isRollback = ifKnown(cluster?.rollbackOfUpgradeOn) !== undefined;
      if (from === undefined || to === undefined || to.compare(from) >= 0 || isRollback) {
        return [];
      }
      const message = `add-on ${told(addonName)} of cluster ${told(cluster?.clusterName)} would go back from ${from} to ${to}; restore ${from} unless the way back is meant`;
      return [{ stack, address, message }];
    });
  },
};
