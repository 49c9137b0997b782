import type { IConstruct } from "constructs";
import type { ClusterReference, RegisteredNodeGroup } from "./cluster-reference";

interface Declared {
  /** As one stack declares or imports it. */
  readonly cluster: ClusterReference;
  readonly nodeGroup: RegisteredNodeGroup;
}

/** By program, and in it by the name of the cluster: that is known before its provider is. */
const declared = new WeakMap<IConstruct, Map<string, Declared[]>>();

export function declareNodeGroup(cluster: ClusterReference, nodeGroup: RegisteredNodeGroup): void {
  const { root } = cluster.node;
  const byName = declared.get(root) ?? new Map<string, Declared[]>();
  declared.set(root, byName);
  const known = byName.get(cluster.declaredName) ?? [];
  known.push({ cluster, nodeGroup });
  byName.set(cluster.declaredName, known);
}

/** The node groups that the program declares for a cluster, including those of stacks that import it. */
export function nodeGroupsOf(cluster: ClusterReference): readonly RegisteredNodeGroup[] {
  const sameName = declared.get(cluster.node.root)?.get(cluster.declaredName) ?? [];
  return sameName
    .filter((each) => each.cluster === cluster || each.cluster.clusterKey === cluster.clusterKey)
    .map(({ nodeGroup }) => nodeGroup);
}
