import { isAmiType } from "../eks/ami-type";
import { decodePhase, isCordonTaint, PHASE_TAG } from "../eks/node-group-phase";
import type { NodeGroupSettings, NodeRepairLimits, Taint, UpdateStrategy } from "../fleet/settings";
import { nodeGroupDefaults } from "../fleet/settings/defaults";
import { capacityTypes, repairActions, updateStrategies } from "../fleet/settings/node-group";
import type { LiveCluster, LiveNodeGroup } from "./live-cluster";
import { accepted, listOf, ownTags, someOf, sorted, unlessDefault } from "./values";

const effects = [
  "NO_SCHEDULE",
  "PREFER_NO_SCHEDULE",
  "NO_EXECUTE",
] as const satisfies readonly Taint["effect"][];

/** What the settings of a node group cannot say, in words: "SSH access by an EC2 key". */
export function unsupportedIn({
  unsupported,
  amiType,
  capacityType,
  taints,
  updateConfig = {},
  nodeRepairLimits = {},
}: LiveNodeGroup): readonly string[] {
  return [
    ...unsupported,
    ...(amiType === undefined || isAmiType(amiType) ? [] : [`the AMI type ${amiType}`]),
    ...(capacityType === undefined || accepted(capacityTypes, capacityType) !== undefined
      ? []
      : [`the capacity type ${capacityType}`]),
    ...(updateConfig.updateStrategy === undefined ||
    accepted(updateStrategies, updateConfig.updateStrategy) !== undefined
      ? []
      : [`the update strategy ${updateConfig.updateStrategy}`]),
    ...(nodeRepairLimits.overrides ?? [])
      .filter(({ repairAction }) => accepted(repairActions, repairAction) === undefined)
      .map(({ repairAction }) => `the repair action ${repairAction}`),
    ...taints
      .filter(({ effect }) => accepted(effects, effect) === undefined)
      .map(({ key, effect }) => `the effect ${effect} of the taint ${key}`),
  ];
}

/** The entry of a node group in a fleet file. */
export function nodeGroupOf(
  group: LiveNodeGroup,
  cluster: LiveCluster,
  nodeRoleArn: string | undefined,
): NodeGroupSettings {
  const { amiType, launchTemplate } = group;
  const { [PHASE_TAG]: _phase, ...tags } = group.tags;
  return {
    version: group.version ?? cluster.version,
    instanceTypes: group.instanceTypes,
    minSize: group.minSize,
    maxSize: group.maxSize,
    phase: unlessDefault(decodePhase(group), nodeGroupDefaults.phase),
    amiType:
      amiType === undefined || !isAmiType(amiType)
        ? undefined
        : unlessDefault(amiType, nodeGroupDefaults.amiType),
    capacityType: unlessDefault(accepted(capacityTypes, group.capacityType), nodeGroupDefaults.capacityType),
    labels: someOf(sorted(group.labels)),
    taints: listOf(group.taints.filter((taint) => !isCordonTaint(taint)).flatMap(taintOf)),
    launchTemplate:
      launchTemplate === undefined
        ? "none"
        : { launchTemplateId: launchTemplate.id, version: Number(launchTemplate.version) },
    updateConfig: updateConfigOf(group),
    updateStrategy: unlessDefault<UpdateStrategy | undefined>(
      accepted(updateStrategies, group.updateConfig?.updateStrategy),
      "DEFAULT",
    ),
    ...repairOf(group),
    subnetIds: areSame(group.subnetIds, cluster.subnetIds) ? undefined : [...group.subnetIds].sort(),
    nodeRoleArn: group.roleArn === nodeRoleArn ? undefined : group.roleArn,
    tags: ownTags(tags),
    adopted: true,
  };
}

function taintOf({ key, value, effect }: LiveNodeGroup["taints"][number]): readonly Taint[] {
  const known = accepted(effects, effect);
  return known === undefined ? [] : [{ key, value, effect: known }];
}

function updateConfigOf({ updateConfig = {} }: LiveNodeGroup): NodeGroupSettings["updateConfig"] {
  const { maxUnavailable, maxUnavailablePercentage } = updateConfig;
  if (maxUnavailablePercentage !== undefined) {
    return { maxUnavailablePercentage };
  }
  return maxUnavailable === undefined || maxUnavailable === nodeGroupDefaults.updateConfig.maxUnavailable
    ? undefined
    : { maxUnavailable };
}

/** Limits of a repair that is off are kept too: EKS has them when it is on again. */
function repairOf({
  nodeRepair,
  nodeRepairLimits = {},
}: LiveNodeGroup): Pick<NodeGroupSettings, "nodeRepair" | "nodeRepairLimits"> {
  const { overrides = [], ...numbers } = nodeRepairLimits;
  const limits = someOf<NodeRepairLimits>({
    ...numbers,
    overrides: listOf(
      overrides.flatMap(({ repairAction, ...override }) => {
        const known = accepted(repairActions, repairAction);
        return known === undefined ? [] : [{ ...override, repairAction: known }];
      }),
    ),
  });
  const unless = limits === undefined ? undefined : "disabled";
  return { nodeRepair: nodeRepair === true ? "enabled" : unless, nodeRepairLimits: limits };
}

function areSame(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id) => others.includes(id));
}
