import type { EksClusterConfig } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ITerraformDependable } from "cdktf";
import { clusterLayout, idOf } from "../../upgrade/eks/layout";
import type { AutoModeSettings } from "../../upgrade/fleet/settings";
import type { FleetState } from "../../upgrade/fleet/state";
import { arnProblems } from "../checks/arns";
import { placeOf } from "../fleet-part";
import type { ClusterReference } from "./cluster-reference";
import { EksRole } from "./eks-role";

/** The policies that the role of the control plane has beside its own. Source: EKS user guide, "Auto Mode cluster IAM role". */
export const AUTO_MODE_CLUSTER_POLICIES: readonly string[] = [
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** The policies of its nodes. Source: EKS user guide, "Auto Mode node IAM role". */
export const AUTO_MODE_NODE_POLICIES: readonly string[] = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKSWorkerNodeMinimalPolicy",
];

/** The role of the nodes of EKS's own node pools, whose access entry EKS creates. EKS rejects it without such a pool. */
export function autoModeNodeRole(
  cluster: ClusterReference,
  { builtInNodePools = [], nodeRoleArn }: AutoModeSettings = {},
  permissionsBoundaryArn: string | undefined,
): { readonly roleArn?: string; readonly dependencies: readonly ITerraformDependable[] } {
  if (builtInNodePools.length === 0) {
    return { dependencies: [] };
  }
  if (nodeRoleArn !== undefined) {
    return { roleArn: nodeRoleArn, dependencies: [] };
  }
  const { roleArn, policyAttachments } = new EksRole(cluster, idOf(clusterLayout.autoModeNodeRole), {
    roleName: `${cluster.declaredName}-auto-node`,
    service: "ec2.amazonaws.com",
    partition: cluster.partition,
    managedPolicies: AUTO_MODE_NODE_POLICIES,
    permissionsBoundaryArn,
  });
  return { roleArn, dependencies: policyAttachments };
}

type AutoModeConfig = Pick<EksClusterConfig, "computeConfig" | "storageConfig" | "kubernetesNetworkConfig">;

/**
 * Compute, storage and load balancing: EKS rejects one without the others.
 *
 * @param nodeRoleArn of EKS's own node pools, which EKS needs as soon as one of them is on
 */
export function withAutoMode(
  config: Pick<EksClusterConfig, "kubernetesNetworkConfig">,
  autoMode: AutoModeSettings | undefined,
  nodeRoleArn: string | undefined,
): AutoModeConfig {
  return autoMode === undefined
    ? config
    : {
        computeConfig: { enabled: true, nodePools: [...(autoMode.builtInNodePools ?? [])], nodeRoleArn },
        storageConfig: { blockStorage: { enabled: true } },
        kubernetesNetworkConfig: {
          ...config.kubernetesNetworkConfig,
          elasticLoadBalancing: { enabled: true },
        },
      };
}

/** The nodes that EKS makes by itself. */
export function autoModeNodes(
  cluster: ClusterReference,
  autoMode: AutoModeSettings | undefined,
): Pick<Partial<FleetState>, "otherNodes"> {
  return autoMode === undefined
    ? {}
    : {
        otherNodes: [
          {
            ...placeOf(cluster),
            cluster: cluster.clusterKey,
            kind: "auto-mode",
            what: "Auto Mode",
            pools: autoMode.builtInNodePools ?? [],
          },
        ],
      };
}

export function autoModeProblems(autoMode: AutoModeSettings | undefined): readonly string[] {
  const pools = autoMode?.builtInNodePools ?? [];
  const repeated = new Set(pools.filter((pool, index) => pools.indexOf(pool) !== index));
  return [
    ...(autoMode?.builtInNodePools?.length === 0
      ? ["autoMode.builtInNodePools is empty: expected at least one pool. Leave it out for none"]
      : []),
    ...[...repeated].map((pool) => `duplicate ${pool} in autoMode.builtInNodePools: expected each once`),
    ...arnProblems("autoMode.nodeRoleArn", autoMode?.nodeRoleArn, "role"),
  ];
}
