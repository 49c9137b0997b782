import { fleetPath } from "../../fleet/path-to";
import { type ClusterState, ifKnown } from "../../fleet/state";
import type { Draft } from "../draft";
import { set } from "../edits/make-edit";
import { guess, STEP_KINDS } from "../step-kinds";
import type { ClusterPair } from "./cluster-pair";

/** The active cluster of a group changes in two steps: first no cluster is active, then the second one is. */
export function handOverStep({ fleet, goal, first, second }: ClusterPair): Draft | undefined {
  const identityOf = (cluster: ClusterState | undefined) =>
    fleet.identities.find((identity) => identity.cluster === cluster?.key);
  const [from, to] = [identityOf(first), identityOf(second)];
  const group = ifKnown(from?.group);
  const active = fleet.identities.find(
    (identity) => identity.group === group && ifKnown(identity.isActive) === true,
  );
  const isFirst = active !== undefined && active === from;
  if (group === undefined || to === undefined || to.group !== group || (active !== undefined && !isFirst)) {
    return undefined;
  }
  const [before, after] = isFirst ? [goal.cluster, NONE] : [NONE, goal.secondCluster];
  const path = fleetPath("activeClusters", group);
  const cluster = isFirst ? goal.cluster : goal.secondCluster;
  return {
    kind: "workload",
    clusterName: cluster,
    title: STEP_KINDS.workload.title({ cluster, activates: !isFirst }),
    edits: [set(path, after, before)],
    rollback: {
      how: isFirst ? `make ${goal.cluster} active again` : "set the active cluster back to none",
      diffs: [[set(path, before, after)]],
    },
    estimate: guess(2),
    remarks: isFirst
      ? [
          `before the next step, make sure that the workloads which may run only once have stopped in ${goal.cluster}`,
        ]
      : [],
  };
}

/** No cluster of the group is active. */
const NONE = "none";
