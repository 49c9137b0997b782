import type { FleetState } from "../../fleet/state";
import { TRAFFIC_PATHS } from "../../fleet/traffic-paths";
import { loadBalancersOf } from "../load-balancers";
import { editedCluster, editedEntry } from "./cluster";
import { editedHaproxy, editedRecords } from "./derived";
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
    case "networkLoadBalancers": {
      const [, name, ...inside] = path;
      return name === undefined || inside[0] === undefined
        ? fleet
        : editedLoadBalancer(fleet, name, inside, edit);
    }
    case "haproxies":
      return path[1] === undefined ? fleet : editedHaproxy(fleet, path[1], path.slice(2), edit);
    case "weightedRecords":
      return path[1] === undefined ? fleet : editedRecords(fleet, path[1], path.slice(2), edit);
    case "weights":
      return path[1] === undefined || path[2] === undefined
        ? fleet
        : withSharedWeight(fleet, path[1], path[2], edit);
    case "activeClusters":
      return path[1] === undefined ? fleet : withActive(fleet, path[1], valueAfter(edit));
    default:
      return fleet;
  }
}

/** A weight of the environment, on everything that follows it and has the slot. */
function withSharedWeight(fleet: FleetState, weights: string, slot: string, edit: FleetEdit): FleetState {
  return loadBalancersOf(fleet)
    .filter(({ state, slots }) => state.weights === weights && slots.some(({ name }) => name === slot))
    .reduce((edited, { name, kind }) => {
      const after = valueAfter(edit);
      const path = TRAFFIC_PATHS[kind].weight(name, slot);
      return applyEdit(edited, after === undefined ? { kind: "remove", path } : { kind: "set", path, after });
    }, fleet);
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
