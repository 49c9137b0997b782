import { bindingState, clusterState, saidBy, stepBetween } from "./state";

const RULE = "cluster-removed-with-workload";

const before = {
  clusters: [clusterState()],
  bindings: [bindingState("a"), bindingState("a", { address: "helm_release.api" }), bindingState("b")],
};

test("a cluster whose bindings are gone passes, also together with them", () => {
  expect(saidBy(RULE, stepBetween(before, { bindings: [bindingState("b")] }))).toEqual([]);
});

test("a cluster whose bindings stay fails", () => {
  expect(saidBy(RULE, stepBetween(before, { bindings: before.bindings }))).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed with its binding helm_release.webapp and 1 more left behind; remove what runs in it first",
  ]);
  expect(saidBy(RULE, stepBetween(before, { bindings: [bindingState("a")] }))).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed with its binding helm_release.webapp left behind; remove what runs in it first",
  ]);
});
