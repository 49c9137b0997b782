import { type ClusterState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-version-decrease";
const ADDRESS = "stack/alpha/workers-v1";

function said(
  before: Partial<NodeGroupState>,
  after: Partial<NodeGroupState>,
  cluster: Partial<ClusterState> = {},
) {
  const clusters = [clusterState(cluster)];
  return saidBy(
    RULE,
    stepBetween(
      { clusters, nodeGroups: [nodeGroupState(before)] },
      { clusters, nodeGroups: [nodeGroupState(after)] },
    ),
  );
}

test("nodes that stay or go up pass", () => {
  expect(said({ version: "1.33" }, { version: "1.33" })).toEqual([]);
  expect(said({ version: "1.33" }, { version: "1.34" })).toEqual([]);
});

test("nodes that go back fail", () => {
  expect(said({ version: "1.34" }, { version: "1.33" })).toEqual([
    `error ${ADDRESS}: node group workers-v1 would go back from Kubernetes 1.34 to 1.33: EKS rejects this outside a rollback. Restore 1.34, or move to a second group with the version of the control plane`,
  ]);
});

test("for a rollback of the control plane, warns about one minor and rejects two", () => {
  const rollback = { rollbackOfUpgradeOn: "2026-11-20" };
  expect(said({ version: "1.34" }, { version: "1.33" }, rollback)).toEqual([
    `warning ${ADDRESS}: node group workers-v1 would go back from Kubernetes 1.34 to 1.33 for a rollback of its control plane: the user guide of EKS allows this, its API reference does not. If EKS rejects it, create a second group with 1.33 and cordon this one`,
  ]);
  expect(said({ version: "1.34" }, { version: "1.32" }, rollback)).toHaveLength(1);
});

test("a rollback that may be declared or not, for the tags are not known, is none", () => {
  expect(said({ version: "1.34" }, { version: "1.33" }, { rollbackOfUpgradeOn: UNKNOWN })).toEqual([
    `error ${ADDRESS}: node group workers-v1 would go back from Kubernetes 1.34 to 1.33: EKS rejects this outside a rollback. Restore 1.34, or move to a second group with the version of the control plane`,
  ]);
});

test.each([
  ["1.34.2-20261015", "1.34.2-20261001"],
  ["1.34.2-20261015", "1.34.1-20261101"],
])("an AMI release that goes back from %s to %s fails", (from, to) => {
  expect(said({ releaseVersion: from }, { releaseVersion: to })).toEqual([
    `error ${ADDRESS}: node group workers-v1 would go back from AMI release ${from} to ${to}: EKS rejects this. Restore ${from}, or create a second group with ${to}`,
  ]);
});

test.each([
  ["1.34.1-20261001", "1.34.2-20260901"],
  ["1.34.2-20261001", "1.34.2-20261015"],
  ["1.33.5-20261001", "1.34.2-20260901"],
  ["1.42.0-1a2b3c4d", "1.41.0-1a2b3c4d"],
])("an AMI release that goes from %s to %s passes", (from, to) => {
  expect(said({ releaseVersion: from }, { releaseVersion: to })).toEqual([]);
});

test("does not evaluate a version that is not known", () => {
  expect(said({ version: "1.33" }, { version: UNKNOWN })).toEqual([
    `not evaluated ${ADDRESS}: the Kubernetes version that replaces 1.33 in node group workers-v1 is known after apply, so this plan does not show whether it is older. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(said({ releaseVersion: "1.34.2-20261015" }, { releaseVersion: UNKNOWN })).toEqual([]);
});
