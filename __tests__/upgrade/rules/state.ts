import { Catalog } from "../../../upgrade/catalog/catalog";
import type { AddonState, ClusterState, NodeGroupState } from "../../../upgrade/fleet-state";
import { judge } from "../../../upgrade/rules/rules";

/** A cluster with at most one node group and one add-on, and only what a rule is asked about. */
export function cluster(
  version: string,
  parts: { readonly nodes?: Partial<NodeGroupState>; readonly addon?: Partial<AddonState> } = {},
): ClusterState {
  const group = { address: "stack/alpha/workers-v1", nodeGroupName: "workers-v1", phase: "active" } as const;
  const addon = { address: "stack/alpha/addon", addonName: "coredns" };
  return {
    address: "stack/alpha",
    clusterName: "alpha-kr-a",
    version,
    nodeGroups: parts.nodes === undefined ? [] : [{ ...group, ...parts.nodes }],
    addons: parts.addon === undefined ? [] : [{ ...addon, ...parts.addon }],
  };
}

/** What all rules say, each as "severity rule: message". */
export function findings(state: ClusterState, catalog: Catalog = Catalog.DATED): readonly string[] {
  return judge(state, catalog).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}
