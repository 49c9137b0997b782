import { updated } from "../../fleet/diff";
import { ifKnown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { buildIn } from "../support/reading";
import { shown } from "../support/wording";

export const addonVersionDecrease: Rule = {
  id: "addon-version-decrease",
  severity: "warning",
  title: "An add-on goes back to an older version",
  why: "EKS accepts this, and it is necessary before a rollback of the control plane. Otherwise a merge has probably restored an old line. Settings that only the newer version has are lost, or make the update fail.",
  source: "EKS user guide, updating-an-add-on and rollback-cluster",
  judge(input) {
    const { diff } = input;
    return updated(diff.addons).flatMap(({ before, after }) => {
      const [from, to] = [buildIn(before.addonVersion), buildIn(after.addonVersion)];
      const cluster = diff.cluster(after.cluster)?.after;
      const isRollback = ifKnown(cluster?.rollbackOfUpgradeOn) !== undefined;
      if (from === undefined || to === undefined || to.compare(from) >= 0 || isRollback) {
        return [];
      }
      const message = `add-on ${shown(after.addonName)} of cluster ${shown(cluster?.clusterName)} would go back from ${from} to ${to}: settings of the newer version may be lost. Restore ${from}, unless this is a rollback`;
      return [found(after, message, { values: { from: `${from}`, to: `${to}` } })];
    });
  },
};
