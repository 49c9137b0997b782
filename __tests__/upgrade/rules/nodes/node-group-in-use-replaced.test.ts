import { EMPTY_FLEET, UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "node-group-in-use-replaced";
const ADDRESS = "stack/alpha/workers-v1";

const replaced = (desiredSize: Parameters<typeof nodeGroupState>[0], ...replacedFor: readonly string[]) => {
  const fleet = { nodeGroups: [nodeGroupState(desiredSize)] };
  return saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor } }));
};

const WAY_OUT = "make a second group beside it, then cordon, drain, retire and remove this one";

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
    `error ${ADDRESS}: node group workers-v1 would be replaced, and ${nodes} deleted past all disruption budgets, because instance_types changes; put instance_types back, or ${WAY_OUT}`,
  ]);
});

test.each([
  ["node_group_name", `put node_group_name back; for another name ${WAY_OUT}`],
  [
    "cluster_name",
    "put cluster_name back: a group cannot change its cluster; make one in the other cluster instead",
  ],
  ["launch_template.id", `put launch_template.id back, or ${WAY_OUT}`],
])("%s has its way out", (path, wayOut) => {
  expect(replaced({}, path)).toEqual([
    `error ${ADDRESS}: node group workers-v1 would be replaced, and 3 nodes deleted past all disruption budgets, because ${path} changes; ${wayOut}`,
  ]);
});

test("a group of an unknown number of nodes is not judged", () => {
  expect(replaced({ desiredSize: UNKNOWN }, "ami_type")).toEqual([
    `not judged ${ADDRESS}: the number of nodes of workers-v1 is not known before the apply, so whether it may be replaced (ami_type changes) is not judged; write it out in the code, or plan again when it is known`,
  ]);
});

test("a group that is deleted at one address and made again at another fails", () => {
  const again = nodeGroupState({ address: "aws_eks_node_group.workers" });
  const of = (desiredSize: number) =>
    saidBy(RULE, stepBetween({ nodeGroups: [nodeGroupState({ desiredSize })] }, { nodeGroups: [again] }));
  expect(of(3)).toEqual([
    `error ${ADDRESS}: node group workers-v1 would be replaced, and 3 nodes deleted past all disruption budgets, because it is deleted here and made again at aws_eks_node_group.workers; tell Terraform that it moves, with a moved block (from ${ADDRESS}, to aws_eks_node_group.workers)`,
  ]);
  expect(of(0)).toEqual([]);
});

test("a successor beside a group that is removed is no replacement", () => {
  const successor = nodeGroupState({ nodeGroupName: "workers-v2" });
  expect(saidBy(RULE, stepBetween({ nodeGroups: [nodeGroupState()] }, { nodeGroups: [successor] }))).toEqual(
    [],
  );
});
