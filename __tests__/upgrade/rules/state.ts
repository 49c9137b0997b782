import { Catalog } from "../../../upgrade/catalog/catalog";
import { declared } from "../../../upgrade/fleet-change";
import {
  type AddonState,
  type ClusterState,
  type FleetState,
  mergedFleet,
  type NodeGroupState,
} from "../../../upgrade/fleet-state";
import type { RuleInput } from "../../../upgrade/rules/rule";
import { judge } from "../../../upgrade/rules/rules";

const KEY = "ap-northeast-2/alpha-kr-a";

/** A cluster that no rule has anything against. */
export function clusterState(state: Partial<ClusterState> = {}): ClusterState {
  return {
    stack: "stack",
    address: "stack/alpha",
    key: KEY,
    clusterName: "alpha-kr-a",
    version: "1.34",
    supportType: "EXTENDED",
    isProtected: true,
    isPublic: false,
    isForced: false,
    otherNodes: [],
    ...state,
  };
}

/** A node group of that cluster that no rule has anything against. */
export function nodeGroupState(state: Partial<NodeGroupState> = {}): NodeGroupState {
  const name = state.nodeGroupName ?? "workers-v1";
  return {
    stack: "stack",
    address: `stack/alpha/${typeof name === "string" ? name : "unknown"}`,
    cluster: KEY,
    nodeGroupName: "workers-v1",
    labels: { group: "workers" },
    taints: [],
    minSize: 3,
    maxSize: 60,
    desiredSize: 3,
    phase: "active",
    isForced: false,
    ...state,
  };
}

/** An add-on of that cluster. */
export function addonState(state: Partial<AddonState> = {}): AddonState {
  return { stack: "stack", address: "stack/alpha/addon", cluster: KEY, addonName: "coredns", ...state };
}

/** A cluster with at most one node group and one add-on. */
export function cluster(
  version: string,
  parts: { readonly nodes?: Partial<NodeGroupState>; readonly addon?: Partial<AddonState> } = {},
): FleetState {
  return mergedFleet([
    {
      clusters: [clusterState({ version })],
      nodeGroups: parts.nodes === undefined ? [] : [nodeGroupState(parts.nodes)],
      addons: parts.addon === undefined ? [] : [addonState(parts.addon)],
    },
  ]);
}

/** What all rules say of a fleet as it is declared, each as "severity rule: message". */
export function findings(fleet: FleetState, catalog: Catalog = Catalog.DATED): readonly string[] {
  return findingsOf({ ...declared(fleet), catalog });
}

/** What all rules say of a step, each as "severity rule: message". */
export function findingsOf(input: RuleInput): readonly string[] {
  return judge(input).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}
