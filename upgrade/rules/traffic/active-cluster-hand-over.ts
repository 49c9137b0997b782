import type { Pair } from "../../fleet/diff";
import { type IdentityState, ifKnown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { listed, told } from "../support/wording";

export const activeClusterHandOver: Rule = {
  id: "active-cluster-hand-over",
  severity: "error",
  title: "two active clusters at a time, or another one in the same step",
  why: "What may run only once runs in the active cluster: CronJobs, consumers of a queue. Each cluster's stack is applied by itself, and what runs ends in its own time, so that a direct hand-over has both run at once. A step between them in which none is active is a gap, and never an overlap. Judged where the plans of both are given.",
  source:
    "The talk: what runs in two clusters at once must be made for it (Jobs); Kubernetes, CronJob: jobs should be idempotent",
  judge(input) {
    const groups = new Map<string, Pair<IdentityState>[]>();
    for (const pair of input.diff.identities) {
      const group = ifKnown((pair.after ?? pair.before)?.group);
      if (group !== undefined) {
        groups.set(group, [...(groups.get(group) ?? []), pair]);
      }
    }
    return [...groups].flatMap(([group, pairs]) => findingsOf(group, pairs));
  },
};

function findingsOf(group: string, pairs: readonly Pair<IdentityState>[]): readonly Finding[] {
  const active = pairs.flatMap(({ after }) => (after?.isActive === true ? [after] : []));
  const before = pairs.flatMap((pair) => (pair.before?.isActive === true ? [pair] : []));
  const becoming = pairs.flatMap(({ before: was, after }) =>
    after?.isActive === true && was?.isActive !== true ? [after] : [],
  );
  // What was so before the step, no step of anybody's made.
  if (becoming.length === 0) {
    return [];
  }
  if (active.length > 1) {
    const names = listed(active.map(({ clusterName }) => told(clusterName)));
    return becoming.map(({ stack, address }) => ({
      stack,
      address,
      message: `${names} would be active at once, and of the clusters ${group} one may be; make all but one passive`,
    }));
  }
  return becoming.flatMap(({ stack, address, clusterName }) =>
    before.map(({ before: was }) => ({
      stack,
      address,
      message: `the active one of the clusters ${group} would change from ${told(was?.clusterName)} to ${told(clusterName)} in one step, and what may run once would run in both for a while; first make none active, apply that, see that it has ended in ${told(was?.clusterName)}, and then make ${told(clusterName)} active`,
    })),
  );
}
