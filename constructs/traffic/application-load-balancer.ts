import { Lb } from "@cdktf/provider-aws/lib/lb";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { idOf, trafficLayout } from "../../upgrade/eks/layout";
import type {
  AccessLogs,
  AdoptedLoadBalancer,
  AdoptedPart,
  LoadBalancerSettings,
} from "../../upgrade/fleet/settings";
import { adoptedLoadBalancerDefaults, loadBalancerDefaults } from "../../upgrade/fleet/settings/defaults";
import { type Known, type LoadBalancerKey, UNKNOWN } from "../../upgrade/fleet/state";
import { loadBalancerInArn } from "../../upgrade/terraform/arn";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems, securityGroupProblems } from "../checks/arns";
import { duplicateProblems, isAddressName, nameProblems, takeName } from "../checks/names";
import { rightTypes } from "../checks/right-types";
import { subnetProblems } from "../checks/subnets";
import {
  cidrProblems,
  isPrivate,
  portProblems,
  textProblems,
  wholeNumberProblems,
  wordProblems,
} from "../checks/values";
import { declarePart, identifiedBy, keyByIdentity, keyNamed } from "../fleet-part";
import { callBy } from "../own-names";
import { takeOver, withFixedAddress } from "../take-over";
import { isUnresolved, reportAtSynthesis, stateOf, warn } from "../validation";

export interface IApplicationLoadBalancer {
  readonly loadBalancerArn: string;
  /** Its name in AWS. @default - unknown */
  readonly loadBalancerName?: string;
  /** Its name among all load balancers of a program. @default - the ARN */
  readonly loadBalancerKey?: LoadBalancerKey;
}

/** @param user the construct that uses the load balancer in the same program */
export function loadBalancerKeyOf(
  { loadBalancerKey, loadBalancerArn }: IApplicationLoadBalancer,
  user: Construct,
): Known<LoadBalancerKey> {
  if (loadBalancerKey !== undefined) {
    return loadBalancerKey;
  }
  if (isUnresolved(loadBalancerArn)) {
    return keyNamed("loadBalancer", user, loadBalancerArn);
  }
  const identity = loadBalancerInArn(loadBalancerArn);
  return identity === undefined ? UNKNOWN : keyByIdentity("loadBalancer", user, identity);
}

/** The problems of a load balancer that a program describes itself. A construct reports its own. */
export function loadBalancerProblems(loadBalancer: IApplicationLoadBalancer): readonly string[] {
  const { loadBalancerArn, loadBalancerName } = loadBalancer;
  if (Construct.isConstruct(loadBalancer)) {
    return [];
  }
  return [
    ...arnProblems("loadBalancerArn", loadBalancerArn, "applicationLoadBalancer"),
    ...(loadBalancerName === undefined
      ? []
      : nameProblems("loadBalancerName", loadBalancerName, "loadBalancer")),
  ];
}

export interface ApplicationLoadBalancerAttributes {
  readonly loadBalancerArn: string;
}

/** Pods that a load balancer reaches. */
export interface PodAccess {
  /** The security group of the pods: that of the cluster, of the nodes, or their own. */
  readonly securityGroupId: string;

  /**
   * Ports of the pods (not of their service), 1 to 65535: for requests, and for health checks if these have another port.
   * @default [80]
   */
  readonly ports?: readonly number[];
}

export interface ApplicationLoadBalancerProps
  extends Pick<
      LoadBalancerSettings,
      "subnetIds" | "clientCidrs" | "scheme" | "accessLogs" | "webAclArn" | "deletionProtection"
    >,
    Pick<AdoptedLoadBalancer, "idleTimeoutSeconds" | "dropInvalidHeaderFields">,
    Partial<Pick<AdoptedLoadBalancer, "securityGroupIds">>,
    AwsResourcesProps {
  /**
   * 1 to 32 letters, digits and hyphens, not beginning with "internal-".
   * A change replaces the load balancer.
   */
  readonly loadBalancerName: string;

  /** A change replaces the load balancer. */
  readonly vpcId: string;

  /**
   * The pods that it can reach, by the name of their cluster, which is part of the Terraform address. The ports are opened
   * in both security groups. It can reach nothing else.
   * @default - none, for pods whose security group is opened by a TargetGroupBinding
   */
  readonly pods?: Readonly<Record<string, PodAccess>>;

  /**
   * Set when importing an existing load balancer.
   * @default - this code creates it
   */
  readonly adopted?: AdoptedPart;

  /**
   * The address of the load balancer in the same Terraform state, "aws_lb.web": a moved block brings it here. With `adopted`,
   * it replaces the import block. Remove it after the apply. @inCode @default - none
   */
  readonly movedFrom?: string;
}

/**
 * An Application Load Balancer with its own security group.
 *
 * Limits: ELBv2 API reference, CreateLoadBalancer and LoadBalancerAttribute.
 */
export class ApplicationLoadBalancer extends Construct implements IApplicationLoadBalancer {
  /** An existing load balancer. */
  static fromApplicationLoadBalancerAttributes(
    scope: Construct,
    id: string,
    attributes: ApplicationLoadBalancerAttributes,
  ): IApplicationLoadBalancer {
    return new ImportedApplicationLoadBalancer(scope, id, attributes);
  }

  readonly loadBalancerArn: string;
  readonly dnsName: string;
  /** The Route 53 zone of `dnsName`, for an alias record. */
  readonly hostedZoneId: string;
  /** The part of the ARN that is a dimension of CloudWatch metrics. */
  readonly arnSuffix: string;
  /** Its own security group, or the first of the given ones. */
  readonly securityGroupId: string;
  readonly loadBalancerName: string;

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    props = rightTypes(this, "ApplicationLoadBalancerProps", props);
    useAws(this, props);
    const provider = awsProviderOf(this);
    this.loadBalancerName = props.loadBalancerName;
    const { loadBalancerName, scheme = loadBalancerDefaults.scheme, accessLogs, webAclArn } = props;
    const {
      deletionProtection = loadBalancerDefaults.deletionProtection,
      idleTimeoutSeconds = adoptedLoadBalancerDefaults.idleTimeoutSeconds,
      dropInvalidHeaderFields = adoptedLoadBalancerDefaults.dropInvalidHeaderFields,
      pods = {},
    } = props;
    const securityGroupIds = props.securityGroupIds ?? [
      withFixedAddress(
        this,
        new SecurityGroup(this, "security-group", {
          name: loadBalancerName,
          description: `Load balancer ${loadBalancerName}`,
          vpcId: props.vpcId,
          provider,
        }),
      ).id,
    ];
    this.securityGroupId = securityGroupIds[0] ?? "";
    const resource = new Lb(this, "Default", {
      name: loadBalancerName,
      loadBalancerType: "application",
      internal: scheme === "internal",
      subnets: [...props.subnetIds],
      securityGroups: [...securityGroupIds],
      dropInvalidHeaderFields,
      enableDeletionProtection: deletionProtection === "enabled",
      idleTimeout: idleTimeoutSeconds,
      // "Off" is written, because the AWS provider keeps the old value if the block is removed.
      accessLogs:
        accessLogs === undefined ? { bucket: "", enabled: false } : { ...accessLogs, enabled: true },
      tags: props.adopted?.tags,
      dependsOn: after(props.dependsOn),
      provider,
    });
    withFixedAddress(this, resource);
    takeOver(this, resource, { movedFrom: props.movedFrom, importId: props.adopted?.arn });
    this.loadBalancerArn = resource.arn;
    callBy({ kind: "loadBalancer", construct: this, name: loadBalancerName }, this.loadBalancerArn);
    this.arnSuffix = resource.arnSuffix;
    this.dnsName = resource.dnsName;
    this.hostedZoneId = resource.zoneId;
    if (props.securityGroupIds === undefined) {
      this.admitClients(props.clientCidrs);
      for (const [name, access] of Object.entries(pods).filter(([key]) => isAddressName(key))) {
        this.openWayTo(name, access);
      }
    }
    if (webAclArn !== undefined) {
      new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: resource.arn, webAclArn, provider });
    }
    if (scheme === "internet-facing") {
      warnOfPrivateClients(this, props.clientCidrs);
    }
    const taken = takeName(this, "load balancer", loadBalancerName);
    declarePart(this, () => ({
      loadBalancers: [
        {
          ...identifiedBy("loadBalancer", this, this.loadBalancerName),
          loadBalancerName: stateOf(loadBalancerName),
        },
      ],
    }));
    reportAtSynthesis(this, () => [
      ...loadBalancerNameProblems(loadBalancerName),
      ...taken(),
      ...wordProblems("the VPC", props.vpcId, "the id of the VPC of the subnets"),
      ...arnProblems("adopted.arn", props.adopted?.arn, "applicationLoadBalancer"),
      ...subnetProblems(props.subnetIds, 2),
      ...(props.securityGroupIds === undefined
        ? [...clientProblems(props.clientCidrs), ...podProblems(pods)]
        : givenGroupsProblems(props.securityGroupIds, [
            ...Object.keys(props.clientCidrs),
            ...Object.keys(pods),
          ])),
      ...(accessLogs === undefined ? [] : accessLogProblems(accessLogs)),
      ...(webAclArn === undefined ? [] : arnProblems("the web ACL", webAclArn, "webAcl")),
      ...wholeNumberProblems("the idle timeout", idleTimeoutSeconds, 1, 4000, "s"),
    ]);
  }

  get loadBalancerKey(): LoadBalancerKey {
    return identifiedBy("loadBalancer", this, this.loadBalancerName).key;
  }

  private admitClients(clientCidrs: Readonly<Record<string, string>>): void {
    for (const [name, cidrIpv4] of Object.entries(clientCidrs).filter(([key]) => isAddressName(key))) {
      for (const port of [80, 443]) {
        new VpcSecurityGroupIngressRule(this, `ingress-${name}-${port}`, {
          securityGroupId: this.securityGroupId,
          description: name,
          cidrIpv4,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          provider: awsProviderOf(this),
        });
      }
    }
  }

  private openWayTo(name: string, { securityGroupId, ports = [80] }: PodAccess): void {
    for (const [index, port] of [...new Set(ports)].entries()) {
      const part = isUnresolved(port) ? `port-${index + 1}` : port;
      const way = { ipProtocol: "tcp", fromPort: port, toPort: port, provider: awsProviderOf(this) };
      new VpcSecurityGroupEgressRule(this, idOf(trafficLayout.egressToPods(name, part)), {
        securityGroupId: this.securityGroupId,
        description: `pods of ${name}`,
        referencedSecurityGroupId: securityGroupId,
        ...way,
      });
      new VpcSecurityGroupIngressRule(this, idOf(trafficLayout.ingressToPods(name, part)), {
        securityGroupId,
        description: `load balancer ${this.loadBalancerName}`,
        referencedSecurityGroupId: this.securityGroupId,
        ...way,
      });
    }
  }
}

function loadBalancerNameProblems(name: string): readonly string[] {
  const isReserved = !isUnresolved(name) && name.startsWith("internal-");
  return [
    ...nameProblems("the name of the load balancer", name, "loadBalancer"),
    ...(isReserved
      ? [`the name of the load balancer is "${name}": AWS reserves names that begin with "internal-"`]
      : []),
  ];
}

function givenGroupsProblems(
  securityGroupIds: readonly string[],
  opened: readonly string[],
): readonly string[] {
  return [
    ...(securityGroupIds.length > 0
      ? []
      : ["securityGroupIds is empty: expected at least one, or no securityGroupIds for a new group"]),
    ...(opened.length === 0
      ? []
      : [
          `securityGroupIds are given, so this code does not open them for ${opened.join(", ")}: remove these, and open the groups where they are created`,
        ]),
  ];
}

function clientProblems(clientCidrs: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(clientCidrs);
  const known = Object.entries(clientCidrs).filter(([, cidr]) => !isUnresolved(cidr));
  return [
    ...(names.length > 0
      ? []
      : [
          'clientCidrs is empty, so nobody may connect: expected who may, like { office: "203.0.113.0/24" }, or { world: "0.0.0.0/0" } for everybody',
        ]),
    ...names.flatMap((name) => nameProblems("a name in clientCidrs", name, "address")),
    ...known.flatMap(([name, cidr]) => cidrProblems(`the CIDR block of the clients "${name}"`, cidr)),
    ...duplicateProblems(known, (cidr, all) => `duplicate CIDR block ${cidr}: the clients ${all} have it`),
  ];
}

function warnOfPrivateClients(construct: Construct, clientCidrs: Readonly<Record<string, string>>): void {
  for (const [name, cidr] of Object.entries(clientCidrs).filter(([, each]) => isPrivate(each))) {
    warn(
      construct,
      `the CIDR block of the clients "${name}" is ${cidr}, which is private: an internet-facing load balancer gets requests from public addresses. Give the public addresses of these clients, or use an internal load balancer`,
    );
  }
}

function podProblems(pods: Readonly<Record<string, PodAccess>>): readonly string[] {
  const entries = Object.entries(pods);
  const ways = entries.flatMap(([name, { securityGroupId, ports = [80] }]) =>
    isUnresolved(securityGroupId)
      ? []
      : [...new Set(ports)].map((port) => [name, `port ${port} of ${securityGroupId}`] as const),
  );
  return [
    ...Object.keys(pods).flatMap((name) => nameProblems("the name of a cluster in pods", name, "address")),
    ...entries.flatMap(([name, { securityGroupId, ports = [80] }]) => [
      ...securityGroupProblems(`the security group of the pods of "${name}"`, securityGroupId),
      ...(ports.length === 0
        ? [`the pods of "${name}" have no port: expected the ports on which they serve`]
        : []),
      ...ports.flatMap((port) => portProblems(`the port of the pods of "${name}"`, port)),
    ]),
    ...duplicateProblems(
      ways,
      (way, names) => `duplicate ${way}: the pods of ${names} have it. Give them one entry`,
    ),
  ];
}

function accessLogProblems({ bucket, prefix = "" }: AccessLogs): readonly string[] {
  return [
    ...(bucket === "" ? ['the bucket of the access logs is "": expected its name'] : []),
    ...textProblems(
      "the prefix of the access logs",
      prefix,
      /^(?!\/)(?!.*AWSLogs)(?!.*\/$)/,
      'a prefix without "AWSLogs", which AWS adds, and without "/" at either end',
    ),
  ];
}

class ImportedApplicationLoadBalancer extends Construct implements IApplicationLoadBalancer {
  readonly loadBalancerArn: string;

  constructor(scope: Construct, id: string, attributes: ApplicationLoadBalancerAttributes) {
    super(scope, id);
    const { loadBalancerArn } = rightTypes(this, "ApplicationLoadBalancerAttributes", attributes);
    this.loadBalancerArn = loadBalancerArn;
    reportAtSynthesis(this, () =>
      arnProblems("the load balancer", loadBalancerArn, "applicationLoadBalancer"),
    );
  }

  get loadBalancerName(): string | undefined {
    return isUnresolved(this.loadBalancerArn)
      ? undefined
      : /:loadbalancer\/app\/([^/]+)\//.exec(this.loadBalancerArn)?.[1];
  }
}
