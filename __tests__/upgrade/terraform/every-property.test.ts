import type { FleetState } from "../../../upgrade/fleet/state";
import { propertyCases } from "../../fixtures/settings-values";
import { bothReadings, comparable } from "./both-readings";

/** Routes have the path of one construct for both ports, so they are compared without it. */
function partsOf({ routes, ...fleet }: FleetState): unknown {
  const { clusters, nodeGroups, addons, loadBalancers, targetGroups, bindings, releases, identities } = fleet;
  return {
    ...Object.fromEntries(
      Object.entries({
        clusters,
        nodeGroups,
        addons,
        loadBalancers,
        targetGroups,
        bindings,
        releases,
        identities,
      }).map(([kind, things]) => [kind, comparable(things)]),
    ),
    routes: comparable(routes.map((route) => ({ ...route, address: "" }))),
  };
}

test.each(propertyCases)("$name is read from Terraform's input as the constructs declare it", (property) => {
  for (const index of [0, 1] as const) {
    const { declared, synthesized } = bothReadings([property.fleetWith(index)]);
    expect(partsOf(synthesized)).toEqual(partsOf(declared));
  }
});
