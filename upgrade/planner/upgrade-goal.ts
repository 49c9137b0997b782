import type { StepKind } from "./step-kinds";

/** Where a fleet is to go, as plain data. */
export interface UpgradeGoal {
  /** At most one for each cluster; a cluster that none names stays as it is. */
  readonly clusters: readonly ClusterGoal[];
  /**
   * The environments by the beginning of their clusters' names, "alpha" of "alpha-kr-a", the least important first:
   * all of one are done before the next begins. Those that are not named come before the last one that is.
   * @default - those whose name says that they are for trying things, then others, then "prod", "production", "live"
   */
  readonly environments?: readonly string[];
  /**
   * By kind: how many hours such a step waits after the last change of its cluster. The control plane's stands for
   * all that makes its rollback harder: what does not fit the older version (kube-proxy, new nodes) waits as long.
   * @default - 0
   */
  readonly soakHours?: Readonly<Partial<Record<StepKind, number>>>;
}

export type ClusterGoal = InPlaceGoal | SecondClusterGoal;

/** A cluster that is upgraded where it stands, one minor after the other. */
export interface InPlaceGoal {
  readonly way: "in-place";
  /** Its name, "alpha-kr-a". */
  readonly cluster: string;
  /** "1.36". That of today only brings nodes and add-ons up to it. */
  readonly version: string;
  /** How nodes go up: by a second group beside each, or each group rolled where it is. @default "second-group" */
  readonly nodes?: "second-group" | "roll";
  /**
   * When: where the version skew leaves no other way and at the end, so that nodes are replaced as few times as
   * possible; or after each minor of the control plane. @default "fewest"
   */
  readonly replacements?: "fewest" | "each-minor";
  /**
   * kube-proxy of the new minor is newer than the old control plane. "after-soak": it goes up after the other
   * add-ons, in a step of its own, so that until then nothing stands in the way of a rollback. "lower-first": it goes
   * with them, and a rollback lowers it first. @default "after-soak"
   */
  readonly kubeProxy?: "after-soak" | "lower-first";
  /**
   * By the name of a Helm release of the cluster, "istiod": the version of its chart to go to, when the next minor
   * needs it, and at the end. (The cluster autoscaler follows by itself.) @default - they stay as they are
   */
  readonly releases?: Readonly<Record<string, string>>;
  /** By the node group's name: what else its nodes are rolled to, where they are. @default - none */
  readonly rolls?: Readonly<Record<string, NodeGroupRoll>>;
}

export interface NodeGroupRoll {
  /** The AMI release, "1.34.2-20261015". */
  readonly releaseVersion?: string;
  /** The version of its launch template, 4: made before, elsewhere or by a change of the fleet file. */
  readonly launchTemplateVersion?: number;
}

/** A cluster whose traffic moves to a second one beside it. */
export interface SecondClusterGoal {
  readonly way: "second-cluster";
  /** The name of the cluster that has the traffic, "alpha-kr-a". */
  readonly cluster: string;
  /** The name of the one that gets it, "alpha-kr-b". Made if it is not there. */
  readonly secondCluster: string;
  /** The version that the second one is made at, "1.36"; minors can be skipped. */
  readonly version: string;
  /**
   * The second cluster's part of what both get, in percent: 0 to 100, rising, the last one where the shift ends.
   * @default [0, 10, 50, 100]
   */
  readonly shift?: readonly number[];
  /** By the name of a Helm release, "istiod": the version of its chart in the second cluster. @default - the first's */
  readonly releases?: Readonly<Record<string, string>>;
  /** By load balancer: the way to the second cluster by host, made with its target group. @default - none is made */
  readonly previews?: Readonly<Record<string, Preview>>;
  /** Keeps the first cluster when the shift has ended. @default - it is removed where the shift ends at 100 */
  readonly keepsFirst?: boolean;
}

export interface Preview {
  /** Of the listener rule, 1 to 99, where previews stand before all rules; its own in the load balancer. */
  readonly priority: number;
  /** "b.webapp.alpha.example.com". */
  readonly hostHeaders: readonly string[];
}

export const DEFAULT_SHIFT: readonly number[] = [0, 10, 50, 100];
