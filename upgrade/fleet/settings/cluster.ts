import type { ControlPlaneLogType } from "../../eks/control-plane-log-type";
import type { AutoModeSettings } from "./auto-mode";
import type { AddonSettings } from "./cluster-addon";
import type { FargateProfileSettings } from "./fargate-profile";
import type { ClusterGuardsOff } from "./guards";
import type { ControllerOptions, DrainOptions, NamespaceSettings, ReleaseSettings } from "./in-cluster";
import type { KarpenterSettings } from "./karpenter";
import type { NodeGroupSettings } from "./node-group";
import type { NodePoolSettings } from "./node-pool";

/** An EKS cluster: its control plane, add-ons, node groups and in-cluster resources. */
export interface ClusterSettings {
  /** The version of the control plane, "1.34". Changed in place, one minor at a time. */
  readonly version: string;
  /** Says that `version` rolls back an upgrade. Remove it when the rollback is done. @default - no rollback */
  readonly rollback?: RollbackSettings;
  /** Subnets in at least two zones, each with five free addresses for an upgrade. Changed in place. */
  readonly subnetIds: readonly string[];
  /**
   * The ARNs of the IAM roles or users that administer the cluster. Give at least one, because EKS gives access to
   * nobody else. Each becomes an access entry. @listInCode
   */
  readonly administrators: readonly string[];
  /** By the add-on's name: the build, or the build and the add-on's settings. */
  readonly addons: Readonly<Record<string, string | AddonSettings>>;
  /** By name. "workers-v1" is generation 1 of the node group family `workers`. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /**
   * Node pools of Karpenter or Auto Mode, by name. "workers-v1" is generation 1 of the family `workers`, as with node groups.
   * @default - none
   */
  readonly nodePools?: Readonly<Record<string, NodePoolSettings>>;
  /**
   * Karpenter. Its controller needs nodes that it does not make: a node group or a Fargate profile. It gets its role from the
   * add-on `eks-pod-identity-agent`. @default - not installed
   */
  readonly karpenter?: KarpenterSettings;
  /**
   * EKS Auto Mode. Enabled in place. Removing it does not disable Auto Mode: EKS expects `enabled: false`, which no setting
   * writes yet. @default - off
   */
  readonly autoMode?: AutoModeSettings;
  /** Fargate profiles, by name. @default - none */
  readonly fargateProfiles?: Readonly<Record<string, FargateProfileSettings>>;
  /** CIDR blocks on the internet that reach the Kubernetes API. @default - none: the endpoint is private */
  readonly publicEndpointCidrs?: readonly string[];
  /**
   * What EKS does at the end of standard support. EXTENDED keeps the version, at a higher price. STANDARD upgrades the
   * control plane automatically. Changed in place.
   * @default "EXTENDED", so that no upgrade happens outside the code
   */
  readonly supportType?: "STANDARD" | "EXTENDED";
  /**
   * Protects the cluster with a tag that guards and rules respect. If the environment allows only AWS provider 6.9 or
   * later, EKS protects it too. Before you remove a cluster, disable its protection.
   * @default "enabled"; for an adopted cluster, what EKS has
   */
  readonly deletionProtection?: "enabled" | "disabled";
  /** Days that CloudWatch keeps the control plane's logs. @default 90 */
  readonly logRetentionDays?: number;
  /** The KMS key that encrypts Kubernetes secrets. @default - a new key; for an adopted cluster, none */
  readonly secretsKeyArn?: string;
  /**
   * The IPv4 block of Kubernetes services: /12 to /24, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, and apart from
   * the VPC. Not with IPv6. A change replaces the cluster.
   * @default - EKS chooses 10.100.0.0/16 or 172.20.0.0/16
   * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
   */
  readonly serviceIpv4Cidr?: string;
  /** The addresses of pods and services. A change replaces the cluster. @default - EKS's default: "ipv4" */
  readonly ipFamily?: "ipv4" | "ipv6";
  /**
   * Whether Amazon Application Recovery Controller may move traffic in the cluster away from a zone. Changed in place.
   * @default - EKS's default: disabled
   */
  readonly zonalShift?: "enabled" | "disabled";
  /**
   * IPv4 blocks of hybrid nodes: on premises, with a route to the VPC. Each is inside 10.0.0.0/8, 172.16.0.0/12 or
   * 192.168.0.0/16, and apart from the VPC and the services. Changed in place by AWS provider 6.11 or later; an older one
   * replaces the cluster. @default - no hybrid nodes
   * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteNetworkConfigRequest.html
   */
  readonly remoteNodeNetworks?: readonly string[];
  /**
   * IPv4 blocks of pods on hybrid nodes, for webhooks that run there. The same ranges as `remoteNodeNetworks`, which they
   * need. Changed like `remoteNodeNetworks`. @default - none
   */
  readonly remotePodNetworks?: readonly string[];
  /**
   * More IAM policies of the node role that is created with the first node group, by a name that becomes part of the
   * Terraform address: `{ ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }`. Changed in place. Not with a role
   * of `adopted`. @default - only the policies that nodes need
   */
  readonly nodeRolePolicyArns?: Readonly<Record<string, string>>;
  /**
   * The path of that role: "/", or a text of up to 512 characters that begins and ends with "/". A change replaces the role
   * and each node group that has it. @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   */
  readonly nodeRolePath?: string;
  /** IAM principals with access, in addition to the administrators. By any name. @default - none */
  readonly accessEntries?: Readonly<Record<string, AccessEntrySettings>>;
  /** IAM roles of pods. By any name. @default - none */
  readonly podIdentityAssociations?: Readonly<Record<string, PodIdentityAssociationOptions>>;
  /**
   * For an existing cluster that is imported: the values that differ from the defaults. The cluster and its
   * parts then get no tags of the environment. Without it, `adopted` of the parts has no effect. @default - a new cluster
   */
  readonly adopted?: AdoptedCluster;
  /**
   * Names of node groups of this cluster that are declared elsewhere; `*` matches any text. @listInCode
   * @default - none: an undeclared node group with nodes ends the plan
   */
  readonly otherNodeGroups?: readonly string[];
  /** Guards that are off for a while. @default - none */
  readonly guardsOff?: ClusterGuardsOff;
  /**
   * The chart version of the AWS Load Balancer Controller, "3.5.0". Its IAM role is created with the cluster. It needs
   * the add-on `eks-pod-identity-agent`. @default - not installed: target group bindings need a controller of your own
   */
  readonly loadBalancerController?: string;
  /**
   * The version of the cluster autoscaler, "1.33.1": of the cluster's minor, or of the minor before. Its IAM role is
   * created with the cluster. It needs the add-on `eks-pod-identity-agent`. @default - not installed
   */
  readonly clusterAutoscaler?: string;
  /** The charts of these controllers: a private repository, images of a private registry. @default - the constructs' */
  readonly controllerOptions?: {
    readonly loadBalancerController?: ControllerOptions;
    readonly clusterAutoscaler?: ControllerOptions;
    readonly karpenter?: ControllerOptions;
  };
  /**
   * Namespaces to create, by name or with their own labels and annotations. A label makes the controller delay a new pod's readiness until the load balancer finds the
   * pod healthy. Pods that started before the binding are not delayed. Removing a namespace deletes everything in it.
   * @default - none
   */
  readonly namespaces?: readonly (string | NamespaceSettings)[];
  /** How node groups are drained. @default - the defaults of DrainOptions */
  readonly drain?: DrainOptions;
  /** Other Helm releases, by name: "istiod". @default - none */
  readonly releases?: Readonly<Record<string, ReleaseSettings>>;
}

/** An upgrade that is rolled back. EKS rolls back one minor, within seven days of the upgrade. */
export interface RollbackSettings {
  /** The version that the cluster was upgraded to, and leaves again. @inCode */
  readonly of: string;
  /** The day of that upgrade, in UTC: "2026-11-20". @inCode */
  readonly upgradedOn: string;
}

export const accessEntryTypes = [
  "STANDARD",
  "EC2_LINUX",
  "EC2_WINDOWS",
  "FARGATE_LINUX",
  "HYBRID_LINUX",
] as const;

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";

/** In the order in which EKS changes them: never back. */
export const authenticationModes: readonly AuthenticationMode[] = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

/** What an existing cluster has. "adopt" writes it. If you change a line later, Terraform changes the cluster. */
export interface AdoptedCluster {
  readonly clusterRoleArn: string;
  /** The role of the node groups that name none. @default - a new role, created with the first such group */
  readonly nodeRoleArn?: string;
  /**
   * Changed in place, and only in one direction: from CONFIG_MAP to API_AND_CONFIG_MAP to API. With CONFIG_MAP a cluster
   * has no access entries, so leave `administrators` empty. @default "API"
   */
  readonly authenticationMode?: AuthenticationMode;
  /**
   * Whether the API has a public endpoint ("public": nodes use it too). Without `publicEndpointCidrs`, EKS keeps the CIDR
   * blocks that it has. @default - follows from `publicEndpointCidrs`
   */
  readonly endpoint?: "public" | "public-and-private";
  /** In addition to the security group that EKS creates. Changed in place. @default - none */
  readonly securityGroupIds?: readonly string[];
  /** The logs that go to CloudWatch. The log group is not managed. */
  readonly logTypes: readonly ControlPlaneLogType[];
  /** In addition to the tag of the protection. Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Nodes outside of managed node groups join with such an entry. */
export const selfManagedNodeTypes: readonly string[] = ["EC2_LINUX", "EC2_WINDOWS"];

export type AccessEntryType = (typeof accessEntryTypes)[number];

/** Gives an IAM principal access to a cluster. */
export interface AccessEntrySettings {
  /** The IAM role or user. A change replaces the entry. */
  readonly principalArn: string;
  /**
   * By the policy's name, "AmazonEKSViewPolicy": "cluster" for the whole cluster, or a list of namespaces.
   * @default - none: the principal's Kubernetes groups decide
   */
  readonly policies?: Readonly<Record<string, "cluster" | readonly string[]>>;
  /** @default - none */
  readonly kubernetesGroups?: readonly string[];
  /**
   * EC2_LINUX is for nodes that are not in managed node groups, as those of Karpenter; HYBRID_LINUX for hybrid nodes;
   * FARGATE_LINUX for Fargate. Only a STANDARD entry has groups, policies and a user name. A change replaces the entry.
   * @default "STANDARD"
   */
  readonly type?: AccessEntryType;
  /**
   * The name of the user in Kubernetes. It does not begin with system:, eks:, aws:, amazon: or iam:. Changed in place.
   * @default - the ARN of the principal
   */
  readonly userName?: string;
  /** Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Set when importing an existing entry: import blocks bring it and its policies into the state. */
  readonly adopted?: true;
}

/** Gives the pods of a service account an IAM role. */
export interface PodIdentityAssociationOptions {
  /** A change replaces the association. */
  readonly namespace: string;
  /** A change replaces the association. */
  readonly serviceAccount: string;
  /** A role that trusts `pods.eks.amazonaws.com`. Changed in place; a pod gets the new role when it restarts. */
  readonly roleArn: string;
  /** Changed in place. @anyNames @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Set when importing an existing association, "a-1234…": an import block brings it into the state. */
  readonly adoptedAssociationId?: string;
}
