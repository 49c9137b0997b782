import { bindingState, clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "cluster-removed-with-workload";

const before = {
  clusters: [clusterState()],
  bindings: [bindingState("a"), bindingState("a", { address: "helm_release.api" }), bindingState("b")],
};

test("accepts a cluster whose bindings are removed, also in the same plan", () => {
  expect(saidBy(RULE, stepBetween(before, { bindings: [bindingState("b")] }))).toEqual([]);
});

test("a cluster whose bindings stay fails", () => {
  expect(saidBy(RULE, stepBetween(before, { bindings: before.bindings }))).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed, and binding helm_release.webapp and 1 more would stay: Terraform cannot reach it without the cluster. Remove the in-cluster resources first",
  ]);
  expect(saidBy(RULE, stepBetween(before, { bindings: [bindingState("a")] }))).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed, and binding helm_release.webapp would stay: Terraform cannot reach it without the cluster. Remove the in-cluster resources first",
  ]);
});

test("a cluster that is made again at another address is for another rule", () => {
  const [here, there] = ["module.a.aws_eks_cluster.this", "module.b.aws_eks_cluster.this"];
  const nodeGroups = [nodeGroupState()];
  const step = stepBetween(
    { clusters: [clusterState({ address: here })], nodeGroups },
    { clusters: [clusterState({ address: there })], nodeGroups },
  );
  expect(saidBy(RULE, step)).toEqual([]);
});

test("a cluster whose node groups go with it passes; one that stays, in another stack, fails", () => {
  const nodeGroups = [nodeGroupState(), nodeGroupState({ nodeGroupName: "batch-v1", stack: "batch" })];
  const was = { clusters: [clusterState()], nodeGroups };
  expect(saidBy(RULE, stepBetween(was, {}))).toEqual([]);
  expect(saidBy(RULE, stepBetween(was, { nodeGroups: nodeGroups.slice(1) }))).toEqual([
    "error stack/alpha: cluster alpha-kr-a would be removed, and node group batch-v1 (stack/alpha/batch-v1) would stay: EKS deletes no cluster with node groups. Remove them first",
  ]);
});
