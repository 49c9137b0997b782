import type { StepKind } from "./step-kinds";

/** What a fleet is upgraded to, as plain data. */
export interface UpgradeGoal {
  /** At most one for each cluster. A cluster without a goal stays as it is. */
  readonly clusters: readonly ClusterGoal[];
  /**
   * The environments, the least important first, by the beginning of their clusters' names: "alpha" of "alpha-kr-a". One
   * environment is finished before the next one starts. Environments that are not listed come before the last listed one.
   * @default - environments for tests by their name, then others, then "prod", "production", "live"
   */
  readonly environments?: readonly string[];
  /**
   * By kind: how many hours such a step waits after the last change of its cluster. The hours of the control plane also
   * count for steps that make its rollback harder: kube-proxy and new nodes, which are incompatible with the old version.
   * @default - 0
   */
  readonly soakHours?: Readonly<Partial<Record<StepKind, number>>>;
}

export type ClusterGoal = InPlaceGoal | SecondClusterGoal;

/** A cluster that is upgraded in place, one minor after another. */
export interface InPlaceGoal {
  readonly way: "in-place";
  /** Its name, "alpha-kr-a". If several clusters have it: REGION/NAME or ACCOUNT/REGION/NAME. */
  readonly cluster: string;
  /** "1.36". With the version that the cluster runs, only nodes and add-ons are upgraded. */
  readonly version: string;
  /** How nodes are upgraded: by a second group beside each, or each group rolled in place. @default "second-group" */
  readonly nodes?: "second-group" | "roll";
  /**
   * How node pools are upgraded: by drift, which is held until the control plane and the add-ons have the new version, or
   * by a second pool beside each. @default "drift"
   */
  readonly nodePools?: "drift" | "second-pool";
  /**
   * When nodes are upgraded. "fewest": when the version skew requires it, and at the end. "each-minor": after each minor of
   * the control plane. @default "fewest"
   */
  readonly replacements?: "fewest" | "each-minor";
  /**
   * When kube-proxy is upgraded: its new minor is newer than the old control plane. "after-soak": after the other add-ons, in
   * a step of its own, so that until then a rollback needs no other change. "lower-first": with them, and a rollback lowers
   * it first. @default "after-soak"
   */
  readonly kubeProxy?: "after-soak" | "lower-first";
  /**
   * By the name of a Helm release of the cluster, "istiod": the version of its chart, for the next minor that needs it, or
   * for the end. "karpenter" is both of its charts. The cluster autoscaler follows without it.
   * @default - they stay as they are
   */
  readonly releases?: Readonly<Record<string, string>>;
  /**
   * Node groups and node pools whose pods move to others that the fleet file has: from managed groups to Karpenter, or back.
   * They are not upgraded: each is drained and removed first, after the rules have found who takes its pods. @default - none
   */
  readonly leaving?: readonly string[];
  /** By the name of a node group or node pool: what else its nodes are rolled to in place. @default - none */
  readonly rolls?: Readonly<Record<string, NodeRoll>>;
}

/** A node group has releaseVersion and launchTemplateVersion, a node pool has ami. */
export interface NodeRoll {
  /** The AMI release, "1.34.2-20261015". */
  readonly releaseVersion?: string;
  /** The version of its launch template, 4. It must exist: created elsewhere, or by a change of the fleet file. */
  readonly launchTemplateVersion?: number;
  /** The AMI alias of a node pool, "al2023@v20261101". Its nodes drift to it at the pace of its budgets. */
  readonly ami?: string;
}

/** A cluster whose traffic moves to a second cluster. */
export interface SecondClusterGoal {
  readonly way: "second-cluster";
  /** The name of the cluster that has the traffic, "alpha-kr-a". */
  readonly cluster: string;
  /** The name of the cluster that gets it, "alpha-kr-b". Created if it does not exist. */
  readonly secondCluster: string;
  /** The version of the second cluster, "1.36". Minors can be skipped. */
  readonly version: string;
  /**
   * The second cluster's share of the traffic of both, in percent, step by step: 0 to 100, rising. The last one ends the shift.
   * @default [0, 10, 50, 100]
   */
  readonly shift?: readonly number[];
  /** By the name of a Helm release, "istiod": the version of its chart in the second cluster. @default - the first's */
  readonly releases?: Readonly<Record<string, string>>;
  /** By load balancer: a rule by host to the second cluster, created with its target group. @default - none */
  readonly previews?: Readonly<Record<string, Preview>>;
  /**
   * By HAProxy or weighted records: where they lead for the second cluster, as the fleet file has it in `servers` or
   * `records`, without `cluster`. Needed if they lead to the first cluster and have nothing for the second one.
   * @default - none
   */
  readonly entries?: Readonly<Record<string, SlotEntry>>;
  /** Keeps the first cluster after the shift. @default - it is removed if the shift ends at 100 */
  readonly keepsFirst?: boolean;
}

/** A server of HAProxy or a weighted record, as a fleet file has it: `{ "address": "10.0.2.10", "port": 80 }`. */
export type SlotEntry = Readonly<
  Record<string, Scalar | readonly Scalar[] | Readonly<Record<string, Scalar>>>
>;

type Scalar = string | number | boolean;

export interface Preview {
  /** The priority of the listener rule, 1 to 99, before all other rules. No other rule of the load balancer may have it. */
  readonly priority: number;
  /** "b.webapp.alpha.example.com". */
  readonly hostHeaders: readonly string[];
}

export const DEFAULT_SHIFT: readonly number[] = [0, 10, 50, 100];
