import type { Pair } from "../../fleet/diff";
import { type IdentityState, ifKnown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { listed, shown } from "../support/wording";

export const activeClusterHandOver: Rule = {
  id: "active-cluster-hand-over",
  severity: "error",
  title: "Two clusters are active at the same time, or a change moves the active role directly",
  why: "Some workloads may run only once, in the active cluster: CronJobs, consumers of a queue. Each cluster has its own stack and apply, and running work ends in its own time, so a direct hand-over runs it twice. A step in between without an active cluster is a gap, never an overlap. The rule needs the plans of both clusters.",
  source: "Kubernetes, CronJob: jobs should be idempotent",
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
  // The change does not cause what existed before.
  if (becoming.length === 0) {
    return [];
  }
  if (active.length > 1) {
    const names = listed(active.map(({ clusterName }) => shown(clusterName)));
    const message = `${names} would be active at the same time: one of the clusters ${group} may be active. Deactivate the others`;
    return becoming.map((identity) => found(identity, message, { code: "several", values: { names } }));
  }
  return becoming.flatMap((identity) =>
    before.map(({ before: was }) => {
      const [from, to] = [shown(was?.clusterName), shown(identity.clusterName)];
      const message = `the active cluster of ${group} would change from ${from} to ${to} in one change: work that may run once would run in both for a while. First deactivate ${from}, apply, check that its work has ended, then activate ${to}`;
      return found(identity, message, { code: "direct", values: { from, to } });
    }),
  );
}
