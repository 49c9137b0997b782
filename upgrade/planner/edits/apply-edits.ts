import type { FleetState } from "../../fleet/state";
import { editedCluster, editedEntry } from "./cluster";
import { type FleetEdit, valueAfter } from "./fleet-edit";
import { editedLoadBalancer } from "./load-balancer";

/** The fleet after a step. */
export function applyStep(
  fleet: FleetState,
  { edits }: { readonly edits: readonly FleetEdit[] },
): FleetState {
  return applyEdits(fleet, edits);
}

/**
 * The fleet after edits of its fleet file are applied, if its stacks are ours: a new group has its nodes, a retired one
 * has none. An edit of a property that the state does not hold changes nothing.
 */
export function applyEdits(fleet: FleetState, edits: readonly FleetEdit[]): FleetState {
  return edits.reduce(applyEdit, fleet);
}

function applyEdit(fleet: FleetState, edit: FleetEdit): FleetState {
  const { path } = edit;
  switch (path[0]) {
    case "clusters": {
      const [, name, ...inside] = path;
      return name === undefined
        ? fleet
        : inside[0] === undefined
          ? editedEntry(fleet, name, edit)
          : editedCluster(fleet, name, inside, edit);
    }
    case "loadBalancers": {
      const [, name, ...inside] = path;
      return name === undefined || inside[0] === undefined
        ? fleet
        : editedLoadBalancer(fleet, name, inside, edit);
    }
    case "activeClusters":
      return path[1] === undefined ? fleet : withActive(fleet, path[1], valueAfter(edit));
    default:
      return fleet;
  }
}

function withActive(fleet: FleetState, group: string, active: unknown): FleetState {
  return {
    ...fleet,
    identities: fleet.identities.map((identity) => {
      const isActive = identity.clusterName === active;
      return identity.group !== group || identity.isActive === isActive
        ? identity
        : { ...identity, isActive };
    }),
  };
}
