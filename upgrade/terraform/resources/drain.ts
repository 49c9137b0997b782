import { DRAIN_VARIABLE, DRAINED_GROUP_LABEL } from "../../eks/drained";
import { isUnknown, UNKNOWN } from "../../fleet/state";
import type { Attributes } from "../attributes";
import type { ResourceReader } from "./resource-reader";

/** The Job that evicts the pods of a node group. */
export const drainReader: ResourceReader = {
  types: ["kubernetes_job_v1"],
  read(found) {
    const { side } = found;
    if (side.block("metadata")?.entry("labels", DRAINED_GROUP_LABEL) === undefined) {
      return;
    }
    found.add("drains", {
      stack: found.stack,
      address: found.address,
      cluster: found.clusterOfProvider(),
      nodeGroupName:
        groupIn(side.block("spec")?.block("template")?.block("spec")?.block("container")) ?? UNKNOWN,
    });
  },
};

function groupIn(container: Attributes | undefined) {
  const variables = container?.blocks("env") ?? [];
  return isUnknown(variables)
    ? UNKNOWN
    : variables.find((variable) => variable.text("name") === DRAIN_VARIABLE)?.text("value");
}
