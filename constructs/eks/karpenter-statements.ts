import { interruptionQueue } from "../../upgrade/eks/karpenter";
import type { AllowStatement } from "./pod-role";

export interface KarpenterPlace {
  readonly clusterName: string;
  readonly partition: string;
  readonly region: string;
  /** The role of the nodes: the only one that it may give to instances. */
  readonly nodeRoleArn: string;
}

/**
 * What Karpenter's controller may do. As Karpenter publishes it: it changes only what has the tag of its cluster, and passes
 * only the role of its nodes.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
export function karpenterStatements(place: KarpenterPlace): readonly AllowStatement[] {
  return [...instanceStatements(place), ...profileStatements(place), ...otherStatements(place)];
}

/** Instances, their fleets and launch templates. */
function instanceStatements({ clusterName, partition, region }: KarpenterPlace): readonly AllowStatement[] {
  const ec2 = (...kinds: readonly string[]) =>
    kinds.map((kind) => `arn:${partition}:ec2:${region}:*:${kind}/*`);
  const isOwned = { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" };
  const makesOwned = {
    [`aws:RequestTag/kubernetes.io/cluster/${clusterName}`]: "owned",
    "aws:RequestTag/eks:eks-cluster-name": clusterName,
  };
  const made = ec2(
    "fleet",
    "instance",
    "volume",
    "network-interface",
    "launch-template",
    "spot-instances-request",
  );
  return [
    {
      actions: ["ec2:RunInstances", "ec2:CreateFleet"],
      resources: [
        ...["image", "snapshot"].map((kind) => `arn:${partition}:ec2:${region}::${kind}/*`),
        ...ec2("security-group", "subnet", "capacity-reservation"),
      ],
    },
    {
      actions: ["ec2:RunInstances", "ec2:CreateFleet"],
      resources: ec2("launch-template"),
      condition: { StringEquals: isOwned, StringLike: { [`aws:ResourceTag/${POOL_TAG}`]: "*" } },
    },
    {
      actions: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      resources: made,
      condition: { StringEquals: makesOwned, StringLike: { [`aws:RequestTag/${POOL_TAG}`]: "*" } },
    },
    {
      actions: ["ec2:CreateTags"],
      resources: made,
      condition: {
        StringEquals: {
          ...makesOwned,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        StringLike: { [`aws:RequestTag/${POOL_TAG}`]: "*" },
      },
    },
    {
      actions: ["ec2:CreateTags"],
      resources: ec2("instance"),
      condition: {
        StringEquals: isOwned,
        StringLike: { [`aws:ResourceTag/${POOL_TAG}`]: "*" },
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
        },
      },
    },
    {
      actions: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      resources: ec2("instance", "launch-template"),
      condition: { StringEquals: isOwned, StringLike: { [`aws:ResourceTag/${POOL_TAG}`]: "*" } },
    },
  ];
}

/** Karpenter makes an instance profile for the role of a node class. */
function profileStatements(place: KarpenterPlace): readonly AllowStatement[] {
  const { clusterName, partition, region, nodeRoleArn } = place;
  const profiles = [`arn:${partition}:iam::*:instance-profile/*`];
  const tags = (when: "RequestTag" | "ResourceTag") => ({
    [`aws:${when}/kubernetes.io/cluster/${clusterName}`]: "owned",
    [`aws:${when}/topology.kubernetes.io/region`]: region,
  });
  const hasClass = (when: "RequestTag" | "ResourceTag") => ({ [`aws:${when}/${CLASS_TAG}`]: "*" });
  return [
    {
      actions: ["iam:PassRole"],
      resources: [nodeRoleArn],
      condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
    },
    {
      actions: ["iam:CreateInstanceProfile"],
      resources: profiles,
      condition: {
        StringEquals: { ...tags("RequestTag"), "aws:RequestTag/eks:eks-cluster-name": clusterName },
        StringLike: hasClass("RequestTag"),
      },
    },
    {
      actions: ["iam:TagInstanceProfile"],
      resources: profiles,
      condition: {
        StringEquals: {
          ...tags("ResourceTag"),
          ...tags("RequestTag"),
          "aws:RequestTag/eks:eks-cluster-name": clusterName,
        },
        StringLike: { ...hasClass("ResourceTag"), ...hasClass("RequestTag") },
      },
    },
    {
      actions: [
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:DeleteInstanceProfile",
      ],
      resources: profiles,
      condition: { StringEquals: tags("ResourceTag"), StringLike: hasClass("ResourceTag") },
    },
    { actions: ["iam:GetInstanceProfile"], resources: profiles },
    // This action has no resources.
    { actions: ["iam:ListInstanceProfiles"], resources: ["*"] },
  ];
}

/** Interruptions, the cluster, AMIs and prices. */
function otherStatements({ clusterName, partition, region }: KarpenterPlace): readonly AllowStatement[] {
  return [
    {
      actions: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      resources: [`arn:${partition}:sqs:${region}:*:${interruptionQueue(clusterName)}`],
    },
    {
      actions: ["eks:DescribeCluster"],
      resources: [`arn:${partition}:eks:${region}:*:cluster/${clusterName}`],
    },
    {
      actions: ["ssm:GetParameter"],
      resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
    },
    // These actions have no resources.
    { actions: ["pricing:GetProducts"], resources: ["*"] },
    {
      actions: [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      resources: ["*"],
      condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
  ];
}

/** Karpenter tags what it makes with the pool and the class. */
const POOL_TAG = "karpenter.sh/nodepool";
const CLASS_TAG = "karpenter.k8s.aws/ec2nodeclass";
