import type { FleetChange } from "../fleet/change";
import { FleetIndex } from "../fleet/fleet-index";
import { labelledIn, labelsOf, namesIn } from "../fleet/labels";
import { lazily } from "../fleet/lazily";
import {
  type ClusterKey,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type TargetGroupKey,
} from "../fleet/state";

/** Names for the parts of a fleet. */
export class FleetNames {
  private readonly names: () => ReadonlyMap<string, string>;
  private readonly labels: () => ReadonlyMap<string, string>;
  private readonly indices: readonly FleetIndex[];

  constructor(change: FleetChange) {
    const fleets = [change.after, change.before];
    this.indices = fleets.map((fleet) => new FleetIndex(fleet));
    this.names = lazily(() => namesIn(fleets));
    this.labels = lazily(
      () =>
        new Map([
          ...labelsOf(labelledIn("cluster", fleets), "name"),
          ...labelsOf(labelledIn("loadBalancer", fleets), "name"),
        ]),
    );
  }

  /** The name alone if only one cluster has it; `undefined` if the cluster is unknown. */
  cluster(key: Known<ClusterKey> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.labels().get(key);
  }

  loadBalancer(key: Known<LoadBalancerKey> | undefined): string | undefined {
    return key === undefined || isUnknown(key) ? undefined : this.labels().get(key);
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
    const owner = loadBalancer === undefined || isUnknown(loadBalancer) ? "" : this.names().get(loadBalancer);
    const prefix = `${owner ?? ""}-`;
    return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
  }
}
