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
    "error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.33, which EKS does only as a rollback within 7 days of the upgrade; restore 1.34, or declare the rollback with the day of that upgrade (rollbackOfUpgradeOn)",
  ]);
});

test.each([
  [
    "2026-11-16",
    "and the upgrade of 2026-11-16 is 8 days old on 2026-11-24, when EKS takes it back within 7; restore 1.34, or make a second cluster of 1.33",
  ],
  [
    "2026-11-25",
    "and its rollbackOfUpgradeOn 2026-11-25 is after 2026-11-24; give the day on which the upgrade ended",
  ],
  [
    "yesterday",
    'and its rollbackOfUpgradeOn "yesterday" is no day; give the day of the upgrade, as in "2026-11-24"',
  ],
])("a rollback of the upgrade of %s fails", (rollbackOfUpgradeOn, reason) => {
  expect(back({ rollbackOfUpgradeOn })).toEqual([
    `error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.33, ${reason}`,
  ]);
});

test("two minors back fail, declared or not", () => {
  expect(back({ version: "1.32", rollbackOfUpgradeOn: DAY })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back from Kubernetes 1.34 to 1.32, and EKS takes a control plane back by one minor only; restore 1.34, or make a second cluster of 1.32",
  ]);
});

test("nodes that run the newer version fail, each group by its name", () => {
  const nodeGroups = [
    nodeGroupState({ version: "1.34" }),
    nodeGroupState({ nodeGroupName: "workers-v2", version: "1.33" }),
  ];
  expect(back({ rollbackOfUpgradeOn: DAY }, { nodeGroups })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, and the nodes of workers-v1 run 1.34; bring them back to 1.33, or move to a group of 1.33, first",
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
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, and the nodes of workers-v1 run 1.34; bring them back to 1.33, or move to a group of 1.33, first",
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, which kube-proxy v1.34.6-eksbuild.29 does not fit; bring the add-on to a build that fits 1.33 and 1.34 first, in a step of its own",
  ]);
});

test("a version in extended support fails where the upgrade policy is STANDARD", () => {
  expect(back({ rollbackOfUpgradeOn: DAY, supportType: "STANDARD" })).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, which is in extended support on 2026-11-24, and its upgrade policy is STANDARD; set the support type to EXTENDED in a step before",
  ]);
});

test("a version whose support has ended fails", () => {
  expect(back({ rollbackOfUpgradeOn: "2027-07-29" }, undefined, "2027-07-30")).toEqual([
    "error stack/alpha: cluster alpha-kr-a would go back to Kubernetes 1.33, whose support has ended by 2027-07-30; stay, or make a second cluster of 1.34",
  ]);
});

test("what is not known is not judged: the day of the upgrade, the day of the judgement, nodes, add-ons, the policy", () => {
  const wayOut = "write it out in the code, or plan again when it is known";
  expect(back({ rollbackOfUpgradeOn: UNKNOWN })).toEqual([
    `not judged stack/alpha: the day of the upgrade that cluster alpha-kr-a takes back (rollbackOfUpgradeOn) is not known before the apply, so whether it is within 7 days is not judged; ${wayOut}`,
  ]);
  const undated = stepBetween(
    fleet({ version: "1.34" }),
    fleet({ version: "1.33", rollbackOfUpgradeOn: DAY }),
  );
  expect(saidBy(RULE, undated)).toEqual([
    "not judged stack/alpha: the day on which cluster alpha-kr-a goes back from Kubernetes 1.34 to 1.33 is not known before the apply, so whether it is within 7 days of the upgrade is not judged; give the day",
  ]);
  const parts = {
    nodeGroups: [nodeGroupState({ version: UNKNOWN })],
    addons: [addonState({ addonVersion: UNKNOWN })],
  };
  expect(back({ rollbackOfUpgradeOn: DAY, supportType: UNKNOWN }, parts)).toEqual([
    `not judged stack/alpha: the support type of cluster alpha-kr-a is not known before the apply, so whether it may go back to 1.33 in extended support is not judged; ${wayOut}`,
    `not judged stack/alpha: the Kubernetes version of the nodes of workers-v1 is not known before the apply, so whether they may run under 1.33 is not judged; ${wayOut}`,
    `not judged stack/alpha: the version of add-on coredns of cluster alpha-kr-a is not known before the apply, so whether it fits 1.33 is not judged; ${wayOut}`,
  ]);
});
