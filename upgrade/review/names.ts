import type { FleetChange } from "../fleet/change";
import { FleetIndex } from "../fleet/fleet-index";
import { lazily } from "../fleet/lazily";
import {
  type ClusterKey,
  type FleetState,
  ifKnown,
  type Known,
  type LoadBalancerKey,
  type TargetGroupKey,
} from "../fleet/state";

/** What people call the parts of a fleet. */
export class FleetNames {
  private readonly clusters: () => ReadonlyMap<ClusterKey, string>;
  private readonly loadBalancers: () => ReadonlyMap<LoadBalancerKey, string>;
  private readonly indices: readonly FleetIndex[];

  constructor(change: FleetChange) {
    const fleets = [change.after, change.before];
    this.indices = fleets.map((fleet) => new FleetIndex(fleet));
    this.clusters = lazily(() => shortNames(fleets, nameClusters));
    this.loadBalancers = lazily(() => shortNames(fleets, nameLoadBalancers));
  }

  /** By name alone where there is but one cluster of that name; `undefined` where nobody knows which it is. */
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
  targetGroup(key: Known<TargetGroupKey>, loadBalancer: string | undefined): string {
    const known = ifKnown(key);
    if (known === undefined) {
      return "(a target group that is not known yet)";
    }
    const group = this.indices.map((index) => index.targetGroup(known)).find((found) => found !== undefined);
    const name = ifKnown(group?.targetGroupName) ?? withoutRegion(known);
    const prefix = `${loadBalancer === undefined ? "" : withoutRegion(loadBalancer)}-`;
    return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
  }
}

/** Takes a key, and the name where a state has it. */
type Namer = (key: Known<string>, name?: Known<string>) => void;

/** Those that are in view, and those that others only name. */
function nameClusters({ clusters, nodeGroups, addons, bindings }: FleetState, name: Namer): void {
  for (const { key, clusterName } of clusters) {
    name(key, clusterName);
  }
  for (const things of [nodeGroups, addons, bindings]) {
    for (const { cluster } of things) {
      name(cluster);
    }
  }
}

function nameLoadBalancers({ loadBalancers, routes }: FleetState, name: Namer): void {
  for (const { key, loadBalancerName } of loadBalancers) {
    name(key, loadBalancerName);
  }
  for (const { loadBalancer } of routes) {
    name(loadBalancer);
  }
}

/** Each key by its name alone where no other has that name, else as it is. */
function shortNames(
  fleets: readonly FleetState[],
  nameAll: (fleet: FleetState, name: Namer) => void,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const fleet of fleets) {
    nameAll(fleet, (key, name) => {
      const known = ifKnown(key);
      if (known !== undefined && !names.has(known)) {
        names.set(known, ifKnown(name) ?? withoutRegion(known));
      }
    });
  }
  const counts = new Map<string, number>();
  for (const name of names.values()) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [key, name] of names) {
    if (counts.get(name) !== 1) {
      names.set(key, key);
    }
  }
  return names;
}

function withoutRegion(key: string): string {
  return key.replace(/^[a-z]{2}(-[a-z]+)+-\d+\//, "");
}
