import type { FleetChange } from "../fleet/change";
import { FleetIndex } from "../fleet/fleet-index";
import { labelledIn, labelsOf, namesIn } from "../fleet/labels";
import { lazily } from "../fleet/lazily";
import {
  type ClusterKey,
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type TargetGroupKey,
} from "../fleet/state";

/** Names for the parts of a fleet. */
export class FleetNames {
  private readonly fleets: readonly FleetState[];
  private readonly indices: readonly FleetIndex[];
  private readonly names = lazily(() => namesIn(this.fleets));
  private readonly clusters = lazily(() => labelsOf(labelledIn("cluster", this.fleets), "name"));
  private readonly loadBalancers = lazily(() => labelsOf(labelledIn("loadBalancer", this.fleets), "name"));

  constructor({ before, after }: FleetChange) {
    this.fleets = [after, before];
    this.indices = this.fleets.map((fleet) => new FleetIndex(fleet));
  }

  /** The name alone if only one cluster has it; `undefined` if the cluster is unknown. */
  cluster(key: Known<ClusterKey> | undefined): string | undefined {
    return this.clusters().get(ifKnown(key) ?? "");
  }

  loadBalancer(key: Known<LoadBalancerKey> | undefined): string | undefined {
    return this.loadBalancers().get(ifKnown(key) ?? "");
  }

  /** The load balancer that sends requests to a target group, or sent them before. */
  loadBalancerOf(key: TargetGroupKey): string | undefined {
    for (const index of this.indices) {
      const [route] = index.routesTo(key);
      if (route !== undefined) {
        return this.loadBalancer(route.loadBalancer);
      }
    }
    return undefined;
  }

  /** "a" for alpha-webapp-a, a target group of alpha-webapp. */
  targetGroup(key: Known<TargetGroupKey>, loadBalancer?: Known<LoadBalancerKey>): string {
    if (isUnknown(key)) {
      return "(a target group known after apply)";
    }
    const group = this.indices.map((index) => index.targetGroup(key)).find((found) => found !== undefined);
    const name = this.names().get(key) ?? group?.address ?? "(a target group known after apply)";
    const prefix = `${this.names().get(ifKnown(loadBalancer) ?? "") ?? ""}-`;
    return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
  }
}
