import { type Identity, mayBeSame } from "./key";
import { labelledIn, labelsOf } from "./labels";
import type { ClusterState, FleetState } from "./state";

/** How a person names a cluster: NAME, REGION/NAME or ACCOUNT/REGION/NAME. A name has no "/". */
export function identityIn(text: string): Identity {
  const [name = "", region, account] = text.split("/").reverse();
  return { account, region, name };
}

/** The clusters that a text names: by the label that only one cluster has, or by the values in the text. */
export function clustersMeantBy(text: string, fleet: FleetState): readonly ClusterState[] {
  const labels = clusterLabels(fleet);
  const labelled = fleet.clusters.filter(({ key }) => labels.get(key) === text);
  return labelled.length > 0 ? labelled : clustersOf(identityIn(text), fleet);
}

/** The clusters of a fleet that an identity matches. An unknown value matches every value. */
export function clustersOf(identity: Identity, { clusters }: FleetState): readonly ClusterState[] {
  return clusters.filter(
    ({ account, region, clusterName }) =>
      clusterName === identity.name && mayBeSame({ account, region, name: identity.name }, identity),
  );
}

/** By key, as people name each cluster: "ap-northeast-2/alpha-kr-a", or the name alone if that is enough. */
export function clusterLabels(fleet: FleetState, from?: "name"): ReadonlyMap<string, string> {
  return labelsOf(labelledIn("cluster", [fleet]), from);
}

/** A sentence for a name that fits several clusters. */
export function ambiguousCluster(text: string, found: readonly ClusterState[], fleet: FleetState): string {
  const labels = clusterLabels(fleet);
  const names = found.map(({ key }) => labels.get(key) ?? text).sort();
  return `cluster ${text} is ambiguous: it can be ${names.join(" or ")}. Name one of these`;
}
