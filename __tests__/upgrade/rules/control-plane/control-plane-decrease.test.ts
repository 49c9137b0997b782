import { type ClusterState, type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { addonState, clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "control-plane-decrease";
const DAY = "2026-11-24";

const fleet = (
  state: Partial<ClusterState>,
  parts: Partial<FleetState> = { nodeGroups: [nodeGroupState({ version: "1.33" })] },
) => ({ clusters: [clusterState(state)], ...parts });

/** From 1.34 back to 1.33, with whatever else runs. */
function back(state: Partial<ClusterState>, parts?: Partial<FleetState>, day: string | undefined = DAY) {
  const before = fleet({ version: "1.34" }, parts);
  return saidBy(RULE, { ...stepBetween(before, fleet({ version: "1.33", ...state }, parts)), day });
}

test.each(["2026-11-24", "2026-11-20", "2026-11-17"])(
  "a rollback of the upgrade of %s passes a week later at most, where nodes and add-ons fit",
  (rollbackOfUpgradeOn) => {
    expect(back({ rollbackOfUpgradeOn })).toEqual([]);
    expect(
      back(
        { rollbackOfUpgradeOn },
        { addons: [addonState({ addonName: "kube-proxy", addonVersion: "v1.33.10-eksbuild.29" })] },
      ),
    ).toEqual([]);
  },
);

test("a decrease that is not declared fails", () => {
  expect(back({})).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.33: EKS does this only as a rollback within 7 days after the upgrade. Restore 1.34, or declare the rollback with the day of the upgrade (rollback)",
  ]);
});

test.each([
  [
    "2026-11-16",
    "8 days after the upgrade of 2026-11-16: EKS rolls back within 7 days. Restore 1.34, or create a second cluster with 1.33",
  ],
  [
    "2026-11-25",
    "and the upgrade is declared for 2026-11-25, after 2026-11-24: an upgrade must end before its rollback. Give the day on which the upgrade ended",
  ],
  [
    "yesterday",
    'and the day of the upgrade "yesterday" is not a date: expected YYYY-MM-DD. Give the day of the upgrade, for example "2026-11-24"',
  ],
])("a rollback of the upgrade of %s fails", (rollbackOfUpgradeOn, reason) => {
  expect(back({ rollbackOfUpgradeOn })).toEqual([
    `error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.33, ${reason}`,
  ]);
});

test("two minors back fail, declared or not", () => {
  expect(back({ version: "1.32", rollbackOfUpgradeOn: DAY })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.32: EKS rolls back one minor version only. Restore 1.34, or create a second cluster with 1.32",
  ]);
});

test("nodes that run the newer version fail, each group by its name", () => {
  const nodeGroups = [
    nodeGroupState({ version: "1.34" }),
    nodeGroupState({ nodeGroupName: "workers-v2", version: "1.33" }),
  ];
  expect(back({ rollbackOfUpgradeOn: DAY }, { nodeGroups })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, and node group workers-v1 runs 1.34: nodes must not be newer than the control plane. Roll the nodes back to 1.33, or move to a group with 1.33, first",
  ]);
});

test("nodes and add-ons that go back in the same step fail: they must fit before", () => {
  const at = (version: string, nodes: string, addonVersion: string) =>
    fleet(
      { version, rollbackOfUpgradeOn: DAY },
      {
        nodeGroups: [nodeGroupState({ version: nodes })],
        addons: [addonState({ addonName: "kube-proxy", addonVersion })],
      },
    );
  const step = stepBetween(
    at("1.34", "1.34", "v1.34.6-eksbuild.29"),
    at("1.33", "1.33", "v1.33.10-eksbuild.29"),
  );
  expect(saidBy(RULE, { ...step, day: DAY })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, and node group workers-v1 runs 1.34: nodes must not be newer than the control plane. Roll the nodes back to 1.33, or move to a group with 1.33, first",
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, and kube-proxy v1.34.6-eksbuild.29 is incompatible with it: EKS does not roll back add-ons. Change the add-on first to a version that is compatible with 1.33 and 1.34, in a separate change",
  ]);
});

test("a version in extended support fails where the upgrade policy is STANDARD", () => {
  expect(back({ rollbackOfUpgradeOn: DAY, supportType: "STANDARD" })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, which is in extended support on 2026-11-24: the support type STANDARD does not allow it. Set the support type to EXTENDED first, in a separate change",
  ]);
});

test("a version whose support has ended fails", () => {
  expect(back({ rollbackOfUpgradeOn: "2027-07-29" }, undefined, "2027-07-30")).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, whose support ended by 2027-07-30: EKS rejects the rollback. Stay, or create a second cluster with 1.34",
  ]);
});

test("does not evaluate an unknown day of the upgrade, day of the review, node, add-on or policy", () => {
  const fix = "Write the value in the code, or apply what it comes from in an earlier change";
  expect(back({ rollbackOfUpgradeOn: UNKNOWN })).toEqual([
    "not evaluated stack/alpha: the day of the upgrade that cluster alpha-kr-a rolls back is known after apply, so this plan does not show whether the rollback is within 7 days after it. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  const undated = stepBetween(
    fleet({ version: "1.34" }),
    fleet({ version: "1.33", rollbackOfUpgradeOn: DAY }),
  );
  expect(saidBy(RULE, undated)).toEqual([
    "not evaluated stack/alpha: the day of the rollback of cluster alpha-kr-a from Kubernetes 1.34 to 1.33 is known after apply, so this plan does not show whether it is within 7 days after the upgrade. Give the day",
  ]);
  const parts = {
    nodeGroups: [nodeGroupState({ version: UNKNOWN })],
    addons: [addonState({ addonVersion: UNKNOWN })],
  };
  expect(back({ rollbackOfUpgradeOn: DAY, supportType: UNKNOWN }, parts)).toEqual([
    `not evaluated stack/alpha: the support type of cluster alpha-kr-a is known after apply, so this plan does not show whether it may go back to 1.33 in extended support. ${fix}`,
    `not evaluated stack/alpha: the Kubernetes version of node group workers-v1 is known after apply, so this plan does not show whether its nodes may run under 1.33. ${fix}`,
    `not evaluated stack/alpha: the version of add-on coredns of cluster alpha-kr-a is known after apply, so this plan does not show whether it is compatible with 1.33. ${fix}`,
  ]);
});
