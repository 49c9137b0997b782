import { drainPhases, PHASE_TAG } from "../../upgrade/eks/node-group-phase";

/**
 * An expression: whether the node group in AWS has the phase draining or retired.
 * @param nodeGroup an expression that names the group's data source
 */
export function isDraining(nodeGroup: string): string {
  const phases = drainPhases.map((phase) => `"${phase}"`).join(", ");
  return `contains([${phases}], lookup(coalesce(${nodeGroup}.tags, {}), "${PHASE_TAG}", ""))`;
}
