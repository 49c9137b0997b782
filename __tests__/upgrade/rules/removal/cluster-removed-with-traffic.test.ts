import { clusterKey } from "../../../../upgrade/fleet/key";
import { type FleetState, type RecordState, UNKNOWN } from "../../../../upgrade/fleet/state";
import {
  bindingState,
  clusterState,
  loadBalancerState,
  routeState,
  ruleState,
  saidBy,
  stepBetween,
  targetGroupState,
} from "../state";

const RULE = "cluster-removed-with-traffic";
const AT = "stack/alpha";
const otherCluster = clusterKey({ region: "ap-northeast-2", name: "alpha-kr-b" });

const traffic = (weights: Parameters<typeof routeState>[0]): Partial<FleetState> => ({
  loadBalancers: [loadBalancerState()],
  routes: [routeState(weights)],
});
const bound = { clusters: [clusterState()], bindings: [bindingState("a")] };

test("a cluster that gets nothing any more passes, and so does one that is not bound", () => {
  const none = traffic({ a: 0, b: 100 });
  expect(saidBy(RULE, stepBetween({ ...bound, ...none }, none))).toEqual([]);
  const all = traffic({ a: 100 });
  expect(saidBy(RULE, stepBetween({ clusters: [clusterState()], ...all }, all))).toEqual([]);
});

test("a cluster with weight 1 fails", () => {
  const little = traffic({ a: 1, b: 999 });
  expect(saidBy(RULE, stepBetween({ ...bound, ...little }, little))).toEqual([
    `error ${AT}: cluster alpha-kr-a would be removed while aws_lb_listener.https gives its target group alpha-webapp-a weight 1: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`,
  ]);
});

test("a rule that goes together with the cluster fails, but for a preview", () => {
  const rest = traffic({ a: 0, b: 100 });
  const withRule = (byHost: boolean) => ({
    ...bound,
    ...rest,
    routes: [...(rest.routes ?? []), ruleState("api", { a: 100 }, { byHost })],
  });
  expect(saidBy(RULE, stepBetween(withRule(false), rest))).toEqual([
    `error ${AT}: cluster alpha-kr-a would be removed together with aws_lb_listener_rule.api, which gives its target group alpha-webapp-a weight 100: its requests would get 503. Shift its traffic away first (weight 0), in a separate change`,
  ]);
  expect(saidBy(RULE, stepBetween(withRule(true), rest))).toEqual([]);
});

test("a shift in the same step is for another rule", () => {
  const [before, after] = [traffic({ a: 100, b: 0 }), traffic({ a: 0, b: 100 })];
  expect(saidBy(RULE, stepBetween({ ...bound, ...before }, after))).toEqual([]);
});

test("the end of the whole load balancer passes", () => {
  expect(saidBy(RULE, stepBetween({ ...bound, ...traffic({ a: 100 }) }, {}))).toEqual([]);
});

test("does not evaluate a weight that is not known", () => {
  const before = { ...bound, ...traffic({ a: 10, b: 90 }) };
  expect(saidBy(RULE, stepBetween(before, traffic({ a: UNKNOWN, b: 90 })))).toEqual([
    `not evaluated ${AT}: the weight of target group alpha-webapp-a in aws_lb_listener.https is known after apply, so this plan does not show whether cluster alpha-kr-a may be removed. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
});

describe("a target group with the tag of the controller's cluster", () => {
  const owned = {
    clusters: [clusterState()],
    targetGroups: [targetGroupState("a", { owner: clusterState().key })],
  };

  test("counts as served by that cluster", () => {
    const all = traffic({ a: 100 });
    expect(saidBy(RULE, stepBetween({ ...owned, ...all }, all))).toHaveLength(1);
  });

  test("passes if another cluster is bound to it", () => {
    const all = { ...traffic({ a: 100 }), bindings: [bindingState("a", { cluster: otherCluster })] };
    expect(saidBy(RULE, stepBetween({ ...owned, ...all }, all))).toEqual([]);
  });

  test("passes at weight 0", () => {
    const none = traffic({ a: 0, b: 100 });
    expect(saidBy(RULE, stepBetween({ ...owned, ...none }, none))).toEqual([]);
  });
});

describe("a weighted DNS record", () => {
  const record = (
    setIdentifier: string,
    weight: number | undefined,
    more: Partial<RecordState> = {},
  ): RecordState => ({
    stack: "dns",
    address: `aws_route53_record.${setIdentifier}`,
    recordName: "web.example.com",
    recordType: "A",
    setIdentifier,
    ...(weight === undefined ? {} : { weight }),
    loadBalancerNames: [],
    ...more,
  });
  const cluster = { clusters: [clusterState({ clusterName: "alpha-blue" })] };
  const judged = (before: readonly RecordState[], after: readonly RecordState[]) =>
    saidBy(RULE, stepBetween({ ...cluster, records: before }, { records: after }));

  test("that is named after the cluster and keeps its weight fails", () => {
    const records = [record("blue", 90), record("green", 10)];
    expect(judged(records, records)).toEqual([
      `error ${AT}: cluster alpha-blue would be removed while DNS record aws_route53_record.blue (web.example.com) gives it weight 90: clients keep the address until their DNS caches expire, and get no answer. Set its weight to 0 first, in a separate change, and wait for the TTL`,
    ]);
  });

  test("that goes with the cluster fails while others of its name stay, and passes if all go", () => {
    const records = [record("blue", 90), record("green", 10)];
    expect(judged(records, records.slice(1))).toHaveLength(1);
    expect(judged(records, [])).toEqual([]);
  });

  test("passes at weight 0, and for another cluster", () => {
    const records = [record("blue", 0), record("green", 100)];
    expect(judged(records, records)).toEqual([]);
    const others = [record("green", 90), record("gray", 10)];
    expect(judged(others, others)).toEqual([]);
  });

  test("leads to the cluster of the Service or Ingress that it names", () => {
    const records = [record("green", undefined, { cluster: clusterState().key })];
    expect(judged(records, records)).toHaveLength(1);
    expect(
      judged(
        [record("blue", 90, { cluster: otherCluster })],
        [record("blue", 90, { cluster: otherCluster })],
      ),
    ).toEqual([]);
  });
});
