import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { DataAwsEksClusters } from "@cdktf/provider-aws/lib/data-aws-eks-clusters";
import { DataAwsEksNodeGroup } from "@cdktf/provider-aws/lib/data-aws-eks-node-group";
import { DataAwsEksNodeGroups } from "@cdktf/provider-aws/lib/data-aws-eks-node-groups";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { clusterNames } from "./clusters";
import { reportUsage } from "./usage";

/*
 * The program that the library is compared with: the same clusters, written by hand with the generated classes
 * only. A test checks that both give Terraform the same, except for the hashes in addresses.
 */

const version = "1.34";
const subnetIds = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];

class PlainStack extends TerraformStack {
  constructor(scope: Construct, clusterName: string) {
    super(scope, clusterName);
    new LocalBackend(this, { path: `../../../terraform.${clusterName}.tfstate` });
    new AwsProvider(this, "aws", {
      region: "ap-northeast-2",
      allowedAccountIds: ["123456789012"],
      defaultTags: [{ tags: { environment: "bench", team: "platform" } }],
    });
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
    const { partition, dnsSuffix } = new DataAwsPartition(this, "cluster_partition");

    // The guards as a program would write them by hand: the same data sources and conditions.
    const clusters = new DataAwsEksClusters(this, "cluster_guard_clusters", {});
    const counted = `\${contains(data.aws_eks_clusters.${clusters.friendlyUniqueId}.names, "${clusterName}") ? 1 : 0}`;
    const liveCluster = new DataAwsEksCluster(this, "cluster_guard_cluster", { name: clusterName });
    liveCluster.addOverride("count", counted);
    const names = new DataAwsEksNodeGroups(this, "cluster_guard_node-groups", { clusterName });
    names.addOverride("count", counted);
    const group = new DataAwsEksNodeGroup(this, "cluster_guard_node-group", {
      clusterName,
      nodeGroupName: "${each.key}",
    });
    group.addOverride(
      "for_each",
      `\${toset([for name in flatten(data.aws_eks_node_groups.${names.friendlyUniqueId}[*].names) : name if !can(regex("^(workers-v1|workers-v2)$", name))])}`,
    );
    const live = `data.aws_eks_cluster.${liveCluster.friendlyUniqueId}`;
    const liveVersion = `\${join("", ${live}[*].version)}`;
    const liveMinor = 'tonumber(split(".", cluster.version)[1])';
    const runs = (condition: string) => `\${alltrue([for cluster in ${live} : ${condition}])}`;
    const undeclared = `[for name, group in data.aws_eks_node_group.${group.friendlyUniqueId} : "\${name} (\${group.scaling_config[0].desired_size})" if !contains([], name) && group.status != "DELETING" && group.scaling_config[0].desired_size > 0]`;

    const key = new KmsKey(this, "cluster_secrets-key", {
      description: `Kubernetes secrets of the EKS cluster ${clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    new KmsAlias(this, "cluster_secrets-key-alias", {
      name: `alias/eks/${clusterName}`,
      targetKeyId: key.keyId,
    });
    const logs = new CloudwatchLogGroup(this, "cluster_logs", {
      name: `/aws/eks/${clusterName}/cluster`,
      retentionInDays: 90,
    });

    const role = new IamRole(this, "cluster_role", {
      name: `${clusterName}-cluster`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } },
        ],
      }),
    });
    const rolePolicy = new IamRolePolicyAttachment(this, "cluster_role_AmazonEKSClusterPolicy", {
      role: role.name,
      policyArn: `arn:${partition}:iam::aws:policy/AmazonEKSClusterPolicy`,
    });
    const keyPolicy = new IamRolePolicy(this, "cluster_role_secrets-key", {
      name: "secrets-key",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
            Resource: key.arn,
          },
        ],
      }),
    });

    const cluster = new EksCluster(this, "cluster", {
      name: clusterName,
      version,
      roleArn: role.arn,
      vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      upgradePolicy: { supportType: "EXTENDED" },
      tags: { "cdktf-eks-upgrade/protected": "true" },
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
        precondition: [
          {
            condition: runs(`${liveMinor} >= 33`),
            errorMessage: `${clusterName} runs ${liveVersion} and cannot go to 1.34: EKS upgrades one minor at a time. Set version to "\${join("", [for cluster in ${live} : "1.\${${liveMinor} + 1}"])}", apply, and go on from there. (control-plane-step)`,
          },
          {
            condition: runs(`${liveMinor} <= 34`),
            errorMessage: `${clusterName} runs ${liveVersion} and cannot go back to 1.34. Set version to "${liveVersion}". To roll back an upgrade by one minor within seven days, declare rollback with the version and the day of that upgrade. (control-plane-step)`,
          },
          {
            condition: `\${length(${undeclared}) == 0}`,
            errorMessage: `${clusterName} has node groups with nodes that the code does not declare: \${join(", ", ${undeclared})}. Terraform would delete or forget such a group, and its pods would be killed without disruption budgets. Declare it again, and retire it before you remove it. If others declare it, name it in otherNodeGroups. (undeclared-node-groups)`,
          },
        ],
      },
      dependsOn: [rolePolicy, keyPolicy, logs],
    });

    const administrator = new EksAccessEntry(this, "cluster_administrator-123456789012-role--platform", {
      clusterName: cluster.name,
      principalArn: "arn:aws:iam::123456789012:role/platform",
    });
    new EksAccessPolicyAssociation(
      this,
      "cluster_administrator-123456789012-role--platform_AmazonEKSClusterAdminPolicy",
      {
        clusterName: cluster.name,
        principalArn: administrator.principalArn,
        policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
    );

    const addon = (
      addonName: string,
      addonVersion: string,
      oldestMinor?: number,
      dependsOn?: EksNodeGroup[],
    ) =>
      new EksAddon(this, `cluster_${addonName}`, {
        clusterName: cluster.name,
        addonName,
        addonVersion,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "PRESERVE",
        lifecycle:
          oldestMinor === undefined
            ? undefined
            : {
                precondition: [
                  {
                    condition: runs(`${liveMinor} >= ${oldestMinor}`),
                    errorMessage: `${addonName} ${addonVersion} of ${clusterName} is for 1.${oldestMinor} or later, and the control plane runs ${liveVersion}. Upgrade the control plane first, in an apply of its own. (addon-ahead)`,
                  },
                ],
              },
        dependsOn,
      });
    const networking = [
      addon("eks-pod-identity-agent", "v1.4.0-eksbuild.1"),
      addon("kube-proxy", "v1.34.6-eksbuild.29", 34),
      addon("vpc-cni", "v1.23.1-eksbuild.1"),
    ];

    const nodeRole = new IamRole(this, "cluster_node-role", {
      name: `${clusterName}-node`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: `ec2.${dnsSuffix}` } },
        ],
      }),
    });
    const nodeRolePolicies = [
      "AmazonEKSWorkerNodePolicy",
      "AmazonEKS_CNI_Policy",
      "AmazonEC2ContainerRegistryPullOnly",
    ].map(
      (policy) =>
        new IamRolePolicyAttachment(this, `cluster_node-role_${policy}`, {
          role: nodeRole.name,
          policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
        }),
    );

    const nodeGroup = (generation: string, isCordoned: boolean) => {
      const nodeGroupName = `workers-${generation}`;
      const template = new LaunchTemplate(this, `cluster_${nodeGroupName}_launch-template`, {
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: { volumeType: "gp3", volumeSize: 50, encrypted: "true", deleteOnTermination: "true" },
          },
        ],
      });
      return new EksNodeGroup(this, `cluster_${nodeGroupName}`, {
        clusterName: cluster.name,
        nodeGroupName,
        nodeRoleArn: nodeRole.arn,
        subnetIds,
        version,
        amiType: "AL2023_x86_64_STANDARD",
        capacityType: "ON_DEMAND",
        instanceTypes: ["m6i.4xlarge"],
        scalingConfig: { minSize: 3, maxSize: 60, desiredSize: 3 },
        labels: { group: "workers", instancegroup: nodeGroupName, subgroup: generation },
        taint: isCordoned
          ? [{ key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" }]
          : undefined,
        launchTemplate: { id: template.id, version: "1" },
        updateConfig: { maxUnavailable: 1 },
        timeouts: { create: "60m", update: "930m", delete: "930m" },
        lifecycle: {
          ignoreChanges: ["scaling_config[0].desired_size"],
          precondition: [
            {
              condition: runs(`${liveMinor} >= 34`),
              errorMessage: `${nodeGroupName} of ${clusterName} cannot run 1.34: the control plane runs ${liveVersion}, and nodes are never newer. Upgrade the control plane first, in an apply of its own. (node-group-ahead)`,
            },
          ],
        },
        dependsOn: [...networking, ...nodeRolePolicies],
      });
    };
    addon("coredns", "v1.13.2-eksbuild.24", undefined, [nodeGroup("v1", true), nodeGroup("v2", false)]);
  }
}

const app = new App({ stackTraces: false });
for (const clusterName of clusterNames(Number(process.argv[2]))) {
  new PlainStack(app, clusterName);
}
app.synth();
reportUsage();
