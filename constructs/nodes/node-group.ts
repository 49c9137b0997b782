import {
  EksNodeGroup,
  type EksNodeGroupConfig,
  type EksNodeGroupTaint,
} from "@cdktf/provider-aws/lib/eks-node-group";
import {
  Fn,
  type ITerraformDependable,
  type Precondition,
  propertyAccess,
  type TerraformResourceLifecycle,
  Token,
} from "cdktf";
import { Construct } from "constructs";
import { type AmiType, amiTypeRow } from "../../upgrade/eks/ami-type";
import { architectureOf } from "../../upgrade/eks/instance-type";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import { nodeGroupLabels } from "../../upgrade/eks/node-group-family";
import { encodePhase, type NodeGroupPhase } from "../../upgrade/eks/node-group-phase";
import type { CapacityType, DrainedByHand, NodeGroupSettings, Taint } from "../../upgrade/fleet/settings";
import { nodeGroupDefaults } from "../../upgrade/fleet/settings/defaults";
import { type NodeGroupState, UNKNOWN } from "../../upgrade/fleet/state";
import { type AwsResourcesProps, awsProviderOf, ResourceOrder, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import {
  labelPrefixProblems,
  labelProblems,
  nodeLabelProblems,
  nodeTaintProblems,
} from "../checks/kubernetes";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { subnetProblems } from "../checks/subnets";
import { dayProblems, reasonProblems, wholeNumberProblems } from "../checks/values";
import type { ClusterGuard } from "../eks/cluster-guard";
import type { ClusterReference } from "../eks/cluster-reference";
import { versionProblems } from "../eks/version-problems";
import { declarePart, placeOf } from "../fleet-part";
import { mergedTexts, withMarks } from "../maps";
import { takeOver } from "../take-over";
import { isUnresolved, reportAtSynthesis, stateOf, warn } from "../validation";
import { LaunchTemplate } from "./launch-template";
import { overrideUpdates, repairConfigOf, updateConfigOf, updateProblems } from "./node-updates";

export interface NodeGroupOptions
  extends Omit<NodeGroupSettings, "version" | "launchTemplate">,
    AwsResourcesProps {
  /**
   * The Kubernetes version of the nodes. It may be older than the control plane, never newer. A new group gets the version
   * of its control plane. Changed in place: EKS replaces the nodes one after the other and respects disruption budgets.
   * The update fails if a node cannot be drained within 15 minutes. Synthesis reports a text that is not a version.
   */
  readonly version: KubernetesVersion | string;
  /** Changing from one template to another, or to none, replaces the group. @default - LaunchTemplate.managed() */
  readonly launchTemplate?: LaunchTemplate;
  /**
   * The address of the node group in the same Terraform state, "module.eks.aws_eks_node_group.workers": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;
}

export interface NodeGroupProps extends NodeGroupOptions {
  readonly cluster: ClusterReference;
}

/**
 * A managed node group. Its name has its generation: `workers-v2` replaces `workers-v1`, which is then cordoned, drained,
 * retired and removed. The nodes of `workers-v1` have the labels `group=workers`, `subgroup=v1` and
 * `instancegroup=workers-v1`.
 */
export class NodeGroup extends Construct {
  readonly nodeGroupName: string;
  /** The role of its nodes. */
  readonly nodeRoleArn: string;
  private readonly resource: EksNodeGroup;
  private readonly resourceOrder: ResourceOrder;
  private readonly props: NodeGroupProps;
  private readonly template: LaunchTemplate;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    props = rightTypes(this, "NodeGroupProps", props);
    useAws(this, props, props.cluster);
    const cluster = props.cluster.inStackOf(this);
    this.props = { ...props, cluster };
    this.nodeGroupName = props.nodeGroupName ?? id;
    this.template = props.launchTemplate ?? LaunchTemplate.managed();
    this.nodeRoleArn = props.nodeRoleArn ?? cluster.nodeRoleArn;
    const amiType = this.amiType;
    const launchTemplate = this.template.bind(this, amiType, this.capacityType);

    this.resource = new EksNodeGroup(this, "Default", {
      clusterName: cluster.clusterName,
      nodeGroupName: this.nodeGroupName,
      nodeRoleArn: this.nodeRoleArn,
      subnetIds: [...this.subnetIds],
      // EKS rejects a version or an AMI type with a custom AMI: both are in the image.
      ...(this.amiType === "CUSTOM"
        ? {}
        : { version: String(props.version), releaseVersion: props.releaseVersion, amiType }),
      capacityType: this.capacityType,
      instanceTypes: [...props.instanceTypes],
      scalingConfig: this.scalingConfig,
      labels: this.labels,
      taint: this.taints(),
      tags: this.tags,
      launchTemplate:
        launchTemplate === undefined
          ? undefined
          : { id: launchTemplate.launchTemplateId, version: launchTemplate.version },
      updateConfig: updateConfigOf(props) ?? this.defaults.updateConfig,
      nodeRepairConfig: repairConfigOf(props),
      timeouts: this.defaults.timeouts,
      lifecycle: this.lifecycle(),
      provider: awsProviderOf(this),
    });
    overrideUpdates(this.resource, props);
    this.resourceOrder = new ResourceOrder(this.resource, props.dependsOn);
    takeOver(this, this.resource, {
      movedFrom: props.movedFrom,
      importId: props.adopted ? `${cluster.declaredName}:${this.nodeGroupName}` : undefined,
    });
    cluster.registerNodeGroup(this);
    if (isUnresolved(this.nodeGroupName) && cluster.guard !== undefined) {
      warn(
        this,
        `the guard undeclared-node-groups of ${cluster.declaredName} and the guards of a drain are not made: the name of the node group is an unresolved token, so nobody knows which live group it is. Write the name as text`,
      );
    }
    declarePart(this, () => ({ nodeGroups: [this.state] }));
    reportAtSynthesis(this, () => this.problems());
  }

  get nodeGroupArn(): string {
    return this.resource.arn;
  }

  /** The Auto Scaling groups that EKS creates for it: a list that Terraform knows after apply. */
  get autoScalingGroupNames(): string[] {
    const names = propertyAccess(this.resource.resources, ["*", "autoscaling_groups", "*", "name"]);
    return Token.asList(Fn.flatten(names));
  }

  get phase(): NodeGroupPhase {
    return this.props.phase ?? nodeGroupDefaults.phase;
  }

  get isRetired(): boolean {
    return this.phase === "retired";
  }

  get amiType(): AmiType {
    return this.template.hasOwnImage ? "CUSTOM" : (this.props.amiType ?? nodeGroupDefaults.amiType);
  }

  private get state(): NodeGroupState {
    const { props } = this;
    const owned = props.desiredSize !== undefined || this.isRetired;
    return {
      ...placeOf(this),
      cluster: props.cluster.clusterKey,
      nodeGroupName: stateOf(this.nodeGroupName),
      version: String(props.version),
      releaseVersion: stateOf(props.releaseVersion),
      amiType: this.amiType,
      capacityType: this.capacityType,
      instanceTypes: stateOf(props.instanceTypes),
      subnetIds: stateOf(this.subnetIds),
      labels: stateOf(this.labels),
      taints: stateOf(this.taints() ?? []),
      minSize: stateOf(this.scalingConfig.minSize),
      maxSize: stateOf(this.scalingConfig.maxSize),
      // If an autoscaler sets the size, the code does not know the number of nodes.
      desiredSize: owned ? stateOf(this.scalingConfig.desiredSize) : UNKNOWN,
      phase: this.phase,
      isForced: false,
    };
  }

  private get capacityType(): CapacityType {
    return this.props.capacityType ?? nodeGroupDefaults.capacityType;
  }

  private get subnetIds(): readonly string[] {
    return this.props.subnetIds ?? this.props.cluster.subnetIds;
  }

  private get labels(): Record<string, string> {
    return mergedTexts(this.defaults.labels, this.props.labels);
  }

  /** Defaults. An adopted group keeps what EKS has. */
  private get defaults(): Pick<EksNodeGroupConfig, "labels" | "timeouts" | "updateConfig"> {
    const { adopted, labelPrefix } = this.props;
    return adopted
      ? {}
      : {
          labels: generationLabels(this.nodeGroupName, labelPrefix),
          timeouts: timeouts(this.props),
          updateConfig: nodeGroupDefaults.updateConfig,
        };
  }

  private get tags(): Record<string, string> | undefined {
    return withMarks(this.props.tags, encodePhase(this.phase).tags);
  }

  private get scalingConfig() {
    const { minSize, maxSize, desiredSize, initialSize } = this.props;
    const desired = desiredSize ?? initialSize ?? minSize;
    return { minSize, maxSize, desiredSize: desired, ...encodePhase(this.phase).sizes };
  }

  /** Terraform creates this group after `dependencies`, in addition to those that it has. */
  runsAfter(dependencies: readonly ITerraformDependable[]): void {
    this.resourceOrder.add(dependencies);
  }

  orderInCluster(dependencies: readonly ITerraformDependable[]): void {
    this.resourceOrder.setOurs(dependencies);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }

  private taints(): EksNodeGroupTaint[] | undefined {
    const taints = [...(this.props.taints ?? []), ...encodePhase(this.phase).taints];
    return taints.length === 0 ? undefined : taints;
  }

  private lifecycle(): TerraformResourceLifecycle {
    const { cluster, desiredSize, version } = this.props;
    const { guard } = cluster;
    const ownsDesiredSize = desiredSize !== undefined || this.isRetired;
    return {
      ignoreChanges: ownsDesiredSize ? undefined : ["scaling_config[0].desired_size"],
      precondition:
        guard === undefined
          ? undefined
          : [...guard.nodeGroupNotAhead(this.nodeGroupName, String(version)), ...this.drainGuards(guard)],
    };
  }

  private drainGuards(guard: ClusterGuard): readonly Precondition[] {
    const byHand = this.props.drainedByHand !== undefined;
    if (this.phase === "draining") {
      return byHand || isUnresolved(this.nodeGroupName) ? [] : [guard.notDrainedBefore(this.nodeGroupName)];
    }
    return this.isRetired ? guard.drained(this.nodeGroupName, byHand) : [];
  }

  private problems(): readonly string[] {
    const { props } = this;
    const version = String(props.version);
    return [
      ...nameProblems("the name of the node group", this.nodeGroupName, "nodeGroup"),
      ...versionProblems("version", version, KubernetesVersion.problemOf),
      ...sizeProblems(props),
      ...drainProblems(this.phase, props.drainedByHand),
      ...releaseProblems(version, this.amiType, props.releaseVersion),
      ...updateProblems(props),
      ...(props.instanceTypes.length === 0 && !this.template.isMadeElsewhere
        ? ['instanceTypes is empty: expected at least one, like "m6i.4xlarge"']
        : []),
      ...(this.subnetIds.length === 0
        ? ["subnetIds is empty: expected the subnets of the nodes, here or on the cluster"]
        : props.subnetIds === undefined
          ? []
          : subnetProblems(props.subnetIds, 1)),
      ...arnProblems("nodeRoleArn", props.nodeRoleArn, "role"),
      ...instanceTypeProblems(props.instanceTypes, this.amiType),
      ...(props.adopted ? labelProblems : nodeLabelProblems)("labels", props.labels),
      ...labelPrefixProblems("labelPrefix", props.labelPrefix),
      ...nodeTaintProblems("taints", props.taints),
      ...taintProblems(props.taints),
      ...(this.amiType === "CUSTOM" &&
      ((props.amiType ?? "CUSTOM") !== "CUSTOM" || props.releaseVersion !== undefined)
        ? [
            "the launch template has its own AMI, and amiType or releaseVersion is set: remove them, because the AMI decides both",
          ]
        : []),
      ...this.template.problems(this.amiType, this.capacityType),
      ...(this.capacityType === "CAPACITY_BLOCK" && props.instanceTypes.length > 1
        ? [
            `capacityType is CAPACITY_BLOCK and instanceTypes has ${props.instanceTypes.length}: expected the one instance type of the reservation`,
          ]
        : []),
      ...(this.isRetired && (isUnresolved(this.nodeGroupName) || props.cluster.guard === undefined)
        ? [
            "the group is retired, and its name or its cluster's name is an unresolved token: the guard cannot read whether the group was drained. Write both names as text",
          ]
        : []),
    ];
  }
}

function generationLabels(name: string, prefix: string | undefined): Record<string, string> {
  return {
    ...nodeGroupLabels(name),
    ...(prefix === undefined ? {} : { [`${prefix}/instancegroup`]: name }),
  };
}

/**
 * A drain of a node can take 15 minutes, and a group is updated in waves. At least an hour, the default of the provider,
 * which is too short for groups of a few dozen nodes.
 */
function timeouts({ maxSize, updateConfig }: NodeGroupOptions) {
  const atOnce =
    updateConfig === undefined
      ? 1
      : "maxUnavailable" in updateConfig
        ? updateConfig.maxUnavailable
        : Math.max(1, Math.floor((maxSize * updateConfig.maxUnavailablePercentage) / 100));
  const minutes = Math.max(60, 30 + 15 * Math.ceil(maxSize / Math.max(1, atOnce)));
  const limit = `${Number.isFinite(minutes) ? minutes : 60}m`;
  return { create: "60m", update: limit, delete: limit };
}

function sizeProblems({ minSize, maxSize, desiredSize, initialSize }: NodeGroupOptions): readonly string[] {
  const sizes = { minSize, maxSize, desiredSize, initialSize };
  const problems = Object.entries(sizes).flatMap(([name, value]) =>
    value === undefined ? [] : wholeNumberProblems(name, value, name === "maxSize" ? 1 : 0),
  );
  if (desiredSize !== undefined && initialSize !== undefined) {
    problems.push(
      `desiredSize is ${desiredSize} and initialSize is ${initialSize}: expected one of them. Give desiredSize if the code sets the number of nodes, initialSize if an autoscaler does`,
    );
  }
  if (Object.values(sizes).some(isUnresolved)) {
    return problems;
  }
  if (minSize > maxSize) {
    problems.push(`minSize is ${minSize} and maxSize is ${maxSize}: expected minSize to be at most maxSize`);
  }
  for (const [name, value] of Object.entries({ desiredSize, initialSize })) {
    if (value !== undefined && (value < minSize || value > maxSize)) {
      problems.push(`${name} is ${value}: expected minSize (${minSize}) to maxSize (${maxSize})`);
    }
  }
  return problems;
}

/** EKS rejects a type whose processor the AMI does not have, during the apply. */
function instanceTypeProblems(instanceTypes: readonly string[], amiType: AmiType): readonly string[] {
  const known = instanceTypes.filter((type) => !isUnresolved(type));
  const malformed = known.filter((type) => !/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type));
  if (malformed.length > 0) {
    return malformed.map((type) => `an instance type is "${type}": expected a type like "m6i.4xlarge"`);
  }
  const architecture = amiTypeRow(amiType)?.architecture ?? known.map(architectureOf).find(isKnown);
  return known
    .filter((type) => (architectureOf(type) ?? architecture) !== architecture)
    .map(
      (type) =>
        `an instance type is "${type}", which has the processor ${architectureOf(type)}: the AMI (amiType ${amiType}) is for ${architecture}. ${amiType === "CUSTOM" ? "Give types of one processor" : "Set amiType, or give types of that processor"}`,
    );
}

function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function drainProblems(phase: NodeGroupPhase, byHand: DrainedByHand | undefined): readonly string[] {
  if (byHand === undefined) {
    return [];
  }
  return [
    ...(phase === "draining" || phase === "retired"
      ? []
      : [
          `drainedByHand is set and the group is ${phase}: expected a draining or retired group. Remove drainedByHand: it would count for the next drain too`,
        ]),
    ...reasonProblems("drainedByHand.reason", byHand.reason),
    ...dayProblems("drainedByHand.on", byHand.on),
  ];
}

function taintProblems(taints: readonly Taint[] = []): readonly string[] {
  return taints.length < 50
    ? []
    : [
        `the number of taints is ${taints.length}: expected at most 49. EKS accepts 50, and the cordon is one of them`,
      ];
}

/** Releases of Amazon Linux begin with the Kubernetes version. Those of Bottlerocket and Windows do not. */
function releaseProblems(
  version: string,
  amiType: string,
  releaseVersion: string | undefined,
): readonly string[] {
  const isAmazonLinux = ["AL2", "AL2023"].includes(amiTypeRow(amiType)?.system ?? "");
  if (releaseVersion === undefined || isUnresolved(releaseVersion) || !isAmazonLinux) {
    return [];
  }
  return releaseVersion.startsWith(`${version}.`)
    ? []
    : [
        `releaseVersion is "${releaseVersion}": expected a release of Kubernetes ${version}, which begins with "${version}.". Without releaseVersion, EKS takes the newest`,
      ];
}
