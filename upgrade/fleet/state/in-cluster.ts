import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";

export interface ReleaseState extends Place {
  /** Its cluster. Left out if nothing shows the cluster of its provider. */
  readonly cluster?: Known<ClusterKey>;
  /** The version of its cluster, if a plan reads it and the fleet does not have it. */
  readonly clusterVersion?: Known<string>;
  readonly releaseName: Known<string>;
  readonly chart: Known<string>;
  readonly chartVersion?: Known<string>;
  /** The tag of its main image, if the values have it. */
  readonly imageTag?: Known<string>;
  readonly namespace?: Known<string>;
  /** Of Karpenter: its values let its controller run on the nodes that it makes. */
  readonly isOnOwnNodes?: true;
  /** The Kubernetes versions that it supports, if the code has them. */
  readonly supports?: { readonly oldest: string; readonly newest: string };
}

export interface IdentityState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly clusterName: Known<string>;
  /** The group of clusters, of which at most one is active: "alpha-kr". */
  readonly group: Known<string>;
  readonly isActive: Known<boolean>;
}

/** A Job that evicts the pods of a node group. */
export interface DrainState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodeGroupName: Known<string>;
}
