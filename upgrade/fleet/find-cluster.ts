import { labelledIn, labelsOf } from "./labels";
import type { ClusterState, FleetState } from "./state";

/**
 * The clusters that a text can mean: NAME, REGION/NAME, ACCOUNT/REGION/NAME, or the label that tells one from all
 * others.
 */
export function clustersMeantBy(text: string, fleet: FleetState): readonly ClusterState[] {
  const labels = clusterLabels(fleet);
  const labelled = fleet.clusters.filter(({ key }) => labels.get(key) === text);
  return labelled.length > 0
    ? labelled
    : fleet.clusters.filter(({ account, region, clusterName }) =>
        [[clusterName], [region, clusterName], [account, region, clusterName]].some(
          (parts) => parts.every((part) => typeof part === "string") && parts.join("/") === text,
        ),
      );
}

/** "ap-northeast-2/alpha-kr-a", by key: as people name each cluster where the name alone may mean several. */
export function clusterLabels(fleet: FleetState): ReadonlyMap<string, string> {
  return labelsOf(labelledIn("cluster", [fleet]));
}

/** A sentence for a name that fits several clusters. */
export function ambiguousCluster(text: string, found: readonly ClusterState[], fleet: FleetState): string {
  const labels = clusterLabels(fleet);
  const names = found.map(({ key }) => labels.get(key) ?? text).sort();
  return `cluster ${text} is ambiguous: ${names.join(", ")}. Name one of them`;
}
