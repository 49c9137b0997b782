import { clusterLayout, groupAndSlot, workloadStack } from "../../eks/layout";
import { clusterKey } from "../../fleet/key";
import type { ClusterSettings } from "../../fleet/settings";
import { type ClusterState, type FleetState, ifKnown } from "../../fleet/state";
import { siblingAddress } from "../../terraform/terraform-address";
import { nameOf } from "../node-groups";
import type { CopyChange } from "./fleet-edit";

/** A second cluster as a copy of another: with its node groups, add-ons, releases and roles, and without bindings. */
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
  const left = new Set(
    changes.flatMap(({ path, after }) =>
      path[0] === "nodeGroups" && path.length === 2 && after === undefined ? [path[1]] : [],
    ),
  );
  const addressOf = (address: string) =>
    hasOwnStack ? address : siblingAddress(address, oldName, name, () => clusterLayout.cluster);
  const inCopy = <T extends { readonly address: string }>(thing: T) => ({
    ...thing,
    ...place,
    address: addressOf(thing.address),
    cluster: key,
  });
  return {
    ...fleet,
    clusters: [
      ...fleet.clusters,
      {
        ...settings,
        ...place,
        address: addressOf(source.address),
        key,
        clusterName: name,
        isProtected: true,
        isForced: false,
      },
    ],
    nodeGroups: [
      ...fleet.nodeGroups,
      ...fleet.nodeGroups
        .filter((group) => group.cluster === source.key && !left.has(nameOf(group)))
        .map(inCopy),
    ],
    addons: [...fleet.addons, ...fleet.addons.filter(({ cluster }) => cluster === source.key).map(inCopy)],
    releases: [
      ...fleet.releases,
      ...fleet.releases
        .filter(({ stack }) => stack === workloadStack(oldName))
        .map((release) => ({
          ...release,
          stack: workloadStack(name),
          ...(release.cluster === source.key ? { cluster: key } : {}),
        })),
    ],
    identities: [
      ...fleet.identities,
      ...fleet.identities
        .filter((identity) => identity.cluster === source.key && identity.group === groupAndSlot(name).group)
        .map((identity) => ({
          ...identity,
          stack: workloadStack(name),
          cluster: key,
          clusterName: name,
          isActive: false,
        })),
    ],
    roles: [
      ...fleet.roles,
      ...(hasOwnStack ? fleet.roles.filter(({ stack }) => stack === source.stack) : []).map((role) => ({
        ...role,
        ...place,
        roleName: typeof role.roleName === "string" ? role.roleName.replace(oldName, name) : role.roleName,
      })),
    ],
  };
}
