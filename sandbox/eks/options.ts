import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Neighbours } from "./neighbours";

/** A Kubernetes version that EKS offers; dates are "YYYY-MM-DD". */
export interface OfferedVersion {
  readonly version: string;
  readonly release?: string;
  readonly endOfStandardSupport: string;
  /** Absent or null where extended support did not exist. */
  readonly endOfExtendedSupport?: string | null;
}

/** A build of an add-on that EKS offers for one Kubernetes version. */
export interface OfferedAddon {
  readonly addonName: string;
  readonly addonVersion: string;
  /** The Kubernetes version that it fits: "1.34". */
  readonly clusterVersion: string;
  /** @default - the first one that is given for an add-on and a version is its default */
  readonly isDefault?: boolean;
}

/** How long EKS takes, in milliseconds of the sandbox's time. */
export interface Durations {
  readonly clusterCreate: number;
  readonly clusterVersion: number;
  readonly clusterConfig: number;
  readonly clusterDelete: number;
  readonly nodeGroupCreate: number;
  readonly nodeGroupVersion: number;
  readonly nodeGroupConfig: number;
  readonly nodeGroupDelete: number;
  readonly addonCreate: number;
  readonly addonUpdate: number;
  readonly addonDelete: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** About what one sees on AWS, at the fast end. */
export const USUAL_DURATIONS: Durations = {
  clusterCreate: 9 * MINUTE,
  clusterVersion: 8 * MINUTE,
  clusterConfig: 2 * MINUTE,
  clusterDelete: 3 * MINUTE,
  nodeGroupCreate: 2 * MINUTE,
  nodeGroupVersion: 10 * MINUTE,
  nodeGroupConfig: 20 * SECOND,
  nodeGroupDelete: 4 * MINUTE,
  addonCreate: 30 * SECOND,
  addonUpdate: 45 * SECOND,
  addonDelete: 20 * SECOND,
};

/**
 * Whether managed node groups must have the control plane's version before it is updated.
 * AWS's documents disagree: the API reference asks for "equal", the best practices guide
 * allows the skew of Kubernetes.
 */
export type NodeGroupVersionPolicy = "equal" | "within-skew";

/** Where a cluster's Kubernetes API really is, if it is anywhere. */
export interface ApiServer {
  readonly endpoint: string;
  /** Base64, as in DescribeCluster. */
  readonly certificateAuthorityData: string;
}

export interface EksOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly neighbours: Neighbours;
  readonly versions: readonly OfferedVersion[];
  readonly addons: readonly OfferedAddon[];
  readonly durations: Durations;
  readonly nodeGroupVersionPolicy: NodeGroupVersionPolicy;
  /** The day of the newest AMIs. @default - the last Monday */
  readonly amiDay?: Date;
  /** @default - clusters have endpoints of the usual look, behind which nothing listens */
  readonly apiServerOf?: (region: string, clusterName: string) => ApiServer | undefined;
}
