import type { Keyed, KeyTypes } from "../fleet/key";
import { allLabelledIn, labelsOf } from "../fleet/labels";
import { lazily } from "../fleet/lazily";
import { type FleetState, isUnknown, type Known, type Place } from "../fleet/state";

/** What no plan holds, so that nothing can be judged of it: told, and nothing is refused for it. */
export interface NotInView extends Place {
  /** Lower case, no full stop at the end. */
  readonly message: string;
}

/** What things in the plans name that is in none of the plans; each once, at the first that names it. */
export function notInView(states: readonly FleetState[]): readonly NotInView[] {
  const missing = new Map<string, NotInView>();
  const tell = (id: string, { stack, address }: Place, message: string) => {
    if (!missing.has(id)) {
      missing.set(id, { stack, address, message });
    }
  };
  const labels = lazily(() => labelsOf(allLabelledIn(states)));
  const isElsewhere = new Set(states.flatMap((state) => state.elsewhere.map(({ key }) => key)));
  const look = (key: Known<KeyTypes[Keyed]>, place: Place, message: (label: string) => string) => {
    const label = isUnknown(key) || !isElsewhere.has(key) ? undefined : labels().get(key);
    if (label !== undefined) {
      tell(`${key}`, place, message(label));
    }
  };
  const targetGroup = (label: string) => `target group ${label} is in none of the plans`;
  for (const { readClusters, nodeGroups, addons, bindings, routes } of states) {
    for (const cluster of readClusters) {
      const message = `cluster ${labels().get(cluster.key)} is only read: its other node groups and add-ons are in none of the plans`;
      tell(`read ${cluster.key}`, cluster, message);
    }
    for (const thing of [...nodeGroups, ...addons]) {
      look(
        thing.cluster,
        thing,
        (label) => `cluster ${label} is in none of the plans: its version is not known`,
      );
    }
    for (const binding of bindings) {
      look(
        binding.cluster,
        binding,
        (label) => `cluster ${label} is in none of the plans: its version and its nodes are not known`,
      );
      look(binding.targetGroup, binding, targetGroup);
    }
    for (const route of routes) {
      look(route.loadBalancer, route, (label) => `load balancer ${label} is in none of the plans`);
      for (const target of isUnknown(route.targets) ? [] : route.targets) {
        look(target.targetGroup, route, targetGroup);
      }
    }
  }
  tellOfSides(states, tell);
  return [...missing.values()];
}

/** Traffic without bindings, and bindings without traffic: the other half is in a stack whose plan is not given. */
function tellOfSides(
  states: readonly FleetState[],
  tell: (id: string, place: Place, message: string) => void,
): void {
  const routes = states.flatMap((state) => state.routes);
  const bindings = states.flatMap((state) => state.bindings);
  const [route] = routes;
  const [binding] = bindings;
  if (route !== undefined && bindings.length === 0) {
    tell(
      "bindings",
      route,
      "no TargetGroupBinding is in the plans: which cluster is behind a target group is not known",
    );
  }
  if (binding !== undefined && routes.length === 0) {
    tell("routes", binding, "no listener is in the plans: which target groups get traffic is not known");
  }
}
