import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { NEWEST, NEXT, OLDEST } from "../../../fixtures/minors";
import { clusterState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "kubernetes-version-known";
const at = (version: string) => ({ clusters: [clusterState({ version })] });

const message = (version: string) =>
  `cluster alpha-kr-a has Kubernetes ${version}: the catalog of EKS versions has ${OLDEST} to ${NEWEST}. Use one of these, or add ${version} to a catalog file of your own if EKS has it by now`;

test("a cluster that is created with a version that EKS has passes, and one that it does not have fails", () => {
  expect(saidBy(RULE, stepBetween({}, at(NEWEST)))).toEqual([]);
  expect(saidBy(RULE, stepBetween({}, at(NEXT)))).toEqual([`error stack/alpha: ${message(NEXT)}`]);
});

test("a version below 1.10 is as a rule a number that lost its last 0", () => {
  expect(saidBy(RULE, stepBetween({}, at("1.3")))).toEqual([
    `error stack/alpha: cluster alpha-kr-a has Kubernetes 1.3: the catalog of EKS versions has ${OLDEST} to ${NEWEST}. Write the version in quotes: the number 1.30 is read as 1.3`,
  ]);
});

test("only warns about a cluster that had the version before, also if something else changes", () => {
  expect(saidBy(RULE, stepBetween(at(NEXT), at(NEXT)))).toEqual([`warning stack/alpha: ${message(NEXT)}`]);
  const protectedLess = { clusters: [clusterState({ version: NEXT, isProtected: false })] };
  expect(saidBy(RULE, stepBetween(at(NEXT), protectedLess))).toEqual([
    `warning stack/alpha: ${message(NEXT)}`,
  ]);
});

test("fails for a text that is no version, in a plan; at synthesis the constructs say so", () => {
  expect(saidBy(RULE, stepBetween({}, at("1.34.2")))).toEqual([
    'error stack/alpha: the version of cluster alpha-kr-a: "1.34.2" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"',
  ]);
  expect(saidOf(RULE, at("1.34.2"))).toEqual([]);
});

test("does not evaluate an unknown version; another rule reports a version that is left to EKS", () => {
  expect(saidBy(RULE, stepBetween({}, { clusters: [clusterState({ version: UNKNOWN })] }))).toEqual([
    "not evaluated stack/alpha: the Kubernetes version of cluster alpha-kr-a is known after apply, so this plan does not show whether EKS has it. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  expect(saidBy(RULE, stepBetween({}, { clusters: [clusterState({ version: undefined })] }))).toEqual([]);
});
