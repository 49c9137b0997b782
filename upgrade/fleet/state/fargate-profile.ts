import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";

export interface FargateProfileState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly profileName: Known<string>;
  readonly selectors: Known<readonly FargateSelector[]>;
  readonly subnetIds?: Known<readonly string[]>;
  /** The Kubernetes version of its oldest pods, if the code says so. No plan shows which pods run. */
  readonly version?: Known<string>;
}

/** Which pods run on Fargate. */
export interface FargateSelector {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}
