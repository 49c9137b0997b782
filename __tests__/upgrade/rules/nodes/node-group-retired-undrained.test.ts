import { type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-retired-undrained";
const V1 = "stack/alpha/workers-v1";

const retired = (before: Partial<NodeGroupState>) =>
  saidBy(
    RULE,
    stepBetween(
      { nodeGroups: [nodeGroupState(before)] },
      { nodeGroups: [nodeGroupState({ phase: "retired", minSize: 0, desiredSize: 0 })] },
    ),
  );

test("a group that was draining passes, and one that has no nodes", () => {
  expect(retired({ phase: "draining" })).toEqual([]);
  expect(retired({ phase: "retired" })).toEqual([]);
  expect(retired({ phase: "cordoned", desiredSize: 0 })).toEqual([]);
});

test.each(["active", "cordoned"] as const)("a group that was %s fails with a single node", (phase) => {
  expect(retired({ phase, desiredSize: 1 })).toEqual([
    `error ${V1}: node group workers-v1 would be retired while it is ${phase}: EKS would end 1 node and ignore disruption budgets. Set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a separate change`,
  ]);
});

test("assumes that an unknown number of nodes is not 0, and does not evaluate an unknown phase", () => {
  expect(retired({ phase: "cordoned", desiredSize: UNKNOWN })).toEqual([
    `error ${V1}: node group workers-v1 would be retired while it is cordoned: EKS would end its nodes and ignore disruption budgets. Set its phase to draining (tag cdktf-eks-upgrade/phase), drain it, and retire it in a separate change`,
  ]);
  expect(retired({ phase: UNKNOWN })).toEqual([
    `not evaluated ${V1}: the phase of node group workers-v1 is known after apply, so this plan does not show whether it may be retired. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});
