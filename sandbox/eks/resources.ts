/*
 * What EKS answers about its resources, in the words of its API. Nothing is imported here, so that the files of the
 * operations can all name each other's resources.
 */

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";

export type SupportType = "STANDARD" | "EXTENDED";

/** The part of a VPC configuration that a request may give. */
export interface VpcConfigRequest {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
}

export interface VpcConfig extends VpcConfigRequest {
  readonly vpcId: string;
  readonly clusterSecurityGroupId: string;
}

export interface Logging {
  readonly clusterLogging: readonly { readonly types: readonly string[]; readonly enabled: boolean }[];
}

export interface EncryptionConfig {
  readonly resources: readonly string[];
  readonly provider: { readonly keyArn: string };
}

export type ClusterStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";

/** A cluster, in the API's words. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly version: string;
  readonly platformVersion: string;
  readonly status: ClusterStatus;
  readonly roleArn: string;
  readonly endpoint: string;
  readonly certificateAuthority: { readonly data: string };
  readonly identity: { readonly oidc: { readonly issuer: string } };
  readonly resourcesVpcConfig: VpcConfig;
  readonly kubernetesNetworkConfig: object;
  readonly logging: Logging;
  readonly encryptionConfig?: readonly EncryptionConfig[];
  readonly accessConfig: { readonly authenticationMode: AuthenticationMode };
  readonly upgradePolicy: { readonly supportType: SupportType };
  readonly deletionProtection: boolean;
  readonly health: { readonly issues: readonly object[] };
  readonly tags: Readonly<Record<string, string>>;
  readonly zonalShiftConfig?: object;
  readonly remoteNetworkConfig?: object;
  readonly computeConfig?: object;
  readonly storageConfig?: object;
  readonly controlPlaneScalingConfig?: object;
}

export interface ScalingConfig {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

export interface UpdateConfig {
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  readonly updateStrategy?: "DEFAULT" | "MINIMAL";
}

export type NodeGroupStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING" | "CREATE_FAILED" | "DEGRADED";

/** A managed node group, in the API's words. */
export interface NodeGroup {
  readonly nodegroupName: string;
  readonly nodegroupArn: string;
  readonly clusterName: string;
  readonly version: string;
  readonly releaseVersion: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly status: NodeGroupStatus;
  readonly capacityType: string;
  readonly scalingConfig: ScalingConfig;
  readonly instanceTypes?: readonly string[];
  readonly subnets: readonly string[];
  readonly amiType: string;
  readonly nodeRole: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly resources: { readonly autoScalingGroups: readonly { readonly name: string }[] };
  readonly diskSize?: number;
  readonly health: { readonly issues: readonly object[] };
  readonly updateConfig: UpdateConfig;
  readonly nodeRepairConfig?: object;
  readonly warmPoolConfig?: object;
  readonly remoteAccess?: object;
  readonly launchTemplate?: { readonly id: string; readonly name: string; readonly version: string };
  readonly tags: Readonly<Record<string, string>>;
}

export type AddonStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING" | "CREATE_FAILED";

/** An add-on of a cluster, in the API's words. */
export interface Addon {
  readonly addonName: string;
  readonly clusterName: string;
  readonly status: AddonStatus;
  readonly addonVersion: string;
  readonly addonArn: string;
  readonly health: { readonly issues: readonly object[] };
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly publisher: string;
  readonly owner: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly serviceAccountRoleArn?: string;
  readonly configurationValues?: string;
  readonly podIdentityAssociations: readonly string[];
  readonly namespaceConfig?: object;
}

export interface AccessEntry {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly kubernetesGroups: readonly string[];
  readonly accessEntryArn: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly username: string;
  readonly type: string;
}

export interface AssociatedPolicy {
  readonly policyArn: string;
  readonly accessScope: { readonly type: "cluster" | "namespace"; readonly namespaces: readonly string[] };
  readonly associatedAt: number;
  readonly modifiedAt: number;
}

export interface FargateProfile {
  readonly fargateProfileName: string;
  readonly fargateProfileArn: string;
  readonly clusterName: string;
  readonly createdAt: number;
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  readonly status: "ACTIVE";
  readonly tags: Readonly<Record<string, string>>;
}

export interface PodIdentityAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly associationArn: string;
  readonly associationId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly disableSessionTags: boolean;
  readonly targetRoleArn?: string;
  /** The add-on that it came with, if it did. */
  readonly ownerArn?: string;
}

/** What EKS has found about a cluster, in the API's words. */
export interface Insight {
  readonly id: string;
  readonly name: string;
  readonly category: "UPGRADE_READINESS" | "ROLLBACK_READINESS" | "MISCONFIGURATION";
  readonly kubernetesVersion: string;
  readonly description: string;
  readonly insightStatus: {
    readonly status: "PASSING" | "WARNING" | "ERROR" | "UNKNOWN";
    readonly reason: string;
  };
  readonly recommendation: string;
}
