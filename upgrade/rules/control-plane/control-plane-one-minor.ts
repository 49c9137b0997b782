import { updated } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { versionIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

export const controlPlaneOneMinor: Rule = {
  id: "control-plane-one-minor",
  severity: "error",
  title: "a control plane that jumps minors",
  why: "EKS upgrades a control plane one minor at a time and refuses a jump in the middle of the apply, after the review, when other parts of the plan may be applied already.",
  source:
    "EKS user guide, update-cluster; terraform-aws-modules/terraform-aws-eks #2607, wandb/terraform-aws-wandb #47",
  judge(input) {
    return updated(input.diff.clusters).flatMap(({ before, after }) => {
      const { stack, address, clusterName } = after;
      const name = told(clusterName);
      const [from, to] = [versionIn(before.version), versionIn(after.version)];
      if (from !== undefined && isUnknown(after.version)) {
        const value = `the Kubernetes version that cluster ${name} goes to from ${from}`;
        return [notJudged(after, value, "whether it is one minor")];
      }
      if (from === undefined || to === undefined || to.minorsAheadOf(from) <= 1) {
        return [];
      }
      const message = `cluster ${name} would go from Kubernetes ${from} to ${to} at once, and EKS upgrades a control plane one minor at a time; go to ${from.plus(1)} first, then bring its add-ons and nodes to what fits it`;
      return [{ stack, address, message }];
    });
  },
};
