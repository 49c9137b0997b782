import { clusterLayout, groupAndSlot, workloadStack } from "../../eks/layout";
import { clusterKey } from "../../fleet/key";
import { mapParts } from "../../fleet/parts";
import { isSamePlace } from "../../fleet/place";
import type { ClusterSettings } from "../../fleet/settings";
import {
  type ClusterKey,
  type ClusterState,
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type PartName,
  type Place,
  type Things,
} from "../../fleet/state";
import { siblingAddress } from "../../terraform/terraform-address";
import { nameOf } from "../node-groups";
import { poolNameOf } from "../node-pools";
import type { CopyChange } from "./fleet-edit";

/** A second cluster as a copy of another: with its node groups and pools, add-ons, releases and roles, and without bindings. */
export function copiedCluster(
  fleet: FleetState,
  source: ClusterState,
  name: string,
  changes: readonly CopyChange<ClusterSettings>[],
): FleetState {
  const oldName = ifKnown(source.clusterName) ?? "";
  const hasOwnStack = source.stack === oldName;
  const { account, region } = source;
  const key = clusterKey({ account, region, name });
  const place = { stack: hasOwnStack ? name : source.stack };
  const { rollbackOfUpgradeOn, ...settings } = source;
  const isLeft = (property: "nodeGroups" | "nodePools", entry: string) =>
    changes.some(
      ({ path, after }) =>
        path[0] === property && path[1] === entry && path.length === 2 && after === undefined,
    );
  const leftPools = fleet.nodePools.filter(
    (pool) => pool.cluster === source.key && isLeft("nodePools", poolNameOf(pool)),
  );
  const addressOf = (address: string) =>
    hasOwnStack ? address : siblingAddress(address, oldName, name, () => clusterLayout.cluster);
  const inCopy = <T extends { readonly address: string }>(thing: T) => ({
    ...thing,
    ...place,
    address: addressOf(thing.address),
    cluster: key,
  });
  /** What makes nodes, in the stack of the cluster or in the in-cluster stack. */
  const withNodes = <T extends Place & { readonly cluster: Known<ClusterKey> }>(thing: T) =>
    thing.cluster !== source.key || leftPools.some((pool) => isSamePlace(pool, thing))
      ? undefined
      : thing.stack === workloadStack(oldName)
        ? { ...thing, stack: workloadStack(name), cluster: key }
        : thing.stack === source.stack
          ? inCopy(thing)
          : undefined;
  const copies: { readonly [P in PartName]?: (thing: Things[P]) => Things[P] | undefined } = {
    clusters: (cluster) =>
      cluster === source
        ? {
            ...settings,
            ...place,
            address: addressOf(source.address),
            key,
            clusterName: name,
            isProtected: true,
            isForced: false,
          }
        : undefined,
    nodeGroups: (group) =>
      group.cluster === source.key && !isLeft("nodeGroups", nameOf(group)) ? inCopy(group) : undefined,
    nodePools: withNodes,
    nodeClasses(nodeClass) {
      const copy = withNodes(nodeClass);
      const role = ifKnown(nodeClass.role);
      return copy === undefined || role === undefined ? copy : { ...copy, role: role.replace(oldName, name) };
    },
    fargateProfiles: withNodes,
    otherNodes: withNodes,
    addons: (addon) => (addon.cluster === source.key ? inCopy(addon) : undefined),
    releases: ({ stack, cluster, ...release }) =>
      stack === workloadStack(oldName)
        ? { ...release, stack: workloadStack(name), cluster: cluster === source.key ? key : cluster }
        : undefined,
    identities: (identity) =>
      identity.cluster === source.key && identity.group === groupAndSlot(name).group
        ? { ...identity, stack: workloadStack(name), cluster: key, clusterName: name, isActive: false }
        : undefined,
    roles: ({ stack, address, roleName }) =>
      hasOwnStack && stack === source.stack
        ? { ...place, address, roleName: isUnknown(roleName) ? roleName : roleName.replace(oldName, name) }
        : undefined,
  };
  return mapParts(fleet, (things, part) => {
    const copyOf = copies[part];
    return copyOf === undefined ? things : [...things, ...things.flatMap((thing) => copyOf(thing) ?? [])];
  });
}
