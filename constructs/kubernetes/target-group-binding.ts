import { Release } from "@cdktf/provider-helm/lib/release";
import {
  AnnotationMetadataEntryType,
  dependable,
  type ITerraformDependable,
  type TerraformProvider,
  TerraformStack,
} from "cdktf";
import { Construct } from "constructs";
import { BOUND_TARGET_GROUP, bindingReleaseName } from "../../upgrade/eks/layout";
import { isWhole } from "../../upgrade/eks/whole-number";
import type { ServiceReference, TargetGroupBindingNetworking } from "../../upgrade/fleet/settings";
import { UNKNOWN } from "../../upgrade/fleet/state";
import { declarePart, keyByName, placeOf } from "../fleet-part";
import { type ITargetGroup, targetGroupKeyOf } from "../traffic/target-group";
import { isKnownLater, reportAtSynthesis, stateOf } from "../validation";
import { chartPath } from "./chart";
import { nameProblems } from "./names";
import { TerraformData } from "./terraform-data";

export interface TargetGroupBindingProps {
  /** The cluster that the provider reaches; part of the release's name. */
  readonly clusterName: string;

  /** It exists already. A change replaces the release. */
  readonly namespace: string;

  readonly serviceRef: ServiceReference;

  /**
   * Where the pods are registered. The controller allows no other afterwards, so that a change replaces the
   * release: its pods leave the one target group before they join the other. To lose nothing, make another
   * binding beside this one, move the traffic, and remove this one.
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
   * Has the controller open the way from the load balancer to the pods.
   * @default - none: the way is open already, as by `pods` of an ApplicationLoadBalancer
   */
  readonly networking?: TargetGroupBindingNetworking;

  /**
   * Whether pods of other clusters are registered in the same target group. Without it the controller takes
   * out every target that is not its own. To be chosen at birth, for a change may leave targets behind; a
   * target group for each cluster is what weights need, and what this library is made for.
   * @default false
   */
  readonly multiClusterTargetGroup?: boolean;

  /**
   * Seconds that Helm waits, 1 to 3600.
   * @default 300
   */
  readonly timeoutSeconds?: number;

  /**
   * The AWS Load Balancer Controller: its webhook must answer before a binding can be made, and it must
   * still run when the binding goes.
   * @default - none: the controller is there already
   */
  readonly dependsOn?: readonly ITerraformDependable[];

  /**
   * @default - the Helm provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/**
 * A TargetGroupBinding, as a Helm release of a chart of ours: it has the AWS Load Balancer Controller of the
 * cluster register the pods of a service, by their addresses, in a target group that is made elsewhere.
 *
 * Helm undoes a release that fails (`atomic`), and waits until a removed one is gone, its targets with it.
 */
export class TargetGroupBinding extends Construct {
  readonly releaseName: string;
  readonly targetGroupBindingName: string;

  /** The release, for what must come after it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: TargetGroupBindingProps) {
    super(scope, id);
    const { clusterName, namespace, serviceRef, targetGroup, timeoutSeconds = 300 } = props;
    this.targetGroupBindingName = props.targetGroupBindingName ?? serviceRef.name;
    this.releaseName = props.releaseName ?? bindingReleaseName(this.targetGroupBindingName, clusterName);

    // Helm would upgrade the release in place, which the controller's webhook refuses in the middle of an
    // apply; so Terraform replaces the release, and says so in its plan.
    const boundTo = new TerraformData(this, BOUND_TARGET_GROUP, targetGroup.targetGroupArn);
    this.dependable = new Release(this, "Default", {
      name: this.releaseName,
      namespace,
      chart: chartPath(this, "target-group-binding"),
      values: [valuesOf(this.targetGroupBindingName, props)],
      atomic: true,
      wait: true,
      timeout: timeoutSeconds,
      // By its address: of the resource itself cdktf makes an expression that Terraform refuses here.
      lifecycle: { replaceTriggeredBy: [dependable(boundTo)] },
      dependsOn: props.dependsOn === undefined ? undefined : [...props.dependsOn],
      provider: props.provider,
    });
    if (props.multiClusterTargetGroup === true) {
      this.node.addMetadata(
        AnnotationMetadataEntryType.WARN,
        `target group "${targetGroup.targetGroupName}" is shared among clusters: weights cannot move traffic between them, and switching this off later may leave targets behind`,
        { stackTrace: false },
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
    // A binding that is refused for another is not one that the rules could hold against it as well.
    declarePart(this, () => ({
      bindings:
        conflicts.length > 0
          ? []
          : [
              {
                ...placeOf(this),
                cluster: isKnownLater(clusterName) ? UNKNOWN : keyByName("cluster", this, clusterName),
                targetGroup: targetGroupKeyOf(targetGroup, this),
                multiCluster: stateOf(props.multiClusterTargetGroup ?? false),
              },
            ],
    }));
    reportAtSynthesis(this, () => [
      ...nameProblems("release", this.releaseName, 53, "give a shorter releaseName"),
      // Where the service names it, what is wrong with that is said once.
      ...(props.targetGroupBindingName === undefined && serviceProblems(serviceRef).length > 0
        ? []
        : nameProblems(
            "TargetGroupBinding",
            this.targetGroupBindingName,
            63,
            "give another targetGroupBindingName",
          )),
      ...nameProblems("namespace", namespace, 63, "give the namespace of the service"),
      ...serviceProblems(serviceRef),
      ...(targetGroup.targetGroupArn === "" ? ["there is no target group to bind; give one"] : []),
      ...(props.networking === undefined ? [] : networkingProblems(props.networking)),
      ...(isKnownLater(timeoutSeconds) || isWhole(timeoutSeconds, 1, 3600)
        ? []
        : [`the timeout is ${timeoutSeconds} s; give a whole number from 1 to 3600`]),
      ...conflicts,
    ]);
  }
}

/** JSON, which is YAML as well, with its keys in this order whatever the order of the properties. */
function valuesOf(name: string, props: TargetGroupBindingProps): string {
  const { serviceRef, targetGroup, networking } = props;
  return JSON.stringify({
    name,
    serviceRef: { name: serviceRef.name, port: serviceRef.port },
    targetGroupARN: targetGroup.targetGroupArn,
    targetType: "ip",
    multiClusterTargetGroup: props.multiClusterTargetGroup ?? false,
    networking:
      networking === undefined
        ? undefined
        : { securityGroupIds: networking.securityGroupIds, ports: networking.ports },
  });
}

function serviceProblems({ name, port }: ServiceReference): string[] {
  const problems: string[] = [];
  if (!isKnownLater(name) && (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > 63)) {
    problems.push(`"${name}" cannot be the name of a service; give the service whose pods get the requests`);
  }
  return [...problems, ...portProblems("the port of the service", port)];
}

function portProblems(what: string, port: number | string): string[] {
  const isPort =
    typeof port === "number"
      ? isWhole(port, 1, 65535)
      : isKnownLater(port) || (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(port) && port.length <= 15);
  return isPort
    ? []
    : [
        `${what} is ${JSON.stringify(port)}; give a number from 1 to 65535, or a name of up to 15 small letters, digits and hyphens`,
      ];
}

function networkingProblems({ securityGroupIds, ports }: TargetGroupBindingNetworking): string[] {
  return [
    ...(securityGroupIds.length === 0 || ports.length === 0
      ? ["the networking names no security group or no port; give both, or leave it out"]
      : []),
    ...securityGroupIds
      .filter((securityGroupId) => !isKnownLater(securityGroupId) && !/^sg-[0-9a-f]+$/.test(securityGroupId))
      .map(
        (securityGroupId) => `"${securityGroupId}" is not the id of a security group, as in "sg-0a1b2c3d"`,
      ),
    ...ports.flatMap((port) => portProblems("a port of the networking", port)),
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

/** The bindings of each program, in the order in which they were made. */
const bindings = new WeakMap<object, Binding[]>();

/** Takes a binding down; a sentence for each one before it that it is in conflict with. */
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
        ? `target group "${binding.targetGroup.targetGroupName}" is bound in cluster ${other.clusterName} by ${path} already; give each binding of a cluster its own target group`
        : `target group "${binding.targetGroup.targetGroupName}" is bound in cluster ${other.clusterName} too, by ${path}, and each of the two controllers would take out the other's pods; give each cluster its own target group, or set multiClusterTargetGroup on both`,
    );
  }
  if (isSameCluster && binding.release === other.release) {
    conflicts.push(
      `release ${other.release} of cluster ${other.clusterName} is at ${path} already; give this one another releaseName`,
    );
  }
  if (isSameCluster && binding.binding === other.binding) {
    conflicts.push(
      `TargetGroupBinding ${other.binding} of cluster ${other.clusterName} is at ${path} already; give this one another targetGroupBindingName`,
    );
  }
  return conflicts;
}

/** Names are one of a kind in an account and region, so they are compared inside of a stack only. */
function isSameTargetGroup(one: Binding, other: Binding): boolean {
  const isSameStack = TerraformStack.of(one.construct) === TerraformStack.of(other.construct);
  return (
    one.targetGroup === other.targetGroup ||
    isSameLiteral(one.targetGroup.targetGroupArn, other.targetGroup.targetGroupArn) ||
    (isSameStack && isSameLiteral(one.targetGroup.targetGroupName, other.targetGroup.targetGroupName))
  );
}

function isSameLiteral(one: string, other: string): boolean {
  return !isKnownLater(one) && one !== "" && one === other;
}
