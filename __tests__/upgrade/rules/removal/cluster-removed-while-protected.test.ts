import { type ClusterState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "cluster-removed-while-protected";

const removed = (isProtected: ClusterState["isProtected"]) =>
  saidBy(RULE, stepBetween({ clusters: [clusterState({ isProtected })] }, {}));

test("a cluster whose protection was taken off before passes, and a protected one fails", () => {
  expect(removed(false)).toEqual([]);
  expect(removed(true)).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed while it is protected; take its protection off in a step of its own, when it has no traffic any more, and remove it in the step after that",
  ]);
});

test("a protection that is not known is not judged", () => {
  expect(removed(UNKNOWN)).toEqual([
    "not judged stack/alpha: the protection of cluster alpha-kr-a is not known before the apply, so whether it may be removed is not judged; write it out in the code, or plan again when it is known",
  ]);
});

test("a protected cluster that stays passes", () => {
  const fleet = { clusters: [clusterState()] };
  expect(saidBy(RULE, stepBetween(fleet, fleet))).toEqual([]);
});
