import type { IConstruct } from "constructs";
import { mayBeSame } from "../../upgrade/fleet/key";
import type { ClusterReference, RegisteredNodeGroup } from "./cluster-reference";

/** The clusters and node groups that a program declares with one cluster name. */
interface Declared {
  readonly clusters: ClusterReference[];
  readonly nodeGroups: { readonly cluster: ClusterReference; readonly nodeGroup: RegisteredNodeGroup }[];
}

/** By program, and by the name of the cluster. */
const programs = new WeakMap<IConstruct, Map<string, Declared>>();

function declaredOf({ node: { root }, declaredName }: ClusterReference): Declared {
  const byName = programs.get(root) ?? new Map<string, Declared>();
  programs.set(root, byName);
  const declared = byName.get(declaredName) ?? { clusters: [], nodeGroups: [] };
  byName.set(declaredName, declared);
  return declared;
}

export function registerCluster(cluster: ClusterReference): void {
  declaredOf(cluster).clusters.push(cluster);
}

export function declareNodeGroup(cluster: ClusterReference, nodeGroup: RegisteredNodeGroup): void {
  declaredOf(cluster).nodeGroups.push({ cluster, nodeGroup });
}

/** The node groups that the program declares for a cluster, including those of stacks that import it. */
export function nodeGroupsOf(cluster: ClusterReference): readonly RegisteredNodeGroup[] {
  const { clusters, nodeGroups } = declaredOf(cluster);
  const same = new Set(clusters.filter((other) => isSame(cluster, other, clusters)));
  return nodeGroups.filter((each) => same.has(each.cluster)).map(({ nodeGroup }) => nodeGroup);
}

/**
 * Whether two constructs are one cluster. Two that a program creates never are. An imported one is the same as another if
 * nothing that is known of them differs, and no other cluster matches.
 */
function isSame(one: ClusterReference, other: ClusterReference, all: readonly ClusterReference[]): boolean {
  if (one === other) {
    return true;
  }
  if (!one.isImported && !other.isImported) {
    return false;
  }
  const isAmbiguous = ({ identity }: ClusterReference) =>
    all.filter((each) => !each.isImported && mayBeSame(each.identity, identity)).length > 1;
  return (
    one.clusterKey === other.clusterKey ||
    (mayBeSame(one.identity, other.identity) && !isAmbiguous(one) && !isAmbiguous(other))
  );
}
