import type { Keyed, KeyTypes } from "../fleet/key";
import { allLabelledIn, labelsOf } from "../fleet/labels";
import { lazily } from "../fleet/lazily";
import { type FleetState, isUnknown, type Known, type Place } from "../fleet/state";

/** A fact that no plan has, so rules do not evaluate it. It is reported and rejects nothing. */
export interface OutsidePlans extends Place {
  /** Lower case, no full stop at the end. */
  readonly message: string;
}

/** Everything that the plans name and do not have. Each is reported once, at the first place that names it. */
export function outsidePlans(states: readonly FleetState[]): readonly OutsidePlans[] {
  const missing = new Map<string, OutsidePlans>();
  const report = (id: string, { stack, address }: Place, message: string) => {
    if (!missing.has(id)) {
      missing.set(id, { stack, address, message });
    }
  };
  const labels = lazily(() => labelsOf(allLabelledIn(states)));
  const isElsewhere = new Set(states.flatMap((state) => state.elsewhere.map(({ key }) => key)));
  const look = (key: Known<KeyTypes[Keyed]>, place: Place, message: (label: string) => string) => {
    const label = isUnknown(key) || !isElsewhere.has(key) ? undefined : labels().get(key);
    if (label !== undefined) {
      report(`${key}`, place, message(label));
    }
  };
  const targetGroup = (label: string) => `target group ${label} is not in these plans`;
  for (const { readClusters, nodeGroups, addons, bindings, routes } of states) {
    for (const cluster of readClusters) {
      const message = `cluster ${labels().get(cluster.key)} is only read: its other node groups and add-ons are not in these plans`;
      report(`read ${cluster.key}`, cluster, message);
    }
    if (isElsewhere.size === 0) {
      continue;
    }
    for (const thing of [...nodeGroups, ...addons]) {
      look(thing.cluster, thing, (label) => `cluster ${label} is not in these plans: its version is unknown`);
    }
    for (const binding of bindings) {
      look(
        binding.cluster,
        binding,
        (label) => `cluster ${label} is not in these plans: its version and its nodes are unknown`,
      );
      look(binding.targetGroup, binding, targetGroup);
    }
    for (const route of routes) {
      look(route.loadBalancer, route, (label) => `load balancer ${label} is not in these plans`);
      for (const target of isUnknown(route.targets) ? [] : route.targets) {
        look(target.targetGroup, route, targetGroup);
      }
    }
  }
  reportSides(states, report);
  return [...missing.values()];
}

/** Traffic without bindings, or bindings without traffic: the plan of the other stack is not given. */
function reportSides(
  states: readonly FleetState[],
  report: (id: string, place: Place, message: string) => void,
): void {
  const routes = states.flatMap((state) => state.routes);
  const bindings = states.flatMap((state) => state.bindings);
  const [route] = routes;
  const [binding] = bindings;
  if (route !== undefined && bindings.length === 0) {
    report(
      "bindings",
      route,
      "these plans have no TargetGroupBinding: the clusters behind the target groups are unknown",
    );
  }
  if (binding !== undefined && routes.length === 0) {
    report("routes", binding, "these plans have no listener: the traffic of the target groups is unknown");
  }
}
