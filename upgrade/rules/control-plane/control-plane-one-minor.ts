import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const controlPlaneOneMinor: Rule = {
  id: "control-plane-one-minor",
  severity: "error",
  title: "The control plane skips a minor version",
  why: "EKS upgrades a control plane one minor version at a time. It rejects a larger upgrade during the apply, when Terraform may have applied other parts of the plan already.",
  source:
    "EKS user guide, update-cluster; terraform-aws-modules/terraform-aws-eks #2607, wandb/terraform-aws-wandb #47",
  judge(input) {
    return updated(input.diff.clusters).flatMap(({ before, after }) => {
      const name = shown(after.clusterName);
      const [from, to] = [versionIn(before.version), versionIn(after.version)];
      if (from !== undefined && isUnknown(after.version)) {
        const value = `the Kubernetes version that cluster ${name} is upgraded to from ${from}`;
        return [notEvaluated(after, value, "whether it is one minor version newer")];
      }
      if (from === undefined || to === undefined || to.minorsAheadOf(from) <= 1) {
        return [];
      }
      const message = `cluster ${name} would be upgraded from Kubernetes ${from} to ${to}: EKS upgrades a control plane one minor version at a time. Upgrade to ${from.plus(1)} first, then its add-ons and nodes`;
      return [found(after, message, { values: { from: `${from}`, to: `${to}` } })];
    });
  },
};
