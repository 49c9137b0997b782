import type { Environment } from "../../../stacks/environment";
import type { FleetState } from "../../../upgrade/fleet/state";
import { propertyCases } from "../../fixtures/settings-values";
import { type BothReadings, bothReadings, comparable } from "./both-readings";

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

const known = new Map<string, BothReadings>();

/** A synthesis takes a tenth of a second, and many properties have the same fleet without a value. */
function readings(environment: Environment): BothReadings {
  const key = JSON.stringify(environment);
  const found = known.get(key) ?? bothReadings([environment]);
  known.set(key, found);
  return found;
}

test.each(propertyCases)("$name is read from Terraform's input as the constructs declare it", (property) => {
  for (const index of [0, 1] as const) {
    const { declared, synthesized } = readings(property.fleetWith(index));
    expect(partsOf(synthesized)).toEqual(partsOf(declared));
  }
});

test.each(propertyCases)(
  "$name reaches what Terraform gets when it is set and when it changes",
  (property) => {
    const values = [undefined, 0, 1] as const;
    const [unset, first, second] = values.map((value) => {
      const { problems, files } = readings(property.fleetWith(value));
      expect(problems).toEqual([]);
      return JSON.stringify(files);
    });
    expect(unset === first).toBe(property.isInBase);
    expect(first === second).toBe(property.isNote);
  },
);
