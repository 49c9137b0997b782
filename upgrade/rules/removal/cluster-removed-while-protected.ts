import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { shown } from "../support/wording";

export const clusterRemovedWhileProtected: Rule = {
  id: "cluster-removed-while-protected",
  severity: "error",
  title: "A protected cluster is removed",
  why: "A cluster that disappears from the code is deleted by the next apply, by accident or on purpose. Protection makes it two reviews: the first removes the protection, guarded by checks, the second removes the cluster. EKS also rejects the deletion of a protected cluster, but halfway through the apply, after its node groups are destroyed.",
  source: "EKS user guide, deletion-protection; design, Live guards",
  judge(input) {
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      const name = shown(before.clusterName);
      if (isUnknown(before.isProtected)) {
        return [notEvaluated(change, `the protection of cluster ${name}`, "whether it may be removed")];
      }
      if (!before.isProtected) {
        return [];
      }
      const message = `cluster ${name} would be removed while it is protected: protection and cluster are removed in two steps. First remove its protection, when it has no traffic, then the cluster in the next change`;
      return [found(change, message)];
    });
  },
};
