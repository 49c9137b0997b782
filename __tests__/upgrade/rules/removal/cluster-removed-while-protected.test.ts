import { type ClusterState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "cluster-removed-while-protected";

const removed = (isProtected: ClusterState["isProtected"]) =>
  saidBy(RULE, stepBetween({ clusters: [clusterState({ isProtected })] }, {}));

test("a cluster whose protection was taken off before passes, and a protected one fails", () => {
  expect(removed(false)).toEqual([]);
  expect(removed(true)).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed while it is protected: protection and cluster are removed in two steps. First remove its protection, when it has no traffic, then the cluster in the next change",
  ]);
});

test("does not evaluate a protection that is not known", () => {
  expect(removed(UNKNOWN)).toEqual([
    "not evaluated stack/alpha: the protection of cluster alpha-kr-a is known after apply, so this plan does not show whether it may be removed. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});

test("a protected cluster that stays passes", () => {
  const fleet = { clusters: [clusterState()] };
  expect(saidBy(RULE, stepBetween(fleet, fleet))).toEqual([]);
});
