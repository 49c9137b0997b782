import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "protection-off";
type Protection = ReturnType<typeof clusterState>["isProtected"];
const step = (before: Protection, after: Protection) =>
  saidBy(
    RULE,
    stepBetween(
      { clusters: [clusterState({ isProtected: before })] },
      { clusters: [clusterState({ isProtected: after })] },
    ),
  );

test("protection that stays, comes, or was never there passes; so does a removal, which is for another rule", () => {
  expect(step(true, true)).toEqual([]);
  expect(step(false, true)).toEqual([]);
  expect(step(false, false)).toEqual([]);
  expect(saidBy(RULE, stepBetween({ clusters: [clusterState()] }, {}))).toEqual([]);
});

test("warns if the protection is removed", () => {
  expect(step(true, false)).toEqual([
    "warning stack/alpha: the deletion protection of cluster alpha-kr-a would be removed: one wrong apply then removes the cluster. Keep it, unless the next step removes the cluster and it has no traffic",
  ]);
});

test("does not evaluate a protection that is not known", () => {
  expect(step(true, UNKNOWN)).toEqual([
    "not evaluated stack/alpha: the deletion protection of cluster alpha-kr-a is known after apply, so this plan does not show whether it is removed. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});
