import { kept } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { notJudged, told } from "../support/wording";

export const protectionOff: Rule = {
  id: "protection-off",
  severity: "warning",
  title: "deletion protection that is taken off",
  why: "It is the step before a cluster goes, and rightly so; in any other change it is an accident. Afterwards one wrong apply, or a destroy, which evaluates no guard, takes the cluster along.",
  source: "EKS user guide, deletion-protection; Terraform, destroy (preconditions are not evaluated)",
  judge(input) {
    return kept(input.diff.clusters).flatMap(({ before, after }): readonly Finding[] => {
      const { stack, address, clusterName, isProtected } = after;
      if (before.isProtected !== true || isProtected === true) {
        return [];
      }
      const name = told(clusterName);
      if (isUnknown(isProtected)) {
        return [notJudged(after, `the deletion protection of cluster ${name}`, "whether it is taken off")];
      }
      const message = `the deletion protection of cluster ${name} is taken off; do so only where the next step removes it, once it has no traffic`;
      return [{ stack, address, message }];
    });
  },
};
