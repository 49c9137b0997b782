import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import type { ClusterState, FleetState } from "../../fleet/state";
import type { Blocked, Draft } from "../draft";
import type { Addresses } from "../expected/expected-stack";
import { type LoadBalancer, loadBalancersOf, type Slot } from "../load-balancers";
import { DEFAULT_SHIFT, type SecondClusterGoal } from "../upgrade-goal";

/** A cluster and the second one that replaces it, with the load balancers that lead to one of them. */
export class ClusterPair {
  readonly version: KubernetesVersion;
  readonly shift: readonly number[];
  readonly loadBalancers: readonly LoadBalancer[];

  constructor(
    readonly fleet: FleetState,
    readonly first: ClusterState,
    /** `undefined` before it is created. */
    readonly second: ClusterState | undefined,
    readonly goal: SecondClusterGoal,
    readonly catalog: Catalog,
    readonly addresses: Addresses | undefined,
  ) {
    this.version = KubernetesVersion.of(goal.version);
    this.shift = goal.shift ?? DEFAULT_SHIFT;
    this.loadBalancers = loadBalancersOf(fleet).filter(({ slots }) => slots.some((slot) => this.has(slot)));
  }

  /** The last percentage of the shift. */
  get end(): number {
    return this.shift.at(-1) ?? 100;
  }

  /** Whether a slot belongs to one of the two clusters. */
  has({ cluster }: Slot): boolean {
    return cluster !== undefined && (cluster === this.first.key || cluster === this.second?.key);
  }

  slotOf({ slots }: LoadBalancer, cluster: ClusterState | undefined): Slot | undefined {
    return cluster === undefined ? undefined : slots.find((slot) => slot.cluster === cluster.key);
  }

  /** The first step that a load balancer has. */
  stepOfAny(
    stepOf: (loadBalancer: LoadBalancer) => Draft | Blocked | undefined,
  ): Draft | Blocked | undefined {
    for (const loadBalancer of this.loadBalancers) {
      const step = stepOf(loadBalancer);
      if (step !== undefined) {
        return step;
      }
    }
    return undefined;
  }
}
