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
import { type Known, type LoadBalancerKey, UNKNOWN } from "../../upgrade/fleet/state";
import { loadBalancerInArn } from "../../upgrade/terraform/arn";
import { declarePart, identifiedBy, keyByIdentity } from "../fleet-part";
import { isKnownLater, reportAtSynthesis, stateOf } from "../validation";
import {
  addressNameProblems,
  isAddressName,
  nameProblems,
  rangeProblems,
  sameValueProblems,
  takeName,
} from "./checks";
import { LoadBalancerScheme } from "./load-balancer-scheme";

export interface IApplicationLoadBalancer {
  readonly loadBalancerArn: string;
  /** Its name in AWS. @default - unknown */
  readonly loadBalancerName?: string;
  /** Its name among all load balancers of a program. @default - what the ARN says */
  readonly loadBalancerKey?: LoadBalancerKey;
}

/** @param user what sends its requests on: the load balancer is of the same program */
export function loadBalancerKeyOf(
  { loadBalancerKey, loadBalancerArn }: IApplicationLoadBalancer,
  user: Construct,
): Known<LoadBalancerKey> {
  const identity = isKnownLater(loadBalancerArn) ? undefined : loadBalancerInArn(loadBalancerArn);
  const key = identity === undefined ? UNKNOWN : keyByIdentity("loadBalancer", user, identity);
  return loadBalancerKey ?? key;
}

export interface ApplicationLoadBalancerAttributes {
  readonly loadBalancerArn: string;
}

/** Pods that a load balancer reaches. */
export interface PodAccess {
  /** The security group of the pods: the cluster's, the nodes', or one of their own. */
  readonly securityGroupId: string;

  /**
   * Ports of the pods (not of their service), 1 to 65535: where they serve, and where they answer health
   * checks if that is elsewhere.
   * @default [80]
   */
  readonly ports?: readonly number[];
}

export interface ApplicationLoadBalancerProps
  extends Pick<
      LoadBalancerSettings,
      "subnetIds" | "clientCidrs" | "accessLogs" | "webAclArn" | "deletionProtection"
    >,
    Pick<AdoptedLoadBalancer, "idleTimeoutSeconds" | "dropInvalidHeaderFields">,
    Partial<Pick<AdoptedLoadBalancer, "securityGroupIds">> {
  /**
   * 1 to 32 letters, digits and hyphens, not beginning with "internal-".
   * A change replaces the load balancer.
   */
  readonly loadBalancerName: string;

  /** A change replaces the load balancer. */
  readonly vpcId: string;

  /**
   * The pods that it may reach, by the name of their cluster, which becomes part of the address. Opens the
   * way at both of its ends. It reaches nothing else.
   * @default - none, for pods whose security group is opened by a TargetGroupBinding
   */
  readonly pods?: Readonly<Record<string, PodAccess>>;

  /**
   * A change replaces the load balancer.
   * @default LoadBalancerScheme.INTERNAL
   */
  readonly scheme?: LoadBalancerScheme;

  /**
   * That it ran before it came under code.
   * @default - it is made by this code
   */
  readonly adopted?: AdoptedPart;
}

/**
 * An Application Load Balancer with a security group of its own.
 *
 * Limits: ELBv2 API reference, CreateLoadBalancer and LoadBalancerAttribute.
 */
export class ApplicationLoadBalancer extends Construct implements IApplicationLoadBalancer {
  /** A load balancer that is made elsewhere. */
  static fromApplicationLoadBalancerAttributes(
    scope: Construct,
    id: string,
    attributes: ApplicationLoadBalancerAttributes,
  ): IApplicationLoadBalancer {
    return new ImportedApplicationLoadBalancer(scope, id, attributes.loadBalancerArn);
  }

  readonly loadBalancerArn: string;
  readonly dnsName: string;
  /** The Route 53 zone of `dnsName`, for an alias record. */
  readonly hostedZoneId: string;
  /** Its own; the first of those that are given. */
  readonly securityGroupId: string;
  readonly loadBalancerName: string;

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    this.loadBalancerName = props.loadBalancerName;
    const { loadBalancerName, scheme = LoadBalancerScheme.INTERNAL, accessLogs, webAclArn } = props;
    const { deletionProtection = true, idleTimeoutSeconds = 60, pods = {} } = props;
    const securityGroupIds = props.securityGroupIds ?? [
      new SecurityGroup(this, "security-group", {
        name: loadBalancerName,
        description: `Load balancer ${loadBalancerName}`,
        vpcId: props.vpcId,
      }).id,
    ];
    this.securityGroupId = securityGroupIds[0] ?? "";
    const resource = new Lb(this, "Default", {
      name: loadBalancerName,
      loadBalancerType: "application",
      internal: scheme.isInternal,
      subnets: [...props.subnetIds],
      securityGroups: [...securityGroupIds],
      dropInvalidHeaderFields: props.dropInvalidHeaderFields ?? true,
      enableDeletionProtection: deletionProtection,
      idleTimeout: idleTimeoutSeconds,
      // "Off" is written out: the AWS provider takes a block that is gone for one that stays as it was.
      accessLogs:
        accessLogs === undefined ? { bucket: "", enabled: false } : { ...accessLogs, enabled: true },
      tags: props.adopted?.tags,
    });
    if (props.adopted !== undefined) {
      resource.importFrom(props.adopted.arn);
    }
    this.loadBalancerArn = resource.arn;
    this.dnsName = resource.dnsName;
    this.hostedZoneId = resource.zoneId;
    if (props.securityGroupIds === undefined) {
      this.admitClients(props.clientCidrs);
      for (const [name, access] of Object.entries(pods).filter(([key]) => isAddressName(key))) {
        this.openWayTo(name, access);
      }
    }
    if (webAclArn !== undefined) {
      new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: resource.arn, webAclArn });
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
      ...taken,
      ...(props.vpcId === "" ? [`the VPC is ""; give the id of the VPC that the subnets are in`] : []),
      ...subnetProblems(props.subnetIds),
      ...(props.securityGroupIds === undefined
        ? [...clientProblems(props.clientCidrs), ...podProblems(pods)]
        : givenGroupsProblems(props.securityGroupIds, [
            ...Object.keys(props.clientCidrs),
            ...Object.keys(pods),
          ])),
      ...(accessLogs === undefined ? [] : accessLogProblems(accessLogs)),
      ...(webAclArn === undefined ? [] : webAclProblems(webAclArn)),
      ...rangeProblems("the idle timeout", idleTimeoutSeconds, 1, 4000, " s"),
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
        });
      }
    }
  }

  private openWayTo(name: string, { securityGroupId, ports = [80] }: PodAccess): void {
    for (const port of new Set(ports)) {
      const way = { ipProtocol: "tcp", fromPort: port, toPort: port };
      new VpcSecurityGroupEgressRule(this, idOf(trafficLayout.egressToPods(name, port)), {
        securityGroupId: this.securityGroupId,
        description: `pods of ${name}`,
        referencedSecurityGroupId: securityGroupId,
        ...way,
      });
      new VpcSecurityGroupIngressRule(this, idOf(trafficLayout.ingressToPods(name, port)), {
        securityGroupId,
        description: `load balancer ${this.loadBalancerName}`,
        referencedSecurityGroupId: this.securityGroupId,
        ...way,
      });
    }
  }
}

function loadBalancerNameProblems(name: string): string[] {
  const reserved = isKnownLater(name) || !name.startsWith("internal-");
  return [
    ...nameProblems("load balancer", name),
    ...(reserved ? [] : [`"${name}" begins with "internal-", which AWS keeps for itself; give another name`]),
  ];
}

function subnetProblems(subnetIds: readonly string[]): string[] {
  return isKnownLater(subnetIds) || new Set(subnetIds).size >= 2
    ? []
    : [
        `the load balancer has too few subnets (${subnetIds.join(", ")}); give at least two, of different availability zones`,
      ];
}

function givenGroupsProblems(securityGroupIds: readonly string[], opened: readonly string[]): string[] {
  return [
    ...(securityGroupIds.length > 0
      ? []
      : ["the load balancer has no security group; give one, or leave them out for one of its own"]),
    ...(opened.length === 0
      ? []
      : [
          `the load balancer has security groups that are made elsewhere, which are not opened from here for ${opened.join(", ")}; open them where they are made, and leave these out`,
        ]),
  ];
}

function clientProblems(clientCidrs: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(clientCidrs);
  const known = Object.entries(clientCidrs).filter(([, cidr]) => !isKnownLater(cidr));
  return [
    ...(names.length > 0
      ? []
      : [
          'nobody may connect; say who may, as in { office: "203.0.113.0/24" }, or { world: "0.0.0.0/0" } for everyone',
        ]),
    ...addressNameProblems("client", names),
    ...known
      .filter(([, cidr]) => !isIpv4Network(cidr))
      .map(
        ([name, cidr]) =>
          `the clients "${name}" have the CIDR "${cidr}"; give an IPv4 network, as in "203.0.113.0/24"`,
      ),
    ...sameValueProblems(known, (cidr, all) => `the clients ${all} have the same CIDR ${cidr}; take one out`),
  ];
}

/** Whether the bits behind the prefix are zero as well: AWS would cut them off, and every plan show a difference. */
function isIpv4Network(cidr: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [a, b, c, d, prefix] = (match ?? []).slice(1).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined) {
    return false;
  }
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return Math.max(a, b, c, d) <= 255 && prefix <= 32 && address % 2 ** (32 - prefix) === 0;
}

function podProblems(pods: Readonly<Record<string, PodAccess>>): string[] {
  const entries = Object.entries(pods);
  const ways = entries.flatMap(([name, { securityGroupId, ports = [80] }]) =>
    isKnownLater(securityGroupId)
      ? []
      : [...new Set(ports)].map((port) => [name, `${securityGroupId}:${port}`] as const),
  );
  return [
    ...addressNameProblems("cluster", Object.keys(pods)),
    ...entries.flatMap(([name, { securityGroupId, ports = [80] }]) => [
      ...(isKnownLater(securityGroupId) || /^sg-[0-9a-f]+$/.test(securityGroupId)
        ? []
        : [
            `the pods of "${name}" have the security group "${securityGroupId}"; give its id, as in "sg-0a1b2c3d"`,
          ]),
      ...(ports.length === 0
        ? [`the pods of "${name}" have no port; give the ports that they serve at`]
        : []),
      ...ports.flatMap((port) => rangeProblems(`the port of the pods of "${name}"`, port, 1, 65535)),
    ]),
    ...sameValueProblems(ways, (way, names) => {
      const [securityGroupId, port] = way.split(":");
      return `the pods of ${names} have the same port ${port} of the same security group ${securityGroupId}, which can be opened once; name them together`;
    }),
  ];
}

function accessLogProblems({ bucket, prefix = "" }: AccessLogs): string[] {
  const problems: string[] = [];
  if (bucket === "") {
    problems.push(`the bucket of the access logs is ""; give its name`);
  }
  if (!isKnownLater(prefix) && (prefix.includes("AWSLogs") || /^\/|\/$/.test(prefix))) {
    problems.push(
      `the prefix of the access logs is "${prefix}"; leave out "AWSLogs", which AWS adds, and a "/" at either end`,
    );
  }
  return problems;
}

function webAclProblems(webAclArn: string): string[] {
  return isKnownLater(webAclArn) || /^arn:[^:]+:wafv2:[^:]+:\d{12}:regional\/webacl\//.test(webAclArn)
    ? []
    : [`"${webAclArn}" is not the ARN of a regional web ACL of AWS WAF (v2)`];
}

class ImportedApplicationLoadBalancer extends Construct implements IApplicationLoadBalancer {
  constructor(
    scope: Construct,
    id: string,
    readonly loadBalancerArn: string,
  ) {
    super(scope, id);
    reportAtSynthesis(this, () =>
      isKnownLater(loadBalancerArn) ||
      /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/app\//.test(loadBalancerArn)
        ? []
        : [`"${loadBalancerArn}" is not the ARN of an Application Load Balancer`],
    );
  }

  get loadBalancerName(): string | undefined {
    return isKnownLater(this.loadBalancerArn)
      ? undefined
      : /:loadbalancer\/app\/([^/]+)\//.exec(this.loadBalancerArn)?.[1];
  }
}
