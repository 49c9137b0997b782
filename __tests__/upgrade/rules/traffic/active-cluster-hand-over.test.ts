import { type IdentityState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { saidBy, saidOf, stepBetween } from "../state";

const RULE = "active-cluster-hand-over";

const identity = (slot: string, isActive: IdentityState["isActive"], group = "alpha-kr"): IdentityState => ({
  stack: `${group}-${slot}-workload`,
  address: `kubernetes_config_map_v1.identity-${group}-${slot}`,
  cluster: clusterIn(`ap-northeast-2/${group}-${slot}`),
  clusterName: `${group}-${slot}`,
  group,
  isActive,
});
const A = identity("a", true);
const B = identity("b", true);
const notA = identity("a", false);
const notB = identity("b", false);

const said = (before: readonly IdentityState[], after: readonly IdentityState[]) =>
  saidBy(RULE, stepBetween({ identities: before }, { identities: after }));

const DIRECTLY = `error ${B.address}: the active cluster of alpha-kr would change from alpha-kr-a to alpha-kr-b in one change: work that may run once would run in both for a while. First deactivate alpha-kr-a, apply, check that its work has ended, then activate alpha-kr-b`;
const BOTH = `error ${B.address}: alpha-kr-a and alpha-kr-b would be active at the same time: one of the clusters alpha-kr may be active. Deactivate the others`;

test("it changes hands in two steps: none, and then the other", () => {
  expect(said([A, notB], [notA, notB])).toEqual([]);
  expect(said([notA, notB], [notA, B])).toEqual([]);
});

test("the same step fails to take it from one and to give it to another", () => {
  expect(said([A, notB], [notA, B])).toEqual([DIRECTLY]);
  expect(said([A], [notA, B])).toEqual([DIRECTLY]);
  expect(said([A, notB], [B])).toEqual([DIRECTLY]);
});

test("a second one fails beside the first", () => {
  expect(said([A, notB], [A, B])).toEqual([BOTH]);
  expect(said([], [A, B])).toEqual([BOTH.replace(B.address, A.address), BOTH]);
});

test("two at once that were so before the step are not its doing", () => {
  expect(said([A, B], [A, B])).toEqual([]);
  expect(said([A, B], [notA, B])).toEqual([]);
});

test("one alone may become active, and other clusters have their own", () => {
  expect(said([], [B])).toEqual([]);
  expect(said([notB], [B])).toEqual([]);
  const ofUk = (isActive: boolean) => identity("a", isActive, "alpha-uk");
  expect(said([A, ofUk(false)], [notA, ofUk(true)])).toEqual([]);
});

test("does not evaluate clusters that are not known", () => {
  expect(said([A], [notA, { ...B, group: UNKNOWN }])).toEqual([]);
  expect(said([A], [notA, identity("b", UNKNOWN)])).toEqual([]);
});

test("a program that declares two fails", () => {
  expect(saidOf(RULE, { identities: [A, notB] })).toEqual([]);
  expect(saidOf(RULE, { identities: [A, B] })).toHaveLength(2);
});
