import type { EksNodeGroup, EksNodeGroupConfig } from "@cdktf/provider-aws/lib/eks-node-group";
import type { NodeGroupSettings, NodeRepairLimits } from "../../upgrade/fleet/settings";
import { nodeGroupDefaults } from "../../upgrade/fleet/settings/defaults";
import { textProblems, wholeNumberProblems } from "../checks/values";

/*
 * How EKS replaces the nodes of a group: for an update, and when they are broken. Bindings lack the attributes that AWS
 * provider 6.20 and 6.26 added, and drop them without a word, so these are written as overrides.
 */

type Updates = Pick<NodeGroupSettings, "updateConfig" | "updateStrategy" | "nodeRepair" | "nodeRepairLimits">;

/** The strategy needs a block with one of the numbers. */
export function updateConfigOf({
  updateConfig,
  updateStrategy,
}: Updates): EksNodeGroupConfig["updateConfig"] {
  return updateConfig ?? (updateStrategy === undefined ? undefined : nodeGroupDefaults.updateConfig);
}

export function repairConfigOf({ nodeRepair }: Updates): EksNodeGroupConfig["nodeRepairConfig"] {
  return nodeRepair === undefined ? undefined : { enabled: nodeRepair === "enabled" };
}

export function overrideUpdates(
  group: EksNodeGroup,
  { updateStrategy, nodeRepair, nodeRepairLimits = {} }: Updates,
): void {
  if (updateStrategy !== undefined) {
    group.addOverride("update_config.update_strategy", updateStrategy);
  }
  if (nodeRepair === undefined) {
    return;
  }
  const { overrides, ...numbers } = nodeRepairLimits;
  for (const [name, value] of givenIn(numbers)) {
    group.addOverride(`node_repair_config.${ATTRIBUTES[name]}`, value);
  }
  if (overrides !== undefined) {
    group.addOverride(
      "node_repair_config.node_repair_config_overrides",
      overrides.map((each) => ({
        node_monitoring_condition: each.nodeMonitoringCondition,
        node_unhealthy_reason: each.nodeUnhealthyReason,
        min_repair_wait_time_mins: each.minRepairWaitTimeMins,
        repair_action: each.repairAction,
      })),
    );
  }
}

type Numbers = Omit<NodeRepairLimits, "overrides">;

const ATTRIBUTES = {
  maxUnhealthyNodeThresholdCount: "max_unhealthy_node_threshold_count",
  maxUnhealthyNodeThresholdPercentage: "max_unhealthy_node_threshold_percentage",
  maxParallelNodesRepairedCount: "max_parallel_nodes_repaired_count",
  maxParallelNodesRepairedPercentage: "max_parallel_nodes_repaired_percentage",
} as const satisfies Readonly<Record<keyof Numbers, string>>;

const NUMBERS = [
  "maxUnhealthyNodeThresholdCount",
  "maxUnhealthyNodeThresholdPercentage",
  "maxParallelNodesRepairedCount",
  "maxParallelNodesRepairedPercentage",
] as const satisfies readonly (keyof Numbers)[];

function givenIn(numbers: Numbers): readonly (readonly [name: keyof Numbers, value: number])[] {
  return NUMBERS.flatMap((name) => {
    const value = numbers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}

export function updateProblems({ updateConfig, nodeRepair, nodeRepairLimits }: Updates): readonly string[] {
  return [
    ...oneOfTwoProblems("updateConfig", updateConfig ?? {}, ["maxUnavailable", "maxUnavailablePercentage"]),
    ...Object.entries(updateConfig ?? {}).flatMap(([name, value]) =>
      wholeNumberProblems(`updateConfig.${name}`, value, 1, 100),
    ),
    ...(nodeRepairLimits === undefined ? [] : limitProblems(nodeRepairLimits)),
    ...(nodeRepairLimits !== undefined && nodeRepair === undefined
      ? ['nodeRepairLimits is set without nodeRepair: expected nodeRepair "enabled", or "disabled", too']
      : []),
  ];
}

/** Source: EKS API reference, NodeRepairConfig. */
function limitProblems({ overrides = [], ...numbers }: NodeRepairLimits): readonly string[] {
  const what = "nodeRepairLimits";
  return [
    ...givenIn(numbers).flatMap(([name, value]) =>
      wholeNumberProblems(`${what}.${name}`, value, 1, name.endsWith("Percentage") ? 100 : undefined),
    ),
    ...oneOfTwoProblems(what, numbers, NUMBERS.slice(0, 2)),
    ...oneOfTwoProblems(what, numbers, NUMBERS.slice(2)),
    ...overrides.flatMap(({ nodeMonitoringCondition, nodeUnhealthyReason, minRepairWaitTimeMins }, index) => [
      ...wholeNumberProblems(`${what}.overrides[${index}].minRepairWaitTimeMins`, minRepairWaitTimeMins, 1),
      ...Object.entries({ nodeMonitoringCondition, nodeUnhealthyReason }).flatMap(([name, text]) =>
        textProblems(
          `${what}.overrides[${index}].${name}`,
          text,
          /\S/,
          "a text that the node monitoring agent reports",
        ),
      ),
    ]),
  ];
}

function oneOfTwoProblems(what: string, given: object, names: readonly string[]): readonly string[] {
  const both = Object.entries(given).flatMap(([name, value]) =>
    value !== undefined && names.includes(name) ? [name] : [],
  );
  return both.length > 1 ? [`${what} has ${both.join(" and ")}: expected one of them`] : [];
}
