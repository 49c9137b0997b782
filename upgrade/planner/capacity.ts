import { clusterPath } from "../fleet/path-to";
import { ifKnown, type NodeGroupState } from "../fleet/state";
import { counted } from "../rules/support/wording";
import type { Draft } from "./draft";
import type { FleetEdit } from "./edits/fleet-edit";
import { remove, set } from "./edits/make-edit";
import { nameOf } from "./node-groups";
import { STEP_KINDS } from "./step-kinds";

/** A group with `nodes` nodes, which the code sets and an autoscaler does not change. */
export function moreNodes(clusterName: string, group: NodeGroupState, nodes: number, reason: string): Draft {
  const name = nameOf(group);
  const desiredSize = clusterPath(clusterName, "nodeGroups", name, "desiredSize");
  const maxSize = ifKnown(group.maxSize);
  const edits: readonly FleetEdit[] = [
    set(desiredSize, nodes),
    ...(maxSize !== undefined && maxSize < nodes
      ? [set(clusterPath(clusterName, "nodeGroups", name, "maxSize"), nodes, maxSize)]
      : []),
  ];
  return {
    kind: "capacity",
    clusterName,
    title: STEP_KINDS.capacity.title(name, counted(nodes, "node"), reason),
    edits,
    rollback: {
      how: "remove desiredSize: an autoscaler drains and removes the nodes that are not needed",
      diffs: [[remove(desiredSize, nodes)]],
    },
    remarks: [`desiredSize of ${name} overrides the autoscaler; remove it when the upgrade is done`],
  };
}
