import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "force-update";
const GROUP = "stack/alpha/workers-v1";
type Group = Parameters<typeof nodeGroupState>[0];
const nodes = (before: Group, after: Group) =>
  saidBy(
    RULE,
    stepBetween({ nodeGroups: [nodeGroupState(before)] }, { nodeGroups: [nodeGroupState(after)] }),
  );

test("an update without force passes", () => {
  expect(nodes({ version: "1.33" }, { version: "1.34" })).toEqual([]);
});

test.each([
  ["version", { version: "1.33" }, { version: "1.34" }],
  ["release version", { releaseVersion: "1.34.1-20261001" }, { releaseVersion: "1.34.2-20261101" }],
  ["release version", { releaseVersion: "1.34.1-20261001" }, { releaseVersion: UNKNOWN }],
  ["launch template version", { launchTemplateVersion: "1" }, { launchTemplateVersion: "2" }],
] as const)("a forced update of the %s of a node group fails", (what, before, after) => {
  expect(nodes(before, { ...after, isForced: true })).toEqual([
    `error ${GROUP}: node group workers-v1 updates its ${what} with force_update_version: EKS ends pods and ignores their disruption budgets. Remove it, and let the budget that blocks the update allow disruptions`,
  ]);
});

test("warns about force for the next update, also in a new group and in a program", () => {
  const warning = `warning ${GROUP}: node group workers-v1 has force_update_version: at its next update EKS ends pods and ignores their disruption budgets. Remove it, and let the budget that blocks the update allow disruptions`;
  expect(nodes({ isForced: true }, { isForced: true })).toEqual([warning]);
  expect(nodes({}, { isForced: true, labels: {} })).toEqual([warning]);
  expect(saidOf(RULE, { nodeGroups: [nodeGroupState({ isForced: true, version: "1.34" })] })).toEqual([
    warning,
  ]);
});

test("a forced upgrade of a control plane fails", () => {
  const upgrade = (isForced: boolean) =>
    saidBy(
      RULE,
      stepBetween(
        { clusters: [clusterState({ version: "1.33" })] },
        { clusters: [clusterState({ isForced })] },
      ),
    );
  expect(upgrade(true)).toEqual([
    "error stack/alpha: cluster alpha-kr-a updates its version with force_update_version: EKS ignores its own readiness checks. Remove it, and fix what the checks find",
  ]);
  expect(upgrade(false)).toEqual([]);
});

test("does not evaluate unknown force if a version changes", () => {
  expect(nodes({ version: "1.33" }, { version: "1.34", isForced: UNKNOWN })).toEqual([
    `not evaluated ${GROUP}: force_update_version of node group workers-v1 is known after apply, so this plan does not show how EKS updates its version. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(nodes({ version: "1.34" }, { version: "1.34", isForced: UNKNOWN })).toEqual([]);
});
