import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import { FleetIndex } from "../../fleet/fleet-index";
import { type ClusterState, type FleetState, ifKnown } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import { groupsOf, nameOf } from "../node-groups";
import type { InPlaceGoal } from "../upgrade-goal";

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
