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
    `error ${LISTENER}: 50 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which holds 4 nodes where 50 % of 10 is 5; let it hold 5 nodes first, or shift less`,
  ]);
});

test("on the way back it is the same", () => {
  const scaledIn = side("a", { desiredSize: 2 });
  expect(shift(scaledIn, at(10), { a: 0, b: 100 }, { a: 100, b: 0 })).toEqual([
    `error ${LISTENER}: 100 % of ${LISTENER} would go to cluster alpha-kr-a (target group alpha-webapp-a), which holds 2 nodes where 100 % of 10 is 10; let it hold 10 nodes first, or shift less`,
  ]);
});

test("a cluster without nodes fails, and one that is made in the same step", () => {
  expect(shift(ten, at(0), { a: 100, b: 0 }, { a: 90, b: 10 })).toEqual([
    `error ${LISTENER}: 10 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which has no nodes; let it hold 1 node first`,
  ]);
  const before = fleet(ten, undefined, { a: 100, b: 0 });
  expect(saidBy(RULE, stepBetween(before, fleet(ten, at(10), { a: 90, b: 10 })))).toEqual([
    `error ${LISTENER}: 10 % of ${LISTENER} would go to cluster alpha-kr-b (target group alpha-webapp-b), which is made in this very step; make it and its nodes first, and shift in a step of its own`,
  ]);
});

test("weights that change nothing for a cluster, or take from it, are not judged; nor a cluster in another plan", () => {
  expect(shift(ten, at(0), { a: 100, b: 0 }, { a: 50, b: 0 })).toEqual([]);
  const before = fleet(ten, undefined, { a: 100, b: 0 });
  expect(saidBy(RULE, stepBetween(before, fleet(ten, undefined, { a: 50, b: 50 })))).toEqual([]);
});

test("nodes of other instance types are only told of", () => {
  const small = side("a", { desiredSize: 10, instanceTypes: ["m6i.xlarge"] });
  const large = side("b", { desiredSize: 3, instanceTypes: ["m6i.4xlarge"] });
  expect(shift(small, large, { a: 90, b: 10 }, { a: 50, b: 50 })[0]).toMatch(/^warning/);
});

test("what is not known is not judged: nodes, other nodes, weights", () => {
  expect(shift(ten, side("b", { desiredSize: UNKNOWN }), { a: 100, b: 0 }, { a: 90, b: 10 })).toEqual([
    `not judged ${LISTENER}: the number of nodes of cluster alpha-kr-b is not known before the apply, so whether it holds the nodes for 10 % of ${LISTENER} is not judged; write it out in the code, or plan again when it is known`,
  ]);
  expect(
    shift(ten, side("b", { desiredSize: 1 }, ["karpenter"]), { a: 90, b: 10 }, { a: 50, b: 50 }),
  ).toEqual([
    `not judged ${LISTENER}: the number of nodes of cluster alpha-kr-b that no node group holds (karpenter) is not known before the apply, so whether it holds the nodes for 50 % of ${LISTENER} is not judged; see to it by hand, and waive this with what you saw`,
  ]);
  expect(shift(ten, at(10), { a: 100, b: 0 }, { a: 90, b: UNKNOWN })[0]).toMatch(
    /^not judged aws_lb_listener.https: .* so whether the clusters hold the nodes for their shares is not judged/,
  );
});
