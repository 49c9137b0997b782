import type { NodeGroupPhase } from "./node-group-phase";

/*
 * What a fleet is, as plain data that can be written down as JSON. An address says where a person finds the
 * thing: the path of a construct, or a Terraform address. A value that nobody knows yet is left out.
 */

export interface ClusterState {
  readonly address: string;
  readonly clusterName: string;
  readonly version?: string;
  readonly nodeGroups: readonly NodeGroupState[];
  readonly addons: readonly AddonState[];
}

export interface NodeGroupState {
  readonly address: string;
  readonly nodeGroupName: string;
  readonly version?: string;
  readonly amiType?: string;
  readonly phase: NodeGroupPhase;
}

export interface AddonState {
  readonly address: string;
  readonly addonName: string;
  readonly addonVersion?: string;
}
