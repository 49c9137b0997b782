import { targetGroupsBehind } from "../../upgrade/fleet/derived-traffic";
import { fleetDiff, updated } from "../../upgrade/fleet/diff";
import { ambiguousCluster, clustersOf } from "../../upgrade/fleet/find-cluster";
import { FleetIndex } from "../../upgrade/fleet/fleet-index";
import type { Identity } from "../../upgrade/fleet/key";
import { ifKnown, isUnknown, type TargetGroupKey } from "../../upgrade/fleet/state";
import { gainersOf, shiftsOf, targetGroupName } from "../../upgrade/rules/support/traffic";
import { readPlans } from "../../upgrade/terraform/read-plans";
import { plansIn } from "../shared/plan-files";

/** What plans do to a cluster, and to traffic. */
export interface PlannedIntent {
  /** The planned version of the cluster. Left out if no plan has it. */
  readonly version?: string;
  /** Names of the target groups that get a larger share of a route. */
  readonly gaining: readonly string[];
  /** Names of the node groups of the cluster that are retired. Left out if there are none. */
  readonly retiring?: readonly string[];
}

/** A target group of AWS; of a record, those with weight of the load balancers that it leads to. */
function inAws(key: TargetGroupKey, indices: readonly FleetIndex[]): readonly TargetGroupKey[] {
  const groups = indices.flatMap((index) => index.targetGroup(key) ?? []);
  if (groups[0]?.isDerived !== true) {
    return [key];
  }
  return indices
    .slice(0, 1)
    .flatMap((index) =>
      index.fleet.records
        .filter((record) =>
          groups.some(({ stack, address }) => record.stack === stack && record.address === address),
        )
        .flatMap((record) => targetGroupsBehind(record, index)),
    );
}

export function intentIn(
  paths: readonly string[],
  identity: Identity,
  isVersionGiven = false,
): { readonly planned: PlannedIntent; readonly problems: readonly string[] } {
  const { plans, problems: planProblems } = plansIn(paths, "kept");
  const problems = [...planProblems];
  const step = readPlans(plans);
  const { name } = identity;
  const found = clustersOf(identity, step.after);
  const [cluster] = found;
  if (found.length > 1) {
    problems.push(ambiguousCluster(name, found, step.after));
  }
  const version = ifKnown(cluster?.version);
  if (isUnknown(cluster?.version) && !isVersionGiven) {
    problems.push(
      `the plan does not have the version of cluster ${name}: it was removed from the plan, or is known after apply. Give it with --to`,
    );
  }
  const indices = [step.after, step.before].map((fleet) => new FleetIndex(fleet));
  const diff = fleetDiff(step);
  const retiring = updated(diff.nodeGroups).flatMap(({ before, after }) =>
    after.cluster === cluster?.key && after.phase === "retired" && before.phase !== "retired"
      ? (ifKnown(after.nodeGroupName) ?? [])
      : [],
  );
  const gaining = shiftsOf(diff)
    .flatMap(gainersOf)
    .flatMap((key) => inAws(key, indices))
    .map((key) => targetGroupName(key, ...indices));
  return {
    planned: {
      ...(version === undefined ? {} : { version }),
      ...(retiring.length === 0 ? {} : { retiring }),
      gaining: [...new Set(gaining)],
    },
    problems,
  };
}
