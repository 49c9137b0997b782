import { kept } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { shown } from "../support/wording";

export const protectionOff: Rule = {
  id: "protection-off",
  severity: "warning",
  title: "Deletion protection is removed",
  why: "It is the step before a cluster is removed. In any other change it is an accident. Without protection one wrong apply, or a destroy, which evaluates no guard, removes the cluster.",
  source: "EKS user guide, deletion-protection; Terraform, destroy (preconditions are not evaluated)",
  judge(input) {
    return kept(input.diff.clusters).flatMap(({ before, after }): readonly Finding[] => {
      const { clusterName, isProtected } = after;
      if (before.isProtected !== true || isProtected === true) {
        return [];
      }
      const name = shown(clusterName);
      if (isUnknown(isProtected)) {
        return [notEvaluated(after, `the deletion protection of cluster ${name}`, "whether it is removed")];
      }
      const message = `the deletion protection of cluster ${name} would be removed: one wrong apply then removes the cluster. Keep it, unless the next step removes the cluster and it has no traffic`;
      return [found(after, message)];
    });
  },
};
