import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import {
  interruptionQueue,
  KARPENTER_NAMESPACE,
  KARPENTER_SERVICE_ACCOUNT,
  karpenterNodeRole,
} from "../../upgrade/eks/karpenter";
import { type AwsResourcesProps, awsProviderOf, useAws } from "../aws-resources";
import { arnProblems } from "../checks/arns";
import { rightTypes } from "../checks/right-types";
import { regionProblems } from "../checks/values";
import { reportAtSynthesis } from "../validation";
import { EksRole } from "./eks-role";
import type { ICluster } from "./icluster";
import { karpenterStatements } from "./karpenter-statements";
import { PodRole, policyDocument } from "./pod-role";

export interface KarpenterResourcesProps extends AwsResourcesProps {
  readonly cluster: ICluster;
  /** The region of the cluster. */
  readonly region: string;
  /** A role that exists, with its access entry of type EC2_LINUX. @default - a new role, with its access entry */
  readonly nodeRoleArn?: string;
  /** The permissions boundary of the roles that are created. @default - none */
  readonly permissionsBoundaryArn?: string;
}

/**
 * What Karpenter needs in AWS: the role of its controller, through EKS Pod Identity; the role of its nodes, which an access
 * entry of type EC2_LINUX lets join; and a queue of spot interruptions and planned maintenance, with the rules of
 * EventBridge that fill it.
 */
export class KarpenterResources extends Construct {
  readonly nodeRoleArn: string;

  constructor(scope: Construct, id: string, props: KarpenterResourcesProps) {
    super(scope, id);
    props = rightTypes(this, "KarpenterResourcesProps", props);
    useAws(this, props, props.cluster);
    const { region, permissionsBoundaryArn } = props;
    const cluster = props.cluster.inStackOf(this);
    const { declaredName: clusterName, partition } = cluster;
    this.nodeRoleArn = props.nodeRoleArn ?? this.nodeRole(cluster, permissionsBoundaryArn);
    new PodRole(this, "controller", {
      cluster,
      roleName: `${clusterName}-karpenter`,
      namespace: KARPENTER_NAMESPACE,
      serviceAccount: KARPENTER_SERVICE_ACCOUNT,
      statements: karpenterStatements({ clusterName, partition, region, nodeRoleArn: this.nodeRoleArn }),
      permissionsBoundaryArn,
    });
    this.interruptions(clusterName);
    reportAtSynthesis(this, () => [
      ...regionProblems("region", region),
      ...arnProblems("nodeRoleArn", props.nodeRoleArn, "role"),
    ]);
  }

  private nodeRole(cluster: ICluster, permissionsBoundaryArn: string | undefined): string {
    const { roleArn, policyAttachments } = new EksRole(this, "node-role", {
      roleName: karpenterNodeRole(cluster.declaredName),
      service: "ec2.amazonaws.com",
      partition: cluster.partition,
      managedPolicies: [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryPullOnly",
      ],
      permissionsBoundaryArn,
    });
    cluster.addAccessEntry("karpenter-nodes", {
      principalArn: roleArn,
      type: "EC2_LINUX",
      dependsOn: policyAttachments,
      provider: awsProviderOf(this),
    });
    return roleArn;
  }

  private interruptions(clusterName: string): void {
    const provider = awsProviderOf(this);
    const queue = new SqsQueue(this, "queue", {
      name: interruptionQueue(clusterName),
      // An older interruption is over.
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      provider,
    });
    const rules = EVENTS.map(([name, source, detailType]) => {
      const rule = new CloudwatchEventRule(this, `rule-${name}`, {
        name: `${interruptionQueue(clusterName)}-${name}`.slice(0, 64),
        eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
        provider,
      });
      new CloudwatchEventTarget(this, `target-${name}`, { rule: rule.name, arn: queue.arn, provider });
      return rule;
    });
    new SqsQueuePolicy(this, "queue-policy", {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
      provider,
    });
  }
}

/** The events on which Karpenter drains a node early. Source: Karpenter, "Disruption", interruption. */
const EVENTS = [
  ["health", "aws.health", "AWS Health Event"],
  ["spot", "aws.ec2", "EC2 Spot Instance Interruption Warning"],
  ["rebalance", "aws.ec2", "EC2 Instance Rebalance Recommendation"],
  ["state", "aws.ec2", "EC2 Instance State-change Notification"],
] as const;
