import type { Call, Operations } from "./call";
import { invalidParameter } from "./errors";
import type { Fields } from "./fields";
import {
  changedLabels,
  changedTaints,
  rejectSizesOutOfOrder,
  scalingConfigIn,
  updateConfigIn,
} from "./node-group-settings";
import { nodeGroupOf, rejectUnlessGroupActive, startGroupUpdate } from "./node-groups";
import type { EksCluster } from "./region";
import type { NodeGroup } from "./resources";
import type { UpdateParam } from "./update-history";

function update(call: Call): object {
  const { body } = call;
  const group = nodeGroupOf(call);
  rejectUnlessGroupActive(group);
  const updateConfig = updateConfigIn(body.object("updateConfig"));
  const nodeRepairConfig = body.json("nodeRepairConfig");
  const warmPoolConfig = body.json("warmPoolConfig");
  const after: Partial<NodeGroup> = {
    labels: changedLabels(group.labels, body.object("labels")),
    taints: changedTaints(group.taints, body.object("taints")),
    ...(body.has("scalingConfig")
      ? { scalingConfig: scalingConfigIn(body.object("scalingConfig"), group.scalingConfig) }
      : {}),
    ...(updateConfig === undefined ? {} : { updateConfig }),
    ...(nodeRepairConfig === undefined ? {} : { nodeRepairConfig }),
    ...(warmPoolConfig === undefined ? {} : { warmPoolConfig }),
  };

  return startGroupUpdate(call, group, {
    type: "ConfigUpdate",
    params: paramsOf(body),
    duration: call.options.durations.nodeGroupConfig,
    after,
  });
}

const PARAMS = [
  ["labels", "addOrUpdateLabels", "LabelsToAdd"],
  ["labels", "removeLabels", "LabelsToRemove"],
  ["taints", "addOrUpdateTaints", "TaintsToAdd"],
  ["taints", "removeTaints", "TaintsToRemove"],
  ["scalingConfig", "minSize", "MinSize"],
  ["scalingConfig", "maxSize", "MaxSize"],
  ["scalingConfig", "desiredSize", "DesiredSize"],
  ["updateConfig", "maxUnavailable", "MaxUnavailable"],
  ["updateConfig", "maxUnavailablePercentage", "MaxUnavailablePercentage"],
] as const;

function paramsOf(body: Fields): readonly UpdateParam[] {
  return PARAMS.flatMap(([object, member, type]) => {
    const value = body.object(object)?.text(member);
    return value === undefined ? [] : [{ type, value }];
  });
}

/** What an autoscaler does: changes the desired size, within the limits, and is in nobody's plan. */
export function setDesiredSize(cluster: EksCluster, nodegroupName: string, desiredSize: number): void {
  const timed = cluster.nodeGroups.timed(nodegroupName);
  const group = timed?.value;
  if (timed === undefined || group === undefined) {
    throw invalidParameter(`No node group found for name: ${nodegroupName}.`);
  }
  const scalingConfig = { ...group.scalingConfig, desiredSize };
  rejectSizesOutOfOrder(scalingConfig, "update");
  timed.change((value) => ({ ...value, scalingConfig }));
}

export const nodeGroupConfigOperations: Operations = {
  UpdateNodegroupConfig: {
    method: "POST",
    path: "/clusters/{name}/node-groups/{nodegroupName}/update-config",
    answer: update,
  },
};
