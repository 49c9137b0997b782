import { Release } from "@cdktf/provider-helm/lib/release";
import { dependable, type ITerraformDependable, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BOUND_TARGET_GROUP, bindingReleaseName } from "../../upgrade/eks/layout";
import type { ServiceReference, TargetGroupBindingNetworking } from "../../upgrade/fleet/settings";
import { securityGroupProblems } from "../checks/arns";
import { clusterNameProblems } from "../checks/cluster-name";
import { nameProblems } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { portProblems, textProblems, wholeNumberProblems } from "../checks/values";
import { declarePart, keyNamed, placeOf } from "../fleet-part";
import { jsonOf } from "../json";
import { type ITargetGroup, targetGroupKeyOf, targetGroupProblems } from "../traffic/target-group";
import { isUnresolved, reportAtSynthesis, stateOf, warn } from "../validation";
import { BindingReadBack } from "./binding-read-back";
import { chartPath } from "./chart";
import { TerraformData } from "./terraform-data";

export interface TargetGroupBindingProps {
  /** The cluster that the provider reaches. It is part of the release's name. */
  readonly clusterName: string;

  /** An existing namespace. A change replaces the release. */
  readonly namespace: string;

  readonly serviceRef: ServiceReference;

  /**
   * The target group of the pods. The controller rejects a change, so a change replaces the release: the pods leave one
   * target group before they join the other. To keep all traffic, create a second binding, shift the traffic, and then
   * remove this binding.
   */
  readonly targetGroup: ITargetGroup;

  /**
   * @default - the name of the service
   */
  readonly targetGroupBindingName?: string;

  /**
   * Up to 53 characters (Helm). A change replaces the release.
   * @default "aws-load-balancer-tgb-<targetGroupBindingName>-<clusterName>"
   */
  readonly releaseName?: string;

  /**
   * The controller opens the ports from the load balancer to the pods.
   * @default - none: the ports are already open, as with `pods` of an ApplicationLoadBalancer
   */
  readonly networking?: TargetGroupBindingNetworking;

  /**
   * Whether pods of other clusters are registered in the same target group. If false, the controller deregisters all targets
   * that are not its own. Choose it at creation: a later change can leave targets registered. Weights need a target group
   * for each cluster.
   * @default false
   */
  readonly multiClusterTargetGroup?: boolean;

  /**
   * Whether a plan recreates the binding if somebody deleted it. If false, Terraform does not see that. It needs a Kubernetes
   * provider that reaches the cluster. Changed in place.
   * @default false
   */
  readonly recreatesDeleted?: boolean;

  /**
   * For `recreatesDeleted`.
   * @default - the Kubernetes provider of the stack
   */
  readonly kubernetesProvider?: TerraformProvider;

  /**
   * Seconds that Helm waits, 1 to 3600.
   * @default 300
   */
  readonly timeoutSeconds?: number;

  /**
   * The AWS Load Balancer Controller: its webhook must answer before a binding can be created, and it must still run when
   * the binding is destroyed.
   * @default - none: the controller already runs
   */
  readonly dependsOn?: readonly ITerraformDependable[];

  /**
   * @default - the Helm provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/**
 * A TargetGroupBinding, as a Helm release of a chart of this package. The AWS Load Balancer Controller of the cluster then
 * registers the pods of a service, by their addresses, in a target group that is declared elsewhere.
 *
 * Helm rolls a failed release back (`atomic`). On removal, Helm waits until the binding and its targets are removed.
 */
export class TargetGroupBinding extends Construct {
  readonly releaseName: string;
  readonly targetGroupBindingName: string;

  /** The release, for resources that depend on it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: TargetGroupBindingProps) {
    super(scope, id);
    props = rightTypes(this, "TargetGroupBindingProps", props);
    const { clusterName, namespace, serviceRef, targetGroup, timeoutSeconds = 300 } = props;
    this.targetGroupBindingName = props.targetGroupBindingName ?? serviceRef.name;
    this.releaseName = props.releaseName ?? bindingReleaseName(this.targetGroupBindingName, clusterName);

    // Helm would upgrade the release in place, which the controller's webhook rejects during the apply. So Terraform
    // replaces the release, and its plan shows that.
    const boundTo = new TerraformData(this, BOUND_TARGET_GROUP, targetGroup.targetGroupArn);
    const recreation =
      props.recreatesDeleted === true
        ? new BindingReadBack(this, "live", {
            namespace,
            targetGroupBindingName: this.targetGroupBindingName,
            provider: props.kubernetesProvider,
          }).recreation
        : undefined;
    this.dependable = new Release(this, "Default", {
      name: this.releaseName,
      namespace,
      chart: chartPath(this, "target-group-binding"),
      // Values of their own, so that readers find the binding in the first.
      values: [
        valuesOf(this.targetGroupBindingName, props),
        ...(recreation === undefined ? [] : [jsonOf({ recreation }, { hasOnlyNames: true })]),
      ],
      atomic: true,
      wait: true,
      timeout: timeoutSeconds,
      // By its address: for the resource itself, cdktf writes an expression that Terraform rejects here.
      lifecycle: { replaceTriggeredBy: [dependable(boundTo)] },
      dependsOn: props.dependsOn === undefined ? undefined : [...props.dependsOn],
      provider: props.provider,
    });
    if (props.multiClusterTargetGroup === true) {
      warn(
        this,
        `target group "${targetGroup.targetGroupName}" is shared among clusters: weights cannot move traffic between them, and switching this off later may leave targets behind`,
      );
    }
    const conflicts = bind({
      construct: this,
      clusterName,
      targetGroup,
      isShared: props.multiClusterTargetGroup === true,
      release: `${namespace}/${this.releaseName}`,
      binding: `${namespace}/${this.targetGroupBindingName}`,
    });
    // A binding that is rejected because of another is reported once: the rules do not get it.
    declarePart(this, () => ({
      bindings:
        conflicts.length > 0
          ? []
          : [
              {
                ...placeOf(this),
                cluster: keyNamed("cluster", this, clusterName),
                targetGroup: targetGroupKeyOf(targetGroup, this),
                multiCluster: stateOf(props.multiClusterTargetGroup ?? false),
              },
            ],
    }));
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the release", this.releaseName, "helmRelease"),
      // If the service names it, its name is reported once.
      ...(props.targetGroupBindingName === undefined && serviceProblems(serviceRef).length > 0
        ? []
        : nameProblems("targetGroupBindingName", this.targetGroupBindingName, "kubernetes")),
      ...clusterNameProblems(this, clusterName),
      ...nameProblems("the namespace", namespace, "kubernetes"),
      ...targetGroupProblems(targetGroup),
      ...serviceProblems(serviceRef),
      ...(props.networking === undefined ? [] : networkingProblems(props.networking)),
      ...wholeNumberProblems("the timeout", timeoutSeconds, 1, 3600, "s"),
      ...conflicts,
    ]);
  }
}

/** JSON, which is valid YAML. The order of its keys does not depend on the order of the properties. */
function valuesOf(name: string, props: TargetGroupBindingProps): string {
  const { serviceRef, targetGroup, networking } = props;
  const values = {
    name,
    serviceRef: { name: serviceRef.name, port: serviceRef.port },
    targetGroupARN: targetGroup.targetGroupArn,
    targetType: "ip",
    multiClusterTargetGroup: props.multiClusterTargetGroup ?? false,
    networking:
      networking === undefined
        ? undefined
        : { securityGroupIds: networking.securityGroupIds, ports: networking.ports },
  };
  // The ARN of the target group.
  return jsonOf(values, { hasOnlyNames: true });
}

function serviceProblems({ name, port }: ServiceReference): readonly string[] {
  return [
    ...nameProblems("the name of the service", name, "service"),
    ...namedPortProblems("the port of the service", port),
  ];
}

function namedPortProblems(what: string, port: number | string): readonly string[] {
  return typeof port === "number"
    ? portProblems(what, port)
    : textProblems(
        what,
        port,
        PORT_NAME,
        "a number from 1 to 65535, or 1 to 15 lowercase letters, digits and hyphens",
      );
}

const PORT_NAME = /^(?=.{1,15}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

function networkingProblems({ securityGroupIds, ports }: TargetGroupBindingNetworking): readonly string[] {
  return [
    ...(securityGroupIds.length === 0 || ports.length === 0
      ? ["networking has no security group or no port: expected both, or no networking"]
      : []),
    ...securityGroupIds.flatMap((id) => securityGroupProblems("a security group of networking", id)),
    ...ports.flatMap((port) => namedPortProblems("a port of networking", port)),
  ];
}

interface Binding {
  readonly construct: Construct;
  readonly clusterName: string;
  readonly targetGroup: ITargetGroup;
  readonly isShared: boolean;
  readonly release: string;
  readonly binding: string;
}

/** The bindings of each program, in the order of their creation. */
const bindings = new WeakMap<object, Binding[]>();

/** Records a binding. @returns a sentence for each earlier binding that it conflicts with */
function bind(binding: Binding): string[] {
  const root = binding.construct.node.root;
  const earlier = bindings.get(root) ?? [];
  bindings.set(root, [...earlier, binding]);
  return earlier.flatMap((other) => conflictsOf(binding, other));
}

function conflictsOf(binding: Binding, other: Binding): string[] {
  const path = other.construct.node.path;
  const isSameCluster = binding.clusterName === other.clusterName;
  const conflicts: string[] = [];
  if (isSameTargetGroup(binding, other) && !(binding.isShared && other.isShared)) {
    conflicts.push(
      isSameCluster
        ? `duplicate binding of target group "${binding.targetGroup.targetGroupName}": ${path} binds it in cluster ${other.clusterName}. Give each binding of a cluster its own target group`
        : `target group "${binding.targetGroup.targetGroupName}" is bound in cluster ${other.clusterName} too, by ${path}: each controller would remove the targets of the other. Give each cluster its own target group, or set multiClusterTargetGroup on both`,
    );
  }
  if (isSameCluster && binding.release === other.release) {
    conflicts.push(
      `duplicate release ${other.release} of cluster ${other.clusterName}: ${path} has it. Give another releaseName`,
    );
  }
  if (isSameCluster && binding.binding === other.binding) {
    conflicts.push(
      `duplicate TargetGroupBinding ${other.binding} of cluster ${other.clusterName}: ${path} has it. Give another targetGroupBindingName`,
    );
  }
  return conflicts;
}

/** Names are unique in an account and region, so they are only compared inside a stack. */
function isSameTargetGroup(one: Binding, other: Binding): boolean {
  const isSameStack = TerraformStack.of(one.construct) === TerraformStack.of(other.construct);
  return (
    one.targetGroup === other.targetGroup ||
    isSameLiteral(one.targetGroup.targetGroupArn, other.targetGroup.targetGroupArn) ||
    (isSameStack && isSameLiteral(one.targetGroup.targetGroupName, other.targetGroup.targetGroupName))
  );
}

function isSameLiteral(one: string, other: string): boolean {
  return !isUnresolved(one) && one !== "" && one === other;
}
