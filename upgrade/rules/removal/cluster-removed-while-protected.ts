import { removed } from "../../fleet/diff";
import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { notJudged, told } from "../support/wording";

export const clusterRemovedWhileProtected: Rule = {
  id: "cluster-removed-while-protected",
  severity: "error",
  title: "protection taken off and cluster removed at once",
  why: "A cluster that vanishes from the code is deleted by the next apply, by accident or on purpose. Protection makes that two reviews: the first takes it off, guarded by what must be gone before, the second removes. EKS refuses to delete a protected cluster too, but in the middle of the apply, when its node groups are gone.",
  source: "EKS user guide, deletion-protection; design, Live guards",
  judge(input) {
    return removed(input.diff.clusters).flatMap(({ before, change }) => {
      const name = told(before.clusterName);
      if (isUnknown(before.isProtected)) {
        return [notJudged(change, `the protection of cluster ${name}`, "whether it may be removed")];
      }
      if (!before.isProtected) {
        return [];
      }
      const message = `cluster ${name} would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that`;
      return [{ stack: change.stack, address: change.address, message }];
    });
  },
};
