import { workloadStack } from "../../eks/layout";
import { clusterPath } from "../../fleet/path-to";
import type { Draft } from "../draft";
import { remove, set } from "../edits/make-edit";
import { poolNameOf, poolsOf } from "../node-pools";
import { entryOf, releasesOf } from "../platform-releases";
import { STEP_KINDS } from "../step-kinds";
import type { ClusterPair } from "./cluster-pair";

/**
 * All releases of the first cluster, and its node pools. The controllers are removed when nothing is bound any more, and
 * Karpenter after its pools.
 */
export function workloadRemoveStep({ fleet, goal, first }: ClusterPair): Draft | undefined {
  const releases = releasesOf(fleet, first);
  const pools = poolsOf(fleet, first).map(poolNameOf);
  if (releases.length === 0 && pools.length === 0) {
    return undefined;
  }
  const entries = new Map(releases.map(({ path }) => [path[0], entryOf(path)]));
  return {
    kind: "workload-remove",
    clusterName: goal.cluster,
    title: STEP_KINDS["workload-remove"].title([...releases.map(({ name }) => name), ...pools]),
    edits: [
      ...(pools.length === 0 ? [] : [remove(clusterPath(goal.cluster, "nodePools"))]),
      ...[...entries.values()].map((entry) => remove(clusterPath(goal.cluster, ...entry))),
      remove(clusterPath(goal.cluster, "namespaces")),
    ],
    rollback: {
      how: "revert the diff: everything is installed again, without the data that it had stored",
      diffs: [],
    },
    noRollback: `the data that the releases stored in ${goal.cluster} is deleted`,
    order: [workloadStack(goal.cluster), first.stack],
  };
}

export function unprotectStep({ goal }: ClusterPair): Draft {
  const path = clusterPath(goal.cluster, "deletionProtection");
  return {
    kind: "unprotect",
    clusterName: goal.cluster,
    title: STEP_KINDS.unprotect.title(goal.cluster),
    edits: [set(path, "disabled")],
    rollback: {
      how: "enable the deletion protection again, before the cluster is removed",
      diffs: [[remove(path, "disabled")]],
    },
  };
}

export function removeStep({ goal, first }: ClusterPair): Draft {
  return {
    kind: "cluster-remove",
    clusterName: goal.cluster,
    title: STEP_KINDS["cluster-remove"].title(goal.cluster),
    edits: [remove(clusterPath(goal.cluster))],
    rollback: { how: "none", diffs: [] },
    noRollback: `${goal.cluster} is destroyed, with all its data`,
    order: [workloadStack(goal.cluster), first.stack],
  };
}
