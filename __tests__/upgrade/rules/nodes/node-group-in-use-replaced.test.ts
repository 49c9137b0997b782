import { EMPTY_FLEET, UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-in-use-replaced";
const ADDRESS = "stack/alpha/workers-v1";

const replaced = (desiredSize: Parameters<typeof nodeGroupState>[0], ...replacedFor: readonly string[]) => {
  const fleet = { nodeGroups: [nodeGroupState(desiredSize)] };
  return saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor } }));
};

const FIX = "create a second group, then cordon, drain, retire and remove this one";

test("a group that is changed in place, or has no nodes, passes", () => {
  const [before, after] = [nodeGroupState(), nodeGroupState({ version: "1.34" })];
  expect(saidBy(RULE, stepBetween({ nodeGroups: [before] }, { nodeGroups: [after] }))).toEqual([]);
  expect(saidBy(RULE, stepBetween({ nodeGroups: [before] }, EMPTY_FLEET))).toEqual([]);
  expect(replaced({ desiredSize: 0 }, "instance_types")).toEqual([]);
});

test.each([
  [1, "1 node"],
  [12, "12 nodes"],
])("a group of %d that is replaced fails", (desiredSize, nodes) => {
  expect(replaced({ desiredSize }, "instance_types")).toEqual([
    `error ${ADDRESS}: node group workers-v1 would be replaced, and EKS would end ${nodes} and ignore disruption budgets: instance_types changes. Restore instance_types, or create a second group, then cordon, drain, retire and remove this one`,
  ]);
});

test.each([
  ["node_group_name", `Restore node_group_name, or ${FIX}`],
  [
    "cluster_name",
    "Restore cluster_name, because a group cannot change its cluster, and create a group in the other cluster",
  ],
  ["launch_template.id", `Restore launch_template.id, or ${FIX}`],
])("%s has its fix", (path, fix) => {
  expect(replaced({}, path)).toEqual([
    `error ${ADDRESS}: node group workers-v1 would be replaced, and EKS would end 3 nodes and ignore disruption budgets: ${path} changes. ${fix}`,
  ]);
});

test("does not evaluate a group with an unknown number of nodes", () => {
  expect(replaced({ desiredSize: UNKNOWN }, "ami_type")).toEqual([
    `not evaluated ${ADDRESS}: the number of nodes of node group workers-v1 is known after apply, so this plan does not show whether the group may be replaced (ami_type changes). Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

test("a group that is deleted at one address and made again at another fails", () => {
  const again = nodeGroupState({ address: "aws_eks_node_group.workers" });
  const of = (desiredSize: number) =>
    saidBy(RULE, stepBetween({ nodeGroups: [nodeGroupState({ desiredSize })] }, { nodeGroups: [again] }));
  expect(of(3)).toEqual([
    `error ${ADDRESS}: node group workers-v1 would be replaced, and EKS would end 3 nodes and ignore disruption budgets: it is destroyed here and created again at aws_eks_node_group.workers. Tell Terraform that it moves, with a moved block (from ${ADDRESS}, to aws_eks_node_group.workers)`,
  ]);
  expect(of(0)).toEqual([]);
});

test("a successor beside a group that is removed is no replacement", () => {
  const successor = nodeGroupState({ nodeGroupName: "workers-v2" });
  expect(saidBy(RULE, stepBetween({ nodeGroups: [nodeGroupState()] }, { nodeGroups: [successor] }))).toEqual(
    [],
  );
});
