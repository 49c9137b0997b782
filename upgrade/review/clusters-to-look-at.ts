import { decodeOwner } from "../eks/target-group-owner";
import { fleetDiff } from "../fleet/diff";
import { ifKnown } from "../fleet/state";
import { gainersOf, shiftsOf } from "../rules/support/traffic";
import { getRecord } from "../terraform/json";
import { type NamedPlan, readPlans } from "../terraform/read-plans";
import { placeText } from "../terraform/reading";

/**
 * The names of the clusters to look at before plans are applied: those that run and that are changed, and those whose
 * target groups get a larger share of some route. What only loses traffic may be as ill as it is.
 */
export function clustersToLookAt(plans: readonly NamedPlan[]): readonly string[] {
  const step = readPlans(plans);
  const changed = new Set(step.resources.map(placeText));
  const touched = new Set(
    [step.before, step.after].flatMap(({ clusters, nodeGroups, addons }) => [
      ...clusters.flatMap((each) => (changed.has(placeText(each)) ? [each.key] : [])),
      ...[...nodeGroups, ...addons].flatMap((each) => (changed.has(placeText(each)) ? [each.cluster] : [])),
    ]),
  );
  const stays = new Set(step.after.clusters.map(({ key }) => key));
  const running = step.before.clusters
    .filter(({ key }) => touched.has(key) && stays.has(key))
    .flatMap(({ clusterName }) => ifKnown(clusterName) ?? []);
  const gaining = new Set(shiftsOf(fleetDiff(step)).flatMap(gainersOf));
  const groups = step.after.targetGroups.filter(({ key }) => gaining.has(key));
  const behind = groups.flatMap(({ stack, address }) => {
    const plan = plans.find(({ name }) => name === stack)?.plan;
    const resource = plan?.resources.find((each) => each.address === address);
    return decodeOwner(getRecord(resource?.after, "tags")) ?? [];
  });
  return [...new Set([...running, ...behind])].sort();
}
