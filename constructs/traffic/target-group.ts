import { DataAwsLbTargetGroup } from "@cdktf/provider-aws/lib/data-aws-lb-target-group";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { encodeBoundByOthers } from "../../upgrade/eks/target-group-owner";
import type { AdoptedPart, ServiceSettings } from "../../upgrade/fleet/settings";
import { adoptedTargetGroupDefaults, serviceDefaults } from "../../upgrade/fleet/settings/defaults";
import { isUnknown, type Known, type TargetGroupKey, UNKNOWN } from "../../upgrade/fleet/state";
import { targetGroupInArn } from "../../upgrade/terraform/arn";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { nameProblems, takeName } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { portProblems, wholeNumberProblems, wordProblems } from "../checks/values";
import { declarePart, identifiedBy, keyByIdentity, keyByName, keyNamed, placeOf } from "../fleet-part";
import { callBy, clusterNameInCode } from "../own-names";
import { takeOver, withFixedAddress } from "../take-over";
import { isUnresolved, reportAtSynthesis, stateOf } from "../validation";
import { healthCheckProblems, renderHealthCheck } from "./health-check";

/** The pods of one cluster, as targets of a load balancer. */
export interface ITargetGroup {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** Its name among all target groups of a program. @default - the ARN, or the name */
  readonly targetGroupKey?: TargetGroupKey;
}

/** @param user the construct that uses it. Its region counts if the target group itself has none */
export function targetGroupKeyOf(targetGroup: ITargetGroup, user: Construct): Known<TargetGroupKey> {
  const { targetGroupArn, targetGroupName, targetGroupKey } = targetGroup;
  if (targetGroupKey !== undefined) {
    return targetGroupKey;
  }
  if (isUnresolved(targetGroupArn)) {
    const key = keyNamed("targetGroup", user, targetGroupArn);
    return isUnknown(key) && !isUnresolved(targetGroupName)
      ? keyByName("targetGroup", user, targetGroupName)
      : key;
  }
  const identity = targetGroupInArn(targetGroupArn);
  return identity === undefined
    ? keyNamed("targetGroup", user, targetGroupName)
    : keyByIdentity("targetGroup", user, identity);
}

/** The problems of a target group that a program describes itself. A construct reports its own. */
export function targetGroupProblems(targetGroup: ITargetGroup): readonly string[] {
  return Construct.isConstruct(targetGroup)
    ? []
    : [
        ...arnProblems("targetGroupArn", targetGroup.targetGroupArn, "targetGroup"),
        ...nameProblems("targetGroupName", targetGroup.targetGroupName, "loadBalancer"),
      ];
}

export interface TargetGroupAttributes {
  readonly targetGroupArn: string;

  /**
   * @default - the name in the ARN
   */
  readonly targetGroupName?: string;
}

export interface TargetGroupProps
  extends Pick<
      ServiceSettings,
      "healthCheck" | "protocolVersion" | "slowStartSeconds" | "deregistrationDelaySeconds"
    >,
    AwsResourcesProps {
  /**
   * 1 to 32 letters, digits and hyphens, as in "alpha-webapp-b", unique in its account and region.
   * A change replaces the target group.
   */
  readonly targetGroupName: string;

  /** A change replaces the target group. */
  readonly vpcId: string;

  /**
   * The port of targets that are registered without one. A TargetGroupBinding always registers the pod's port.
   * A change replaces the target group, which then needs a new name.
   * @default 80
   */
  readonly port?: number;

  /** @anyNames
   * @default - only those of the provider
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Set when importing an existing target group, whose targets others register. Its tags replace `tags`.
   * @default - this code creates it
   */
  readonly adopted?: AdoptedPart;

  /**
   * The address of the target group in the same Terraform state, "aws_lb_target_group.web": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;

  /**
   * The name of the cluster whose pods are registered in it, if other code registers them. The rules and the planner use
   * it, and Terraform does not.
   * @default - unknown
   */
  readonly boundByOthersTo?: string;
}

/**
 * A target group for the pods of one cluster: IP targets, over HTTP.
 *
 * Terraform creates a replacement before it destroys the old one, and on removal updates the listener and its rules first:
 * AWS rejects the deletion of a target group that a listener uses. Names are unique, so a change that replaces the target
 * group needs a new name: create another target group, shift the traffic, and remove the old one.
 */
export class TargetGroup extends Construct implements ITargetGroup {
  /** A target group that is declared elsewhere. */
  static fromTargetGroupAttributes(
    scope: Construct,
    id: string,
    attributes: TargetGroupAttributes,
  ): ITargetGroup {
    return new ImportedTargetGroup(scope, id, attributes);
  }

  /** A target group of another stack. Each plan finds it in AWS by its name. */
  static fromTargetGroupName(
    scope: Construct,
    id: string,
    targetGroupName: string,
    props: Pick<AwsResourcesProps, "provider"> = {},
  ): ITargetGroup {
    return new NamedTargetGroup(scope, id, targetGroupName, props);
  }

  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** The part of the ARN that is a dimension of CloudWatch metrics. */
  readonly arnSuffix: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    props = rightTypes(this, "TargetGroupProps", props);
    useAws(this, props);
    const { port = adoptedTargetGroupDefaults.port, healthCheck = {} } = props;
    const {
      slowStartSeconds = serviceDefaults.slowStartSeconds,
      deregistrationDelaySeconds = serviceDefaults.deregistrationDelaySeconds,
    } = props;
    const resource = new LbTargetGroup(this, "Default", {
      name: props.targetGroupName,
      port,
      protocol: "HTTP",
      protocolVersion: props.protocolVersion,
      targetType: "ip",
      vpcId: props.vpcId,
      healthCheck: renderHealthCheck(healthCheck, props.protocolVersion),
      slowStart: slowStartSeconds,
      deregistrationDelay: `${deregistrationDelaySeconds}`,
      tags: props.adopted === undefined ? props.tags : props.adopted.tags,
      lifecycle: { createBeforeDestroy: true },
      dependsOn: after(props.dependsOn),
      provider: awsProviderOf(this),
    });
    withFixedAddress(this, resource);
    takeOver(this, resource, { movedFrom: props.movedFrom, importId: props.adopted?.arn });
    const { boundByOthersTo } = props;
    if (boundByOthersTo !== undefined) {
      resource.addOverride("//", encodeBoundByOthers(clusterNameInCode(this, boundByOthersTo)));
    }
    this.targetGroupArn = resource.arn;
    this.arnSuffix = resource.arnSuffix;
    this.targetGroupName = props.targetGroupName;
    callBy({ kind: "targetGroup", construct: this, name: this.targetGroupName }, this.targetGroupArn);
    const taken = takeName(this, "target group", props.targetGroupName);
    declarePart(this, () => ({
      targetGroups: [
        {
          ...identifiedBy("targetGroup", this, this.targetGroupName),
          targetGroupName: stateOf(this.targetGroupName),
          ...(props.adopted === undefined ? {} : { hasAttachments: true }),
        },
      ],
      bindings:
        boundByOthersTo === undefined
          ? []
          : [
              {
                ...placeOf(this),
                cluster: keyNamed("cluster", this, boundByOthersTo),
                targetGroup: this.targetGroupKey,
                multiCluster: UNKNOWN,
                isByOthers: true,
              },
            ],
    }));
    reportAtSynthesis(this, () => [
      ...nameProblems("the name of the target group", props.targetGroupName, "loadBalancer"),
      ...taken(),
      ...wordProblems("the VPC", props.vpcId, "the id of the VPC of the pods"),
      ...arnProblems("adopted.arn", props.adopted?.arn, "targetGroup"),
      ...(boundByOthersTo === undefined ? [] : nameProblems("boundByOthersTo", boundByOthersTo, "cluster")),
      ...portProblems("the port", port),
      ...healthCheckProblems(healthCheck, props.protocolVersion),
      ...wholeNumberProblems("the slow start", slowStartSeconds, slowStartSeconds === 0 ? 0 : 30, 900, "s"),
      ...wholeNumberProblems("the deregistration delay", deregistrationDelaySeconds, 0, 3600, "s"),
    ]);
  }

  get targetGroupKey(): TargetGroupKey {
    return identifiedBy("targetGroup", this, this.targetGroupName).key;
  }
}

class ImportedTargetGroup extends Construct implements ITargetGroup {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;

  constructor(scope: Construct, id: string, attributes: TargetGroupAttributes) {
    super(scope, id);
    const { targetGroupArn, targetGroupName } = rightTypes(this, "TargetGroupAttributes", attributes);
    this.targetGroupArn = targetGroupArn;
    this.targetGroupName = targetGroupName ?? nameIn(targetGroupArn);
    reportAtSynthesis(this, () => arnProblems("the target group", targetGroupArn, "targetGroup"));
  }
}

function nameIn(targetGroupArn: string): string {
  return isUnresolved(targetGroupArn)
    ? Fn.element(Fn.split("/", targetGroupArn), 1)
    : (targetGroupArn.split("/")[1] ?? "");
}

class NamedTargetGroup extends Construct implements ITargetGroup {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;

  constructor(scope: Construct, id: string, name: string, props: Pick<AwsResourcesProps, "provider">) {
    super(scope, id);
    const { targetGroupName } = rightTypes(this, "TargetGroup.fromTargetGroupName", {
      targetGroupName: name,
      props,
    });
    this.targetGroupName = targetGroupName;
    useAws(this, props);
    this.targetGroupArn = new DataAwsLbTargetGroup(this, "Default", {
      name: targetGroupName,
      provider: awsProviderOf(this),
    }).arn;
    reportAtSynthesis(this, () =>
      nameProblems("the name of the target group", targetGroupName, "loadBalancer"),
    );
  }

  get targetGroupKey(): TargetGroupKey {
    return keyByName("targetGroup", this, this.targetGroupName);
  }
}
