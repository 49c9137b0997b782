import type { Construct } from "constructs";
import type { PodIdentityAssociationOptions } from "../../upgrade/fleet/settings";
import type { AwsResourcesProps } from "../aws-resources";
import type { NodeGroup, NodeGroupOptions } from "../nodes/node-group";
import type { AccessEntry, AccessEntryOptions } from "./access-entry";
import type { Addon, AddonOptions } from "./addon";
import type { ClusterReference } from "./cluster-reference";
import type { ConnectionOptions, HelmConnection, KubernetesConnection } from "./connection";
import type { PodIdentityAssociation } from "./pod-identity-association";

/** An EKS cluster that is declared here or elsewhere, to which parts can be added. */
export interface ICluster extends ClusterReference {
  readonly clusterArn: string;
  readonly clusterEndpoint: string;
  /** In base64, as in a kubeconfig. */
  readonly certificateAuthorityData: string;
  /** "https://oidc.eks.<region>.amazonaws.com/id/<id>", for the trust of IRSA roles. */
  readonly oidcIssuer: string;
  /** The security group that EKS creates: for the control plane's addresses in the VPC, and for managed nodes. */
  readonly clusterSecurityGroupId: string;
  /**
   * For a Kubernetes provider: `aws eks get-token` with the region, the profile and the role of the cluster's AWS provider.
   * Prefer a stack of its own with a cluster from `fromClusterAttributes`: if one apply replaces the cluster, providers of
   * the same stack cannot reach it.
   */
  kubernetesConnection(options?: ConnectionOptions): KubernetesConnection;
  /** The same for a Helm provider. */
  helmConnection(options?: ConnectionOptions): HelmConnection;
  inStackOf(part: Construct): ICluster;
  /** The id is the default of `nodeGroupName`. */
  addNodeGroup(id: string, options: NodeGroupOptions): NodeGroup;
  /** The id is the default of `addonName`. */
  addAddon(id: string, options: AddonOptions): Addon;
  addAccessEntry(id: string, options: AccessEntryOptions): AccessEntry;
  addPodIdentityAssociation(
    id: string,
    options: PodIdentityAssociationOptions & AwsResourcesProps,
  ): PodIdentityAssociation;
}
