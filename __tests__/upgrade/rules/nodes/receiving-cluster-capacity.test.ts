import { type FleetState, type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import {
  bindingState,
  clusterState,
  nodeGroupState,
  routeState,
  ruleState,
  saidBy,
  stepBetween,
} from "../state";

const RULE = "receiving-cluster-capacity";

const side = (slot: "a" | "b", nodes: Partial<NodeGroupState>, otherNodes: readonly string[] = []) => ({
  clusters: [
    clusterState({
      key: clusterIn(`ap-northeast-2/alpha-kr-${slot}`),
      clusterName: `alpha-kr-${slot}`,
      address: `cluster-${slot}`,
      otherNodes,
    }),
  ],
  nodeGroups: [
    nodeGroupState({
      cluster: clusterIn(`ap-northeast-2/alpha-kr-${slot}`),
      address: `nodes-${slot}`,
      ...nodes,
    }),
  ],
  bindings: [bindingState(slot)],
});
type Side = ReturnType<typeof side>;

const fleet = (
  a: Side,
  b: Side | undefined,
  weights: Parameters<typeof routeState>[0],
): Partial<FleetState> => ({
  clusters: [...a.clusters, ...(b?.clusters ?? [])],
  nodeGroups: [...a.nodeGroups, ...(b?.nodeGroups ?? [])],
  bindings: [...a.bindings, bindingState("b")],
  routes: [routeState(weights), ruleState("api", weights)],
});
const shift = (
  a: Side,
  b: Side,
  from: Parameters<typeof routeState>[0],
  to: Parameters<typeof routeState>[0],
) => saidBy(RULE, stepBetween(fleet(a, b, from), fleet(a, b, to)));

const ten = side("a", { desiredSize: 10 });
const at = (desiredSize: number) => side("b", { desiredSize });
const LISTENER = "aws_lb_listener.https";

test.each([
  [1, { a: 90, b: 10 }],
  [5, { a: 50, b: 50 }],
  [10, { a: 0, b: 100 }],
])("a cluster that holds %i nodes passes for %j of a cluster with 10", (nodes, to) => {
  expect(shift(ten, at(nodes), { a: 100, b: 0 }, to)).toEqual([]);
});

test("one node less than the share fails, once for the listener and its rules", () => {
  expect(shift(ten, at(4), { a: 90, b: 10 }, { a: 50, b: 50 })).toEqual([
    `error ${LISTENER}: 50 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which has 4 nodes: 50 % of 10 nodes is 5. Scale it to 5 nodes first, or shift less`,
  ]);
});

test("checks a rollback in the same way", () => {
  const scaledIn = side("a", { desiredSize: 2 });
  expect(shift(scaledIn, at(10), { a: 0, b: 100 }, { a: 100, b: 0 })).toEqual([
    `error ${LISTENER}: 100 % of ${LISTENER} would go to cluster alpha-kr-a (target group alpha-webapp-a), which has 2 nodes: 100 % of 10 nodes is 10. Scale it to 10 nodes first, or shift less`,
  ]);
});

test("a cluster without nodes fails, and one that is made in the same step", () => {
  expect(shift(ten, at(0), { a: 100, b: 0 }, { a: 90, b: 10 })).toEqual([
    `error ${LISTENER}: 10 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which has no nodes: this share needs 1 node. Scale it to 1 node first`,
  ]);
  const before = fleet(ten, undefined, { a: 100, b: 0 });
  expect(saidBy(RULE, stepBetween(before, fleet(ten, at(10), { a: 90, b: 10 })))).toEqual([
    `error ${LISTENER}: 10 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which this change creates: a new cluster has no nodes. Create it and its nodes first, and shift traffic in a separate change`,
  ]);
});

test("accepts weights that give a cluster no more traffic, and a cluster in another plan", () => {
  expect(shift(ten, at(0), { a: 100, b: 0 }, { a: 50, b: 0 })).toEqual([]);
  const before = fleet(ten, undefined, { a: 100, b: 0 });
  expect(saidBy(RULE, stepBetween(before, fleet(ten, undefined, { a: 50, b: 50 })))).toEqual([]);
});

test("only warns about nodes of other instance types", () => {
  const small = side("a", { desiredSize: 10, instanceTypes: ["m6i.xlarge"] });
  const large = side("b", { desiredSize: 3, instanceTypes: ["m6i.4xlarge"] });
  expect(shift(small, large, { a: 90, b: 10 }, { a: 50, b: 50 })[0]).toMatch(/^warning/);
});

test("does not evaluate unknown nodes, other nodes and weights", () => {
  expect(shift(ten, side("b", { desiredSize: UNKNOWN }), { a: 100, b: 0 }, { a: 90, b: 10 })).toEqual([
    `not evaluated ${LISTENER}: the number of nodes of cluster alpha-kr-b is known after apply, so this plan does not show whether it has the nodes for 10 % of ${LISTENER}. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(
    shift(ten, side("b", { desiredSize: 1 }, ["karpenter"]), { a: 90, b: 10 }, { a: 50, b: 50 }),
  ).toEqual([
    `not evaluated ${LISTENER}: the number of nodes of cluster alpha-kr-b outside node groups (karpenter) is not in the plan, so the plan does not show whether it has the nodes for 50 % of ${LISTENER}. Check it by hand (kubectl get nodes), and waive this finding with what you saw`,
  ]);
  expect(shift(ten, at(10), { a: 100, b: 0 }, { a: 90, b: UNKNOWN })[0]).toMatch(
    /^not evaluated aws_lb_listener.https: .* whether the clusters have the nodes for their shares/,
  );
});
