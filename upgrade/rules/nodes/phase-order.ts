import type { NodeGroupPhase } from "../../eks/node-group-phase";
import { updated } from "../../fleet/diff";
import type { Rule } from "../rule";
import { told } from "../support/wording";

/** The phases that a group does not go to from another at once. Any may go back to active. */
const JUMPS: ReadonlyMap<string, string> = new Map<`${NodeGroupPhase} ${NodeGroupPhase}`, string>([
  ["active draining", "cordon it first, see that its successor takes the new pods, and drain it then"],
  ["retired draining", "it has no nodes to drain: make it active again, or remove it"],
  ["retired cordoned", "it has no nodes that keep their pods: make it active again, or remove it"],
]);

export const phaseOrder: Rule = {
  id: "phase-order",
  severity: "warning",
  title: "a node group that skips a phase of its way out, or goes back to one that means nothing",
  why: "active, cordoned, draining, retired: after each there is something to see before the next, and each way back is one small diff. (A group that is retired undrained is refused by a rule of its own.)",
  source: "design, Steps; zalando-incubator/kubernetes-on-aws #3850 (NoSchedule on the old nodes first)",
  judge(input) {
    return updated(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const { stack, address, nodeGroupName, phase } = after;
      const wayOut = JUMPS.get(`${String(before.phase)} ${String(phase)}`);
      if (wayOut === undefined) {
        return [];
      }
      const message = `node group ${told(nodeGroupName)} goes from ${String(before.phase)} to ${String(phase)} at once; ${wayOut}`;
      return [{ stack, address, message }];
    });
  },
};
