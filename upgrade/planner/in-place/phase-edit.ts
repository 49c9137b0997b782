import type { NodeGroupPhase } from "../../eks/node-group-phase";
import { clusterPath } from "../../fleet/path-to";
import type { FleetEdit } from "../edits/fleet-edit";
import { change } from "../edits/make-edit";
import type { InPlace } from "./in-place";

/** The phase of an active group is not written: it is `undefined` here. */
export function phaseEdit(
  at: InPlace,
  nodeGroupName: string,
  before: NodeGroupPhase | undefined,
  after: NodeGroupPhase | undefined,
): FleetEdit {
  return change(clusterPath(at.name, "nodeGroups", nodeGroupName, "phase"), before, after);
}
