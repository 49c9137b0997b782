import { workloadLayout } from "../../eks/layout";
import { LIMITED } from "../../eks/node-pool";
import { withDrift } from "../../eks/node-pool-drift";
import type { FleetValue, NodePoolPath } from "../../fleet/path";
import { isSamePlace } from "../../fleet/place";
import { type ClusterState, type FleetState, isUnknown, type NodePoolState } from "../../fleet/state";
import { siblingAddress } from "../../terraform/terraform-address";
import { poolNameOf } from "../node-pools";
import type { FleetEdit, NodePoolCopy } from "./fleet-edit";
import { isNodePoolCopy } from "./make-edit";
import { labelsOf } from "./node-group";

/** A node pool that is copied or removed, with its node class. */
export function editedNodePoolEntry(
  fleet: FleetState,
  cluster: ClusterState,
  name: string,
  edit: FleetEdit,
): FleetState {
  if (isNodePoolCopy(edit)) {
    const source = fleet.nodePools.find((pool) => isPool(pool, cluster, edit.from[3]));
    return source === undefined ? fleet : withCopy(fleet, source, name, edit);
  }
  return edit.kind === "remove" ? without(fleet, (pool) => isPool(pool, cluster, name)) : fleet;
}

/** Without all node pools of a cluster that its fleet file has. */
export function withoutPools(fleet: FleetState, { key }: ClusterState): FleetState {
  return without(fleet, ({ cluster }) => cluster === key);
}

/** A value inside a node pool. */
export function editedNodePool(
  fleet: FleetState,
  cluster: ClusterState,
  name: string,
  path: NodePoolPath,
  value: FleetValue | undefined,
): FleetState {
  return path[0] === "ami"
    ? typeof value === "string"
      ? withAmi(fleet, cluster, name, value)
      : fleet
    : {
        ...fleet,
        nodePools: fleet.nodePools.map((pool) =>
          isPool(pool, cluster, name) ? changedPool(pool, path, value) : pool,
        ),
      };
}

function isPool(pool: NodePoolState, { key }: ClusterState, name: string): boolean {
  return pool.cluster === key && pool.nodePoolName === name;
}

function without(fleet: FleetState, isRemoved: (pool: NodePoolState) => boolean): FleetState {
  const removed = fleet.nodePools.filter(isRemoved);
  return {
    ...fleet,
    nodePools: fleet.nodePools.filter((pool) => !removed.includes(pool)),
    nodeClasses: fleet.nodeClasses.filter((each) => !removed.some((pool) => isSamePlace(pool, each))),
  };
}

/** The node class of a pool of ours is in the release of the pool. */
function withAmi(fleet: FleetState, cluster: ClusterState, name: string, ami: string): FleetState {
  const pools = fleet.nodePools.filter((pool) => isPool(pool, cluster, name));
  return {
    ...fleet,
    nodePools: fleet.nodePools.map((pool) => (pools.includes(pool) ? { ...pool, amiAlias: ami } : pool)),
    nodeClasses: fleet.nodeClasses.map((each) =>
      pools.some((pool) => isSamePlace(pool, each)) ? { ...each, amiAlias: ami } : each,
    ),
  };
}

/** The next generation: its labels name it, and it makes nodes. */
function withCopy(
  fleet: FleetState,
  source: NodePoolState,
  name: string,
  { changes, path: [, cluster] }: NodePoolCopy,
): FleetState {
  const oldName = poolNameOf(source);
  const address = siblingAddress(source.address, oldName, name, workloadLayout.nodePool);
  const copy: NodePoolState = {
    ...source,
    address,
    nodePoolName: name,
    labels: isUnknown(source.labels) ? source.labels : labelsOf(source.labels, oldName, name),
    ...(source.nodeClass === oldName ? { nodeClass: name } : {}),
  };
  const classes = fleet.nodeClasses.flatMap((each) =>
    isSamePlace(each, source) && each.className === oldName ? [{ ...each, address, className: name }] : [],
  );
  const copied: FleetState = {
    ...fleet,
    nodePools: [...fleet.nodePools, copy],
    nodeClasses: [...fleet.nodeClasses, ...classes],
  };
  const of = fleet.clusters.find(({ key }) => key === source.cluster);
  return of === undefined || cluster !== of.clusterName
    ? copied
    : changes.reduce<FleetState>(
        (state, { path, after }) => editedNodePool(state, of, name, path, after),
        copied,
      );
}

function changedPool(
  pool: NodePoolState,
  [property]: NodePoolPath,
  value: FleetValue | undefined,
): NodePoolState {
  switch (property) {
    case "version":
      return typeof value === "string" ? { ...pool, version: value } : pool;
    case "drift": {
      const drift = value === "held" ? "held" : "released";
      const budgets = isUnknown(pool.budgets) ? pool.budgets : withDrift(pool.budgets, drift);
      return pool.drift === drift ? pool : { ...pool, drift, budgets };
    }
    case "phase":
      return value === "limited"
        ? { ...pool, phase: value, limits: LIMITED }
        : pool.phase === "active"
          ? pool
          : { ...pool, phase: "active", limits: {} };
    default:
      return pool;
  }
}
