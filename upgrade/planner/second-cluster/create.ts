import { nodeGroupFamily } from "../../eks/node-group-family";
import { FleetIndex } from "../../fleet/fleet-index";
import { grouped } from "../../fleet/grouped";
import { clusterPath } from "../../fleet/path-to";
import type { ClusterSettings } from "../../fleet/settings";
import { ifKnown, type NodeGroupState } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import type { Draft } from "../draft";
import type { CopyChange } from "../edits/fleet-edit";
import { copyCluster, inCluster, remove, set } from "../edits/make-edit";
import { newTemplate, templateRemarks } from "../launch-template";
import { amiTypeAt, byGeneration, groupsOf, isLeaving, nameOf, nodesOf } from "../node-groups";
import { poolNameOf, poolsOf } from "../node-pools";
import { isIncompatible, releaseFor, releasesOf, versionPath } from "../platform-releases";
import { STEP_KINDS } from "../step-kinds";
import type { ClusterPair } from "./cluster-pair";

/** A copy of the first cluster at the version of the goal. */
export function createStep(pair: ClusterPair): Draft {
  const { goal, version, fleet, catalog, first } = pair;
  const name = goal.secondCluster;
  const groups = groupsOf(fleet, first);
  const addons = addonsOf(pair);
  const builds = addons.flatMap((addonName) => {
    const build = catalog.addonVersions(addonName, version).at(-1);
    return build === undefined ? [] : [{ addonName, build }];
  });
  const unknown = addons.filter((addon) => !builds.some(({ addonName }) => addonName === addon));
  return {
    kind: "cluster-create",
    clusterName: name,
    title: STEP_KINDS["cluster-create"].title(name, version),
    edits: [
      copyCluster(goal.cluster, name, [
        inCluster(["version"], String(version)),
        ...builds.map(({ addonName, build }) => inCluster(["addons", addonName], String(build))),
        ...groupChanges(groups, pair),
        ...poolChanges(pair),
        ...fargateChanges(pair),
        ...releaseChanges(pair),
        inCluster(["deletionProtection"]),
        inCluster(["rollback"]),
        inCluster(["guardsOff"]),
        inCluster(["otherNodeGroups"]),
        inCluster(["adopted"]),
      ]),
    ],
    rollback: {
      how: `disable the deletion protection of ${name}, then remove it`,
      diffs: [[set(clusterPath(name, "deletionProtection"), "disabled")], [remove(clusterPath(name))]],
    },
    remarks: [
      ...(isBoundByOthers(pair)
        ? [
            `this code does not bind ${goal.cluster} to its target groups: give ${name} a loadBalancerController and the add-on eks-pod-identity-agent before you bind a target group to it`,
          ]
        : []),
      ...templateRemarks(
        groups.filter((group) => !isLeaving(group)),
        pair.addresses,
      ),
      ...(unknown.length === 0
        ? []
        : [
            `the catalog has no build for Kubernetes ${version} of ${listed(unknown)}: ${name} gets the build of ${goal.cluster}`,
          ]),
    ],
  };
}

function addonsOf({ fleet, first }: ClusterPair): readonly string[] {
  return new FleetIndex(fleet)
    .addonsOf(first.key)
    .flatMap((addon) => {
      const addonName = ifKnown(addon.addonName);
      return addonName === undefined || ifKnown(addon.addonVersion) === undefined ? [] : [addonName];
    })
    .sort();
}

function isBoundByOthers(pair: ClusterPair): boolean {
  return pair.loadBalancers.some(
    (loadBalancer) => pair.slotOf(loadBalancer, pair.first)?.isBoundByOthers === true,
  );
}

/** The versions of the goal, and the autoscaler of the version. */
function releaseChanges({
  fleet,
  goal,
  version,
  first,
}: ClusterPair): readonly CopyChange<ClusterSettings>[] {
  return releasesOf(fleet, first).flatMap((release) => {
    const after =
      goal.releases?.[release.name] ??
      (isIncompatible(release, version) ? releaseFor(release, [version]) : undefined);
    return after === undefined ? [] : [inCluster(versionPath(release), after)];
  });
}

/** The newest generation of each family, with the nodes of the whole family. */
function groupChanges(
  groups: readonly NodeGroupState[],
  pair: ClusterPair,
): readonly CopyChange<ClusterSettings>[] {
  const families = grouped(groups, (group) => nodeGroupFamily(nameOf(group)));
  return [...families.values()].flatMap((family) => {
    const active = family.filter((group) => !isLeaving(group)).sort(byGeneration);
    const kept = active.at(-1);
    return family.flatMap((group) =>
      group === kept ? keptChanges(group, nodesOf(active), pair) : [inCluster(["nodeGroups", nameOf(group)])],
    );
  });
}

/** The newest generation of each family of node pools, whose nodes are new. */
function poolChanges({ fleet, first, version }: ClusterPair): readonly CopyChange<ClusterSettings>[] {
  const families = grouped(poolsOf(fleet, first), (pool) => nodeGroupFamily(poolNameOf(pool)));
  return [...families.values()].flatMap((family) => {
    const kept = family.findLast(({ phase }) => phase === "active");
    return family.flatMap((pool) => {
      const name = poolNameOf(pool);
      return pool === kept
        ? [
            inCluster(["nodePools", name, "version"], String(version)),
            ...(pool.drift === "held" ? [inCluster(["nodePools", name, "drift"])] : []),
          ]
        : [inCluster(["nodePools", name])];
    });
  });
}

function fargateChanges({ fleet, first, version }: ClusterPair): readonly CopyChange<ClusterSettings>[] {
  return fleet.fargateProfiles.flatMap(({ cluster, profileName, version: runs }) => {
    const name = ifKnown(profileName);
    return cluster !== first.key || name === undefined || runs === undefined
      ? []
      : [
          inCluster(["fargateProfiles", name, "version"], String(version)),
          inCluster(["fargateProfiles", name, "adopted"]),
        ];
  });
}

function keptChanges(
  group: NodeGroupState,
  nodes: number | undefined,
  { version, addresses }: ClusterPair,
): readonly CopyChange<ClusterSettings>[] {
  const name = nameOf(group);
  const size = nodes === undefined ? undefined : Math.max(ifKnown(group.minSize) ?? 0, nodes);
  const amiType = amiTypeAt(group, version);
  return [
    ...(group.version === undefined ? [] : [inCluster(["nodeGroups", name, "version"], String(version))]),
    ...(size === undefined
      ? []
      : [
          inCluster(["nodeGroups", name, "initialSize"], size),
          inCluster(["nodeGroups", name, "desiredSize"]),
        ]),
    ...(size !== undefined && size > (ifKnown(group.maxSize) ?? size)
      ? [inCluster(["nodeGroups", name, "maxSize"], size)]
      : []),
    ...(amiType === undefined ? [] : [inCluster(["nodeGroups", name, "amiType"], amiType)]),
    ...newTemplate(group, addresses).map((path) => inCluster(["nodeGroups", name, ...path])),
    inCluster(["nodeGroups", name, "releaseVersion"]),
    inCluster(["nodeGroups", name, "adopted"]),
  ];
}
