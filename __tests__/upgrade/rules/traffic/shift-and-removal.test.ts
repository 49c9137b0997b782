import { mergedFleet } from "../../../../upgrade/fleet/parts";
import { EMPTY_FLEET, type FleetState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn, targetGroupIn } from "../../keys";
import {
  bindingState,
  clusterState,
  nodeGroupState,
  routeState,
  ruleState,
  saidBy,
  stepBetween,
  targetGroupState,
} from "../state";

const RULE = "shift-and-removal";
const [A, B] = [clusterIn("ap-northeast-2/alpha-kr-a"), clusterIn("ap-northeast-2/alpha-kr-b")];

const slot = (name: "a" | "b", key = name === "a" ? A : B): Partial<FleetState> => ({
  clusters: [clusterState({ key, clusterName: `alpha-kr-${name}`, address: `aws_eks_cluster.${name}` })],
  nodeGroups: [nodeGroupState({ cluster: key, address: `aws_eks_node_group.${name}` })],
  targetGroups: [targetGroupState(name)],
  bindings: [bindingState(name)],
});
const routes = (weights: Parameters<typeof routeState>[0]): Partial<FleetState> => ({
  routes: [routeState(weights), ruleState("api", weights)],
});
const both = (weights: Parameters<typeof routeState>[0], ...less: readonly (keyof FleetState)[]) => {
  const b: Partial<FleetState> = { ...slot("b"), ...Object.fromEntries(less.map((list) => [list, []])) };
  return mergedFleet([slot("a"), b, routes(weights)]);
};

const step = (before: Partial<FleetState>, after: Partial<FleetState>) =>
  saidBy(RULE, stepBetween(before, after));

const REMOVED = (what: string, share: string) =>
  `${what} would be removed in the same change in which ${share}: requests may still arrive. Shift first, check that it serves nothing, and remove it in a separate change`;
const CREATED = (what: string, share: string) =>
  `${what} would be created in the same change in which ${share}: it may not be ready. Create it first, check that it serves, and shift in a separate change`;

test("a shift alone passes, either way, and so does a removal alone", () => {
  expect(step(both({ a: 90, b: 10 }), both({ a: 50, b: 50 }))).toEqual([]);
  expect(step(both({ a: 0, b: 100 }), both({ a: 100, b: 0 }))).toEqual([]);
  expect(step(both({ a: 100, b: 0 }), both({ a: 100, b: 0 }, "bindings"))).toEqual([]);
  expect(step(both({ a: 100, b: 0 }), mergedFleet([slot("a"), routes({ a: 100 })]))).toEqual([]);
});

test("a change of weights that shares the traffic as before is no shift", () => {
  expect(step(both({ a: 9, b: 0 }), both({ a: 100, b: 0 }, "bindings", "nodeGroups"))).toEqual([]);
});

test.each([
  ["targetGroups", "aws_lb_target_group.b", "target group alpha-webapp-b", "its share"],
  ["bindings", "helm_release.webapp", "the binding", "the share of target group alpha-webapp-b"],
  ["clusters", "aws_eks_cluster.b", "cluster alpha-kr-b", "the share of target group alpha-webapp-b"],
  ["nodeGroups", "aws_eks_node_group.b", "node group workers-v1", "the share of target group alpha-webapp-b"],
] as const)("%s that go with the shift that leaves them fail", (list, address, what, whose) => {
  expect(step(both({ a: 50, b: 50 }), both({ a: 100, b: 0 }, list))).toEqual([
    `error ${address}: ${REMOVED(what, `${whose} of aws_lb_listener.https goes from 50 % to 0 %`)}`,
  ]);
});

test.each([
  ["bindings", "helm_release.webapp", "the binding"],
  ["clusters", "aws_eks_cluster.b", "cluster alpha-kr-b"],
  ["nodeGroups", "aws_eks_node_group.b", "node group workers-v1"],
] as const)("%s that are made with the shift that goes to them fail", (list, address, what) => {
  const share = "the share of target group alpha-webapp-b of aws_lb_listener.https goes from 0 % to 10 %";
  expect(step(both({ a: 100, b: 0 }, list), both({ a: 90, b: 10 }))).toEqual([
    `error ${address}: ${CREATED(what, share)}`,
  ]);
});

test("what goes on the side that gets traffic, or is made on the side that loses it, is for other rules", () => {
  expect(step(both({ a: 50, b: 50 }, "nodeGroups"), both({ a: 100, b: 0 }))).toEqual([]);
  expect(step(both({ a: 50, b: 50 }), both({ a: 0, b: 100 }, "nodeGroups"))).toEqual([]);
});

test("a group that is retired with the shift that leaves it fails; one without nodes passes", () => {
  const retire = (desiredSize: number) => {
    const fleet = both({ a: 50, b: 50 });
    const group = nodeGroupState({ cluster: B, address: "aws_eks_node_group.b", desiredSize });
    const retired = { ...group, desiredSize: 0, minSize: 0, phase: "retired" } as const;
    return step({ ...fleet, nodeGroups: [group] }, { ...both({ a: 100, b: 0 }), nodeGroups: [retired] });
  };
  expect(retire(3)).toEqual([
    `error aws_eks_node_group.b: ${REMOVED("node group workers-v1", "the share of target group alpha-webapp-b of aws_lb_listener.https goes from 50 % to 0 %")}`,
  ]);
  expect(retire(0)).toEqual([]);
});

test("a binding that changes its target group with the shift fails on both sides", () => {
  const before = both({ a: 50, b: 50 });
  const moved = [
    bindingState("a"),
    bindingState("b", { targetGroup: targetGroupIn("ap-northeast-2/alpha-webapp-a") }),
  ];
  const share = (name: string, from: number, to: number) =>
    `the share of target group alpha-webapp-${name} of aws_lb_listener.https goes from ${from} % to ${to} %`;
  expect(step(before, { ...both({ a: 100, b: 0 }), bindings: moved })).toEqual([
    `error helm_release.webapp: ${REMOVED("the binding", share("b", 50, 0))}`,
    `error helm_release.webapp: ${CREATED("the binding", share("a", 50, 100))}`,
  ]);
});

test("accepts the creation of a load balancer and the removal of everything, which shift nothing", () => {
  expect(step(EMPTY_FLEET, both({ a: 50, b: 50 }))).toEqual([]);
  expect(step(both({ a: 50, b: 50 }), EMPTY_FLEET)).toEqual([]);
});

test("does not evaluate unknown weights if something is created or removed", () => {
  const unknown = both({ a: 1, b: UNKNOWN }, "nodeGroups");
  const before = { ...both({ a: 50, b: 50 }) };
  expect(step(before, unknown)).toEqual(
    ["aws_lb_listener.https", "aws_lb_listener_rule.api"].map(
      (address) =>
        `not evaluated ${address}: one of the weights (alpha-webapp-a 1, alpha-webapp-b ?) is known after apply, so this plan does not show whether traffic shifts in the change of node group workers-v1. Write the value in the code, or apply what it comes from in an earlier change`,
    ),
  );
  expect(step(before, both({ a: 1, b: UNKNOWN }))).toEqual([]);
});
