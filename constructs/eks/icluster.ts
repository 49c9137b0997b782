import type { Construct } from "constructs";
import type { PodIdentityAssociationOptions } from "../../upgrade/fleet/settings";
import type { AwsResourcesProps } from "../aws-resources";
import type { NodeGroup, NodeGroupOptions } from "../nodes/node-group";
import type { AccessEntry, AccessEntryOptions } from "./access-entry";
import type { Addon, AddonOptions } from "./addon";
import type { ClusterReference } from "./cluster-reference";
import type { PodIdentityAssociation } from "./pod-identity-association";

/** An EKS cluster that is declared here or elsewhere, to which parts can be added. */
export interface ICluster extends ClusterReference {
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
