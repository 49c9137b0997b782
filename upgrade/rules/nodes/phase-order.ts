import { type NodeGroupPhase, nodeGroupPhases } from "../../eks/node-group-phase";
import { updated } from "../../fleet/diff";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { shown } from "../support/wording";

/** The phase changes that make no sense, and the fix. Any phase may go back to active. */
const JUMPS: ReadonlyMap<string, string> = new Map<`${NodeGroupPhase} ${NodeGroupPhase}`, string>([
  ["active draining", "Cordon it first, check that its successor runs the new pods, then drain it"],
  ["retired draining", "Make it active again, or remove it: it has no nodes to drain"],
  ["retired cordoned", "Make it active again, or remove it: it has no nodes"],
]);

export const phaseOrder: Rule = {
  id: "phase-order",
  severity: "warning",
  title: "A node group skips a phase, or goes back to a phase that has no effect",
  why: "The phases are active, cordoned, draining, retired. After each phase there is something to check before the next, and a rollback of each is one small diff. Another rule rejects a group that is retired without a drain.",
  source: "design, Steps; zalando-incubator/kubernetes-on-aws #3850 (NoSchedule on the old nodes first)",
  judge(input) {
    return updated(input.diff.nodeGroups).flatMap(({ before, after }) => {
      const [from, to] = [String(before.phase), String(after.phase)];
      const fix = JUMPS.get(`${from} ${to}`);
      if (fix === undefined) {
        return [];
      }
      const message = `node group ${shown(after.nodeGroupName)} would go from ${from} to ${to}: the phases are ${nodeGroupPhases.join(", ")}. ${fix}`;
      return [found(after, message, { values: { from, to } })];
    });
  },
};
