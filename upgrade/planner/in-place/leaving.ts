import { workloadStack } from "../../eks/layout";
import { clusterPath } from "../../fleet/path-to";
import { ifKnown } from "../../fleet/state";
import { fits as fitsPods } from "../../rules/support/successor";
import { counted } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import { remove, set } from "../edits/make-edit";
import { isLeaving, isSameFamily, nameOf } from "../node-groups";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";
import { capacityStep, cordonStep, createStep } from "./replacement";

/** A cordoned group is drained, a drained one retired, a retired one removed. Groups that leave by the goal come last. */
export function leavingStep(at: InPlace): Draft | Blocked | undefined {
  const [group] = at.groups.filter(isLeaving);
  if (group === undefined) {
    const next = at.active.find((each) => at.leaves(nameOf(each)));
    return next && cordonStep(at, nameOf(next));
  }
  const name = nameOf(group);
  const successors = at.active.filter((other) => isSameFamily(group, other) || fitsPods(group, other));
  const isAlone = group.phase === "retired" ? at.active.length === 0 : successors.length === 0;
  const hasPool = at.pools.some((pool) => pool.phase === "active");
  if (isAlone && !hasPool && !at.leaves(name) && at.cluster.otherNodes.length === 0) {
    return createStep(at, [group]);
  }
  const capacity = group.phase === "retired" ? undefined : capacityStep(at, [group], successors);
  if (capacity !== undefined) {
    return capacity;
  }
  switch (ifKnown(group.phase) ?? "cordoned") {
    case "cordoned":
      return drainStep(at, name);
    case "draining":
      return retireStep(at, name, Math.max(1, ifKnown(group.desiredSize) ?? ifKnown(group.minSize) ?? 1));
    default:
      return removeStep(at, name, String(ifKnown(group.version) ?? "its version"));
  }
}

function drainStep(at: InPlace, name: string): Draft {
  return {
    kind: "drain",
    clusterName: at.name,
    title: STEP_KINDS.drain.title(name),
    edits: [at.phaseEdit(name, "cordoned", "draining")],
    rollback: {
      how: `set the phase of ${name} back to cordoned; evicted pods stay where they are`,
      diffs: [[at.phaseEdit(name, "draining", "cordoned")]],
    },
    order: [at.cluster.stack, workloadStack(at.name)],
  };
}

function retireStep(at: InPlace, name: string, nodes: number): Draft {
  return {
    kind: "retire",
    clusterName: at.name,
    title: STEP_KINDS.retire.title(name),
    edits: [at.phaseEdit(name, "draining", "retired")],
    rollback: {
      how: `make ${name} active again with ${counted(nodes, "node")}: this also rolls back its cordon and its drain`,
      leadsBefore: "cordon",
      diffs: [
        [
          at.phaseEdit(name, "retired", undefined),
          set(clusterPath(at.name, "nodeGroups", name, "desiredSize"), nodes),
        ],
      ],
    },
  };
}

function removeStep(at: InPlace, name: string, version: string): Draft {
  return {
    kind: "node-group-remove",
    clusterName: at.name,
    title: STEP_KINDS["node-group-remove"].title(name),
    edits: [remove(clusterPath(at.name, "nodeGroups", name))],
    rollback: { how: `none: another group has replaced ${name}`, diffs: [] },
    noRollback: `EKS creates node groups only at the version of the control plane: ${name} with nodes of ${version} cannot be created again`,
    // The drain reads the group, so it is destroyed before it.
    order: [workloadStack(at.name), at.cluster.stack],
  };
}
