import { fleetDiff } from "../../upgrade/fleet/diff";
import { ambiguousCluster } from "../../upgrade/fleet/find-cluster";
import { FleetIndex } from "../../upgrade/fleet/fleet-index";
import { mayBeSame } from "../../upgrade/fleet/key";
import { type ClusterState, type FleetState, ifKnown, isUnknown } from "../../upgrade/fleet/state";
import { gainersOf, shiftsOf, targetGroupName } from "../../upgrade/rules/support/traffic";
import { readPlans } from "../../upgrade/terraform/read-plans";
import { plansIn } from "../shared/plan-files";

/** What plans are about to do with a cluster, and with traffic. */
export interface PlannedIntent {
  /** The version that the cluster is to have; left out where no plan has the cluster, or none says it. */
  readonly version?: string;
  /** Names of the target groups that get a larger share of some route. */
  readonly gaining: readonly string[];
}

export function intentIn(
  paths: readonly string[],
  region: string,
  clusterName: string,
  isVersionGiven = false,
): { readonly planned: PlannedIntent; readonly problems: readonly string[] } {
  const { plans, problems: planProblems } = plansIn(paths, "kept");
  const problems = [...planProblems];
  const step = readPlans(plans);
  const [cluster, ...others] = clustersIn(region, clusterName, step.after);
  if (cluster !== undefined && others.length > 0) {
    problems.push(ambiguousCluster(clusterName, [cluster, ...others], step.after));
  }
  const version = ifKnown(cluster?.version);
  if (isUnknown(cluster?.version) && !isVersionGiven) {
    problems.push(
      `the plan does not say which version ${clusterName} is to have: it is taken out, or known after the apply; give it with --to`,
    );
  }
  const indices = [step.after, step.before].map((fleet) => new FleetIndex(fleet));
  const gaining = shiftsOf(fleetDiff(step))
    .flatMap(gainersOf)
    .map((key) => targetGroupName(key, ...indices));
  return {
    planned: { ...(version === undefined ? {} : { version }), gaining: [...new Set(gaining)] },
    problems,
  };
}

/** The clusters of a region and a name; those whose region no plan tells may be meant as well. */
function clustersIn(region: string, name: string, { clusters }: FleetState): readonly ClusterState[] {
  return clusters.filter(
    (cluster) =>
      cluster.clusterName === name && mayBeSame({ region: cluster.region, name }, { region, name }),
  );
}
