import type { NodePoolPhase } from "../../eks/node-pool";
import type { DisruptionBudget, DriftPace } from "../../eks/node-pool-drift";
import type { ClusterKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";
import type { TaintState } from "./node-group";

/** A NodePool of Karpenter or of EKS Auto Mode. The built-in pools of Auto Mode are `OtherNodesState.pools`. */
export interface NodePoolState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly nodePoolName: Known<string>;
  /** Who makes its nodes: by the API group of its node class. */
  readonly kind: "karpenter" | "auto-mode";
  /** The Kubernetes version of its nodes, if the code says so. No plan shows which nodes run. */
  readonly version?: Known<string>;
  /** The name of its EC2NodeClass or NodeClass. */
  readonly nodeClass?: Known<string>;
  /** How its class selects AMIs. Left out if these plans do not have the class, or Auto Mode selects them. */
  readonly amiSelector?: "alias" | "other";
  /** "al2023@v20261015", "bottlerocket@latest". Left out without an alias. */
  readonly amiAlias?: Known<string>;
  /** Whether its budgets let drifted nodes be replaced. */
  readonly drift: Known<DriftPace["drift"]>;
  /** As Karpenter reads them: without any, it has one of 10%. */
  readonly budgets: Known<readonly DisruptionBudget[]>;
  /** `limited`: its limits let it make no nodes. */
  readonly phase: Known<NodePoolPhase>;
  /** Quantities by resource: "cpu", "memory", "nodes". Empty if it has no limits. */
  readonly limits: Known<Readonly<Record<string, string>>>;
  readonly requirements: Known<readonly NodeRequirement[]>;
  /** Of its nodes. */
  readonly labels: Known<Readonly<Record<string, string>>>;
  /** Effects are written as in node groups: "NO_SCHEDULE". */
  readonly taints: Known<readonly TaintState[]>;
  /** "720h", or "Never". Left out if the code leaves it to Karpenter (720h). */
  readonly expireAfter?: Known<string>;
  /** "48h". Left out if nodes wait for their pods without a limit. */
  readonly terminationGracePeriod?: Known<string>;
  /** Of several pools that take a pod, the highest is used. @default 0 */
  readonly weight?: Known<number>;
}

/** Which nodes a pool makes: "topology.kubernetes.io/zone In [ap-northeast-2a]". */
export interface NodeRequirement {
  readonly key: string;
  /** "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt" */
  readonly operator: string;
  readonly values: readonly string[];
}

/** An EC2NodeClass of Karpenter, or a NodeClass of EKS Auto Mode. */
export interface NodeClassState extends Place {
  readonly cluster: Known<ClusterKey>;
  readonly className: Known<string>;
  readonly kind: "EC2NodeClass" | "NodeClass";
  readonly amiSelector?: "alias" | "other";
  readonly amiAlias?: Known<string>;
  /** Its nodes run Amazon Linux 2. */
  readonly isAmazonLinux2?: true;
  /** The name of the IAM role of its nodes. */
  readonly role?: Known<string>;
}
