import { fleetPath, loadBalancerPath } from "./path-to";
import type { TrafficKind } from "./traffic-kind";

/** Where a fleet file has the traffic of each kind. */
export const TRAFFIC_PATHS = {
  application: {
    slot: (name: string, slot: string) => loadBalancerPath(name, "targetGroups", slot),
    cluster: (name: string, slot: string) => loadBalancerPath(name, "targetGroups", slot, "cluster"),
    weight: (name: string, slot: string) => loadBalancerPath(name, "weights", slot),
    removed: (name: string) => loadBalancerPath(name, "removedTargetGroups"),
  },
  network: {
    slot: (name: string, slot: string) => fleetPath("networkLoadBalancers", name, "targetGroups", slot),
    cluster: (name: string, slot: string) =>
      fleetPath("networkLoadBalancers", name, "targetGroups", slot, "cluster"),
    weight: (name: string, slot: string) => fleetPath("networkLoadBalancers", name, "weights", slot),
    removed: (name: string) => fleetPath("networkLoadBalancers", name, "removedTargetGroups"),
  },
  record: {
    slot: (name: string, slot: string) => fleetPath("weightedRecords", name, "records", slot),
    cluster: (name: string, slot: string) => fleetPath("weightedRecords", name, "records", slot, "cluster"),
    weight: (name: string, slot: string) => fleetPath("weightedRecords", name, "weights", slot),
    removed: (name: string) => fleetPath("weightedRecords", name, "removedRecords"),
  },
  haproxy: {
    slot: (name: string, slot: string) => fleetPath("haproxies", name, "servers", slot),
    cluster: (name: string, slot: string) => fleetPath("haproxies", name, "servers", slot, "cluster"),
    weight: (name: string, slot: string) => fleetPath("haproxies", name, "weights", slot),
    removed: (name: string) => fleetPath("haproxies", name, "removedServers"),
  },
} as const satisfies Readonly<Record<TrafficKind, unknown>>;

/** A weight that several load balancers, HAProxies and records follow. */
export function sharedWeightPath(weights: string, slot: string) {
  return fleetPath("weights", weights, slot);
}
