import { decodeOwner } from "../eks/target-group-owner";
import { fleetDiff } from "../fleet/diff";
import { ByPlace } from "../fleet/place";
import { ifKnown, type Place } from "../fleet/state";
import { gainersOf, shiftsOf } from "../rules/support/traffic";
import { getRecord } from "../terraform/json";
import { type NamedPlan, readPlans } from "../terraform/read-plans";

/**
 * The names of the clusters to check before plans are applied: running clusters that change, and clusters whose target
 * groups get a larger share of a route. The health of a cluster that only loses traffic does not matter.
 */
export function clustersToCheck(plans: readonly NamedPlan[]): readonly string[] {
  const change = readPlans(plans);
  const changed = ByPlace.of<Place>(change.resources);
  const touched = new Set(
    [change.before, change.after].flatMap(({ clusters, nodeGroups, addons }) => [
      ...clusters.flatMap((each) => (changed.has(each) ? [each.key] : [])),
      ...[...nodeGroups, ...addons].flatMap((each) => (changed.has(each) ? [each.cluster] : [])),
    ]),
  );
  const stays = new Set(change.after.clusters.map(({ key }) => key));
  const running = change.before.clusters
    .filter(({ key }) => touched.has(key) && stays.has(key))
    .flatMap(({ clusterName }) => ifKnown(clusterName) ?? []);
  const gaining = new Set(shiftsOf(fleetDiff(change)).flatMap(gainersOf));
  const groups = change.after.targetGroups.filter(({ key }) => gaining.has(key));
  const behind = groups.flatMap(({ stack, address }) => {
    const plan = plans.find(({ name }) => name === stack)?.plan;
    const resource = plan?.resources.find((each) => each.address === address);
    return decodeOwner(getRecord(resource?.after, "tags")) ?? [];
  });
  return [...new Set([...running, ...behind])].sort();
}
