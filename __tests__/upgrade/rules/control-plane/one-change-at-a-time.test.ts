import type { ResourceChange } from "../../../../upgrade/fleet/change";
import {
  type AddonState,
  type ClusterState,
  type FleetState,
  type NodeGroupState,
  UNKNOWN,
} from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { addonState, clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "one-change-at-a-time";

interface Parts {
  readonly cluster?: Partial<ClusterState>;
  readonly nodes?: Partial<NodeGroupState>;
  readonly addon?: Partial<AddonState>;
}

const fleet = ({ cluster, nodes, addon }: Parts = {}): Partial<FleetState> => ({
  clusters: [clusterState({ version: "1.33", ...cluster })],
  nodeGroups: [nodeGroupState({ version: "1.33", ...nodes })],
  addons: [addonState({ addonVersion: "v1.12.4-eksbuild.38", ...addon })],
});
const said = (
  after: Parts,
  changes: Readonly<Record<string, Partial<ResourceChange>>> = {},
  before: Parts = {},
) => saidBy(RULE, stepBetween(fleet(before), fleet(after), changes));

const cluster = { version: "1.34" };
const nodes = { version: "1.34" };
const addon = { addonVersion: "v1.13.2-eksbuild.24" };

test.each([{ cluster }, { nodes }, { addon }])("%j alone passes", (after) => {
  expect(said(after)).toEqual([]);
});

test("control plane and add-ons fail", () => {
  expect(said({ cluster, addon })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its control plane (1.33 to 1.34) and its add-ons (coredns) in one apply: change one of them at a time. Change only the control plane first, and the add-ons in the next change",
  ]);
});

test("control plane and nodes fail", () => {
  expect(said({ cluster, nodes })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its control plane (1.33 to 1.34) and its nodes (workers-v1) in one apply: change one of them at a time. Change only the control plane first: the nodes may stay at their version, and follow after the add-ons",
  ]);
});

test("add-ons and nodes fail, also where the cluster is in another plan", () => {
  expect(said({ nodes, addon })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its add-ons (coredns) and its nodes (workers-v1) in one apply: change one of them at a time. Change the add-ons first, and the nodes in the next change",
  ]);
  const without = (parts: Parts) => ({ ...fleet(parts), clusters: [] });
  expect(saidBy(RULE, stepBetween(without({}), without({ nodes, addon })))).toEqual([
    "error stack/alpha/workers-v1: cluster alpha-kr-a changes its add-ons (coredns) and its nodes (workers-v1) in one apply: change one of them at a time. Change the add-ons first, and the nodes in the next change",
  ]);
});

test("all three fail", () => {
  expect(said({ cluster, nodes, addon })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its control plane (1.33 to 1.34), its add-ons (coredns) and its nodes (workers-v1) in one apply: change one of them at a time. Make three changes: first the control plane, then the add-ons, then the nodes",
  ]);
});

test("a group that takes another's place is called by the name that is known", () => {
  const address = "stack/alpha/workers-v1";
  const replaced = { nodeGroupName: UNKNOWN, address };
  expect(said({ addon, nodes: replaced }, { [address]: { action: "replace" } })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its add-ons (coredns) and its nodes (workers-v1) in one apply: change one of them at a time. Change the add-ons first, and the nodes in the next change",
  ]);
});

test("in a rollback, the order is reversed", () => {
  expect(said({ cluster: { version: "1.32" }, nodes: { version: "1.32" } })).toEqual([
    "error stack/alpha: cluster alpha-kr-a changes its control plane (1.33 to 1.32) and its nodes (workers-v1) in one apply: change one of them at a time. Roll the nodes back first, each in a separate change, and the control plane last",
  ]);
});

test("a second node group beside a control plane that moves fails, and a group that goes", () => {
  const before = fleet();
  const second = nodeGroupState({ nodeGroupName: "workers-v2", version: "1.34" });
  const after = { ...fleet({ cluster }), nodeGroups: [...(before.nodeGroups ?? []), second] };
  expect(saidBy(RULE, stepBetween(before, after))).toHaveLength(1);
  expect(saidBy(RULE, stepBetween(after, { ...fleet({ cluster: { version: "1.35" } }) }))).toHaveLength(1);
});

test("another attribute of the cluster is no upgrade of its control plane", () => {
  const changed = ["vpc_config.public_access_cidrs", "enabled_cluster_log_types", "tags.a"];
  expect(said({ addon }, { "stack/alpha": { changed } })).toEqual([]);
});

test.each([
  ["tags.team", "tags_all.team"],
  ["deletion_protection"],
  ["upgrade_policy.support_type"],
  ["platform_version", "status"],
])("%s of the cluster alone does not count", (...changed) => {
  expect(said({ addon }, { "stack/alpha": { changed } })).toEqual([]);
});

test.each([
  ["labels.team"],
  ["tags.team"],
  ["update_config.max_unavailable"],
  ["node_repair_config.enabled"],
])("%s of a node group does not count", (...changed) => {
  expect(said({ addon }, { "stack/alpha/workers-v1": { changed } })).toEqual([]);
});

test("a change of phase counts, though only a tag tells it", () => {
  const before = { nodes: { phase: "cordoned" } } as const;
  expect(said({ addon, nodes: { phase: "draining" } }, {}, before)).toHaveLength(1);
});

test("two clusters may each have a change of their own", () => {
  const other = {
    key: clusterIn("ap-northeast-2/alpha-kr-b"),
    clusterName: "alpha-kr-b",
    address: "stack/b",
  };
  const of = (version: string, nodesVersion: string): Partial<FleetState> => ({
    clusters: [clusterState({ version: "1.34" }), clusterState({ ...other, version })],
    nodeGroups: [nodeGroupState({ version: nodesVersion })],
  });
  expect(saidBy(RULE, stepBetween(of("1.33", "1.33"), of("1.34", "1.34")))).toEqual([]);
});

test("accepts that a whole cluster is created or destroyed, and its first and last nodes and add-ons", () => {
  const whole = fleet();
  const bare = { clusters: whole.clusters };
  expect(saidBy(RULE, stepBetween({}, whole))).toEqual([]);
  expect(saidBy(RULE, stepBetween(whole, {}))).toEqual([]);
  expect(saidBy(RULE, stepBetween(bare, whole))).toEqual([]);
  expect(saidBy(RULE, stepBetween(whole, bare))).toEqual([]);
});

test("first nodes together with a control plane that moves fail", () => {
  const { clusters } = fleet();
  const after = { ...fleet({ cluster, nodes }), addons: [] };
  expect(saidBy(RULE, stepBetween({ clusters }, after))).toHaveLength(1);
});
