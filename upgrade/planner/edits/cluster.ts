import { filterParts, keysIn } from "../../fleet/parts";
import type { ClusterPath, FleetValue } from "../../fleet/path";
import { isSamePlace } from "../../fleet/place";
import type { ClusterState, FleetState, PartName } from "../../fleet/state";
import { clusterNamed, ownStacksOf } from "../clusters";
import { isPartOf, releasesOf, versionPath, withVersion } from "../platform-releases";
import { copiedCluster } from "./copied-cluster";
import { editedFargateProfile } from "./fargate-profile";
import { type FleetEdit, valueAfter } from "./fleet-edit";
import { isClusterCopy } from "./make-edit";
import { editedNodeGroup, editedNodeGroupEntry } from "./node-group";
import { editedNodePool, editedNodePoolEntry, withoutPools } from "./node-pool";

/** A cluster that is copied or removed. */
export function editedEntry(fleet: FleetState, name: string, edit: FleetEdit): FleetState {
  if (isClusterCopy(edit)) {
    const source = clusterNamed(fleet, edit.from[1]);
    return source === undefined
      ? fleet
      : edit.changes.reduce<FleetState>(
          (state, { path, after }) => editedCopy(state, name, path, after),
          copiedCluster(fleet, source, name, edit.changes),
        );
  }
  const cluster = clusterNamed(fleet, name);
  return edit.kind !== "remove" || cluster === undefined ? fleet : withoutCluster(fleet, cluster);
}

/** A change of a copy. Node groups and pools that are left out were not copied. */
function editedCopy(
  fleet: FleetState,
  name: string,
  path: ClusterPath,
  after: FleetValue | undefined,
): FleetState {
  return (path[0] === "nodeGroups" || path[0] === "nodePools") && path.length === 2 && after === undefined
    ? fleet
    : editedCluster(
        fleet,
        name,
        path,
        after === undefined
          ? { kind: "remove", path: ["clusters", name, ...path] }
          : { kind: "set", path: ["clusters", name, ...path], after },
      );
}

/** They name the clusters that they lead to, and are no parts of them. */
const LEAD_TO_CLUSTERS: readonly PartName[] = ["records", "haproxies", "targetGroups"];

/** Without the cluster, everything that names it, and everything in its own stacks. */
function withoutCluster(fleet: FleetState, cluster: ClusterState): FleetState {
  const stacks = new Set(ownStacksOf(cluster));
  return filterParts(
    fleet,
    (thing, name) =>
      !stacks.has(thing.stack) &&
      (LEAD_TO_CLUSTERS.includes(name) ||
        !keysIn(name, thing).some(({ kind, key }) => kind === "cluster" && key === cluster.key)),
  );
}

/** A value inside a cluster. */
export function editedCluster(
  fleet: FleetState,
  name: string,
  path: ClusterPath,
  edit: FleetEdit,
): FleetState {
  const cluster = clusterNamed(fleet, name);
  if (cluster === undefined) {
    return fleet;
  }
  switch (path[0]) {
    case "version":
    case "rollback":
    case "deletionProtection":
    case "supportType":
      return {
        ...fleet,
        clusters: fleet.clusters.map((each) =>
          each === cluster ? changedCluster(each, path[0], valueAfter(edit)) : each,
        ),
      };
    case "addons":
      return withBuild(fleet, cluster, path[1], valueAfter(edit));
    case "nodeGroups": {
      const [, group, ...inside] = path;
      return group === undefined
        ? fleet
        : inside[0] === undefined
          ? editedNodeGroupEntry(fleet, cluster, group, edit)
          : editedNodeGroup(fleet, cluster, group, inside, valueAfter(edit));
    }
    case "nodePools": {
      const [, pool, ...inside] = path;
      return pool === undefined
        ? edit.kind === "remove"
          ? withNodesOf(withoutPools(fleet, cluster), cluster)
          : fleet
        : inside[0] === undefined
          ? editedNodePoolEntry(fleet, cluster, pool, edit)
          : editedNodePool(fleet, cluster, pool, inside, valueAfter(edit));
    }
    case "fargateProfiles": {
      const [, profile, property] = path;
      return editedFargateProfile(fleet, cluster, profile, property, valueAfter(edit));
    }
    case "karpenter":
    case "releases":
    case "loadBalancerController":
    case "clusterAutoscaler":
      return editedRelease(fleet, cluster, path, valueAfter(edit));
    default:
      return fleet;
  }
}

function changedCluster(
  cluster: ClusterState,
  property: "version" | "rollback" | "deletionProtection" | "supportType",
  value: FleetValue | undefined,
): ClusterState {
  switch (property) {
    case "version":
      return typeof value === "string" ? { ...cluster, version: value } : cluster;
    case "supportType":
      return typeof value === "string" ? { ...cluster, supportType: value } : cluster;
    case "deletionProtection":
      return withProtection(cluster, value !== "disabled");
    case "rollback": {
      const { rollbackOfUpgradeOn, ...others } = cluster;
      const day = typeof value === "object" && "upgradedOn" in value ? value.upgradedOn : undefined;
      return typeof day === "string" ? { ...others, rollbackOfUpgradeOn: day } : others;
    }
  }
}

/** Without protection, its tag says that the cluster may be removed with its nodes. */
function withProtection({ isDisposable: _, ...cluster }: ClusterState, isProtected: boolean): ClusterState {
  return { ...cluster, isProtected, ...(isProtected ? {} : { isDisposable: true }) };
}

function withBuild(
  fleet: FleetState,
  { key }: ClusterState,
  name: string | undefined,
  value: FleetValue | undefined,
): FleetState {
  return typeof value !== "string"
    ? fleet
    : {
        ...fleet,
        addons: fleet.addons.map((addon) =>
          addon.cluster === key && addon.addonName === name ? { ...addon, addonVersion: value } : addon,
        ),
      };
}

/** A release of another version, or without it and the role of its pods. */
export function editedRelease(
  fleet: FleetState,
  cluster: ClusterState,
  path: ClusterPath,
  value: FleetValue | undefined,
): FleetState {
  const releases = releasesOf(fleet, cluster);
  if (path[0] === "releases" && path.length === 1) {
    return value !== undefined
      ? fleet
      : releases
          .filter((release) => release.path[0] === "releases")
          .reduce((state, release) => editedRelease(state, cluster, release.path, undefined), fleet);
  }
  const release = releases.find((each) =>
    [each.path, versionPath(each)].some((own) => own.join("\n") === path.join("\n")),
  );
  if (release === undefined) {
    return fleet;
  }
  if (typeof value === "string") {
    return {
      ...fleet,
      releases: fleet.releases.map((each) => (isPartOf(release, each) ? withVersion(each, value) : each)),
    };
  }
  const removed = fleet.releases.filter((each) => isPartOf(release, each));
  const role = /^helm_release\.(.+)$/.exec(release.state.address)?.[1] ?? "";
  const isOfKarpenter = path[0] === "karpenter";
  return withNodesOf(
    {
      ...fleet,
      releases: fleet.releases.filter((each) => !removed.includes(each)),
      otherNodes: fleet.otherNodes.filter(
        (each) =>
          !removed.some((other) => isSamePlace(other, each)) &&
          !(isOfKarpenter && each.cluster === cluster.key && isPartOfKarpenter(each.address)),
      ),
      roles: fleet.roles.filter(
        ({ stack, address }) =>
          stack !== cluster.stack ||
          (address !== `aws_iam_role.${role}` && !(isOfKarpenter && isPartOfKarpenter(address))),
      ),
    },
    cluster,
  );
}

/** What the stack of a cluster has for Karpenter. */
function isPartOfKarpenter(address: string): boolean {
  return /\.(karpenter_|cluster_(karpenter-nodes|controller)_)/.test(address);
}

/** What makes nodes of a cluster outside of managed groups, after something of it is removed. */
function withNodesOf(fleet: FleetState, { key }: ClusterState): FleetState {
  const kinds = new Set<string>(
    [...fleet.otherNodes, ...fleet.nodePools].flatMap(({ cluster, kind }) => (cluster === key ? [kind] : [])),
  );
  return {
    ...fleet,
    clusters: fleet.clusters.map((each) =>
      each.key === key
        ? { ...each, otherNodes: each.otherNodes.filter((kind) => kind === "fargate" || kinds.has(kind)) }
        : each,
    ),
  };
}
