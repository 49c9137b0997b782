import type { Catalog } from "../eks/catalog/catalog";
import { KubernetesVersion } from "../eks/kubernetes-version";
import { FleetIndex } from "../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown } from "../fleet/state";
import { listed } from "../rules/support/wording";
import { groupsOf, nameOf } from "./node-groups";
import { otherPoolsOf, poolsOf } from "./node-pools";
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
    ...otherNodesRemarks(fleet, cluster),
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

/** Nodes that no step of the plan replaces. */
function otherNodesRemarks(fleet: FleetState, cluster: ClusterState): readonly string[] {
  const name = ifKnown(cluster.clusterName) ?? "";
  const others = otherPoolsOf(fleet, cluster);
  const hasPools = poolsOf(fleet, cluster).length > 0;
  const profiles = fleet.fargateProfiles.filter((profile) => profile.cluster === cluster.key);
  const builtIn = fleet.otherNodes.flatMap(({ kind, cluster: of, pools = [] }) =>
    kind === "auto-mode" && of === cluster.key ? (ifKnown(pools) ?? []) : [],
  );
  const byHand = cluster.otherNodes.filter((kind) => {
    switch (kind) {
      case "auto-mode":
        return false;
      case "fargate":
        return profiles.length === 0 || profiles.some(({ version }) => version === undefined);
      // The nodes of Karpenter join with an access entry, as self-managed ones do.
      case "karpenter":
      case "self-managed":
        return !hasPools || others.length > 0;
      default:
        return true;
    }
  });
  return [
    ...(byHand.length === 0
      ? []
      : [
          `${name} has nodes outside managed node groups (${listed(byHand)}): upgrade them by hand, after its add-ons`,
        ]),
    ...(cluster.otherNodes.includes("auto-mode")
      ? [
          `EKS replaces the nodes of Auto Mode itself${builtIn.length === 0 ? "" : ` (${listed(builtIn)})`} after each upgrade of the control plane of ${name}; only disruption budgets of pods hold it back, and no node lives longer than 21 days`,
        ]
      : []),
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
