import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { bindingState, saidBy, saidOf, stepBetween, targetGroupKey, targetGroupState } from "../state";

const RULE = "target-group-shared";
const targetGroups = [targetGroupState("a"), targetGroupState("b")];
const targetGroup = targetGroupKey("a");
const alone = [bindingState("a"), bindingState("b")];
const [one, other] = [bindingState("a"), bindingState("b", { targetGroup, address: "helm_release.other" })];

test("a target group for each cluster passes, and one that both say is shared", () => {
  expect(saidOf(RULE, { targetGroups, bindings: alone })).toEqual([]);
  const shared = [one, other].map((binding) => ({ ...binding, multiCluster: true }));
  expect(saidOf(RULE, { targetGroups, bindings: shared })).toEqual([]);
});

test("a target group of two clusters fails at both bindings", () => {
  expect(saidOf(RULE, { targetGroups, bindings: [one, other] })).toEqual([
    "error helm_release.webapp: target group alpha-webapp-a is also bound by helm_release.other (ap-northeast-2/alpha-kr-a and ap-northeast-2/alpha-kr-b): the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both",
    "error helm_release.other: target group alpha-webapp-a is also bound by helm_release.webapp (ap-northeast-2/alpha-kr-b and ap-northeast-2/alpha-kr-a): the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both",
  ]);
});

test("where one of them says that it is shared, the other fails", () => {
  expect(saidOf(RULE, { targetGroups, bindings: [{ ...one, multiCluster: true }, other] })).toEqual([
    "error helm_release.other: target group alpha-webapp-a is also bound by helm_release.webapp (ap-northeast-2/alpha-kr-b and ap-northeast-2/alpha-kr-a): the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both",
  ]);
});

test("two bindings of one cluster fail, and those of clusters that are not known", () => {
  const bound = (cluster: typeof one.cluster) =>
    saidOf(RULE, {
      targetGroups,
      bindings: [
        { ...one, multiCluster: true },
        { ...other, cluster },
      ],
    });
  expect(bound(one.cluster)).toEqual([
    "error helm_release.other: target group alpha-webapp-a is also bound by helm_release.webapp (both in ap-northeast-2/alpha-kr-a): the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both",
  ]);
  expect(bound(UNKNOWN)).toEqual([
    "error helm_release.other: target group alpha-webapp-a is also bound by helm_release.webapp: the controller of this binding deregisters the other's pods. Give each cluster its own target group, or set multiClusterTargetGroup on both",
  ]);
});

test("does not evaluate unknown sharing, and ignores a binding of an unknown target group", () => {
  const unknown = { ...other, multiCluster: UNKNOWN };
  expect(saidOf(RULE, { targetGroups, bindings: [{ ...one, multiCluster: true }, unknown] })).toEqual([
    "not evaluated helm_release.other: multiClusterTargetGroup is known after apply, so this plan does not show whether it keeps the targets of helm_release.webapp in target group alpha-webapp-a. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  expect(saidOf(RULE, { targetGroups, bindings: [one, { ...other, targetGroup: UNKNOWN }] })).toEqual([]);
});

test("only warns about a pair that was there before, and rejects a new pair", () => {
  const shared = { targetGroups, bindings: [one, other] };
  const severities = (before: typeof shared) =>
    saidBy(RULE, stepBetween(before, shared)).map((said) => said.split(" ")[0]);
  expect(severities(shared)).toEqual(["warning", "warning"]);
  expect(severities({ targetGroups, bindings: [one] })).toEqual(["error", "error"]);
});
