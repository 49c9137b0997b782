import type { NodeRepairLimits, NodeRepairOverride } from "../fleet/settings";

/** A cluster as AWS describes it, as far as it is adopted. Names are those of the EKS API. */
export interface LiveCluster {
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly status: string;
  readonly roleArn: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** In addition to the one that EKS creates. */
  readonly securityGroupIds: readonly string[];
  readonly endpointPrivateAccess: boolean;
  readonly endpointPublicAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
  readonly authenticationMode: string;
  readonly logTypes: readonly string[];
  readonly secretsKeyArn?: string;
  readonly supportType?: string;
  readonly serviceIpv4Cidr?: string;
  readonly ipFamily?: string;
  readonly zonalShift?: boolean;
  readonly remoteNodeNetworks?: readonly string[];
  readonly remotePodNetworks?: readonly string[];
  readonly tags: Tags;
  /** What it has and the settings cannot hold, in words: "EKS Auto Mode". */
  readonly unsupported: readonly string[];
  readonly nodeGroups: readonly LiveNodeGroup[];
  readonly addons: readonly LiveAddon[];
  readonly accessEntries: readonly LiveAccessEntry[];
  readonly podIdentityAssociations: readonly LivePodIdentityAssociation[];
  readonly fargateProfiles: readonly string[];
  /** Instances of the cluster outside of managed node groups; `undefined` if they could not be read. */
  readonly otherNodes: readonly OtherNodes[] | undefined;
  /** What sends traffic into its VPC; `undefined` if it could not be read. */
  readonly traffic: readonly LiveRoute[] | undefined;
}

export type Tags = Readonly<Record<string, string>>;

export interface LiveNodeGroup {
  readonly name: string;
  readonly status: string;
  /** Absent if an own AMI decides the version. */
  readonly version?: string;
  readonly roleArn: string;
  readonly subnetIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly labels: Tags;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly tags: Tags;
  readonly launchTemplate?: { readonly id: string; readonly version: string };
  readonly updateConfig?: {
    readonly maxUnavailable?: number;
    readonly maxUnavailablePercentage?: number;
    readonly updateStrategy?: string;
  };
  readonly nodeRepair?: boolean;
  readonly nodeRepairLimits?: LiveRepairLimits;
  readonly unsupported: readonly string[];
}

export interface LiveRepairLimits extends Omit<NodeRepairLimits, "overrides"> {
  readonly overrides?: readonly (Omit<NodeRepairOverride, "repairAction"> & {
    readonly repairAction: string;
  })[];
}

export interface LiveAddon {
  readonly name: string;
  readonly version: string;
  readonly configurationValues?: string;
  readonly serviceAccountRoleArn?: string;
  readonly podIdentityAssociations: readonly { readonly serviceAccount: string; readonly roleArn: string }[];
  readonly tags: Tags;
}

export interface LiveAccessEntry {
  readonly principalArn: string;
  readonly type: string;
  readonly userName?: string;
  readonly kubernetesGroups: readonly string[];
  readonly tags: Tags;
  /** By name, for the whole cluster if there are no namespaces. */
  readonly policies: readonly { readonly name: string; readonly namespaces: readonly string[] }[];
}

export interface LivePodIdentityAssociation {
  readonly associationId: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly tags: Tags;
  /** The add-on that it belongs to. */
  readonly ownerArn?: string;
  readonly unsupported: readonly string[];
}

export interface OtherNodes {
  /** What runs them, in words: "the Auto Scaling group batch", "Karpenter's node pool default". */
  readonly by: string;
  readonly count: number;
}

export interface LiveRoute {
  readonly loadBalancer: string;
  readonly port: number;
  /** "default", or the priority. */
  readonly rule: string;
  readonly targetGroup: string;
  readonly weight: number;
}
