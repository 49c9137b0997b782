import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown } from "../fleet/state";
import { listed } from "../rules/support/wording";
import { groupsOf, nameOf } from "./node-groups";
import type { InPlaceGoal, SecondClusterGoal } from "./upgrade-goal";

/** What a plan in place leaves to people. */
export function remarksInPlace(
  fleet: FleetState,
  cluster: ClusterState,
  goal: InPlaceGoal,
  catalog: Catalog,
): readonly string[] {
  const name = ifKnown(cluster.clusterName) ?? "";
  const own = groupsOf(fleet, cluster).filter(({ version }) => version === undefined);
  const version = KubernetesVersion.of(goal.version);
  const unknown = new FleetIndex(fleet)
    .addonsOf(cluster.key)
    .map(({ addonName }) => ifKnown(addonName) ?? "")
    .filter((addon) => catalog.addonVersions(addon, version).length === 0);
  return [
    ...(cluster.otherNodes.length === 0
      ? []
      : [
          `${name} has nodes outside managed node groups (${listed(cluster.otherNodes)}): upgrade them by hand, after its add-ons`,
        ]),
    ...own.map(
      (group) =>
        `the image of ${nameOf(group)} of ${name} is your own and decides its version: give the group a new launch template by hand`,
    ),
    ...unknown.map(
      (addon) =>
        `the catalog has no build of ${addon} for Kubernetes ${version}, so ${name} keeps its build; see "aws eks describe-addon-versions --addon-name ${addon} --kubernetes-version ${version}", and add a row to your own catalog file`,
    ),
  ];
}

/** What does not move by itself when traffic moves to another cluster. */
export function remarksBySecondCluster({ cluster, secondCluster }: SecondClusterGoal): readonly string[] {
  return [
    `volumes do not move from ${cluster} to ${secondCluster}: copy the data of pods (snapshots, backups), or move StatefulSets last`,
    `roles that trust the OIDC issuer of ${cluster} do not trust that of ${secondCluster}: add it to their trust policies, or use Pod Identity`,
    `clients that reach ${cluster} in other ways than by the load balancers of this code, or by rules that forward elsewhere, still reach it: move them before you remove it`,
    `DNS records that name ${cluster} (its endpoint, load balancers of its own services) do not change: move them by hand`,
    `security groups that name the group of ${cluster} (databases, caches) do not allow ${secondCluster}: add its group`,
    `workloads that must run only once (Jobs, queue consumers) run in both clusters, unless they ask which cluster is active: suspend them in one of the two`,
  ];
}
