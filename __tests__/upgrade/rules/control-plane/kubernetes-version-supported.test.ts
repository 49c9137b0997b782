import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "kubernetes-version-supported";
const at = (version: string) => ({ clusters: [clusterState({ version })] });
const said = (from: string | undefined, to: string, day: string | undefined = "2026-11-24") =>
  saidBy(RULE, { ...stepBetween(from === undefined ? {} : at(from), at(to)), day });

const ENDED =
  "cluster alpha-kr-a has Kubernetes 1.30, whose support ended on 2026-07-23: EKS upgrades such control planes by itself at any time. Upgrade to 1.31 or newer, one minor version at a time";

test("a version in standard support passes to its last day", () => {
  expect(said(undefined, "1.34", "2026-12-02")).toEqual([]);
  expect(said("1.33", "1.34", "2026-12-02")).toEqual([]);
});

test("a cluster that is made at, or moved to, a version whose support has ended fails", () => {
  expect(said(undefined, "1.30")).toEqual([`error stack/alpha: ${ENDED}`]);
  expect(said("1.29", "1.30")).toEqual([`error stack/alpha: ${ENDED}`]);
});

test("only warns about an existing cluster", () => {
  expect(said("1.30", "1.30")).toEqual([`warning stack/alpha: ${ENDED}`]);
});

test("warns about extended support from its first day to its last", () => {
  const message =
    "warning stack/alpha: cluster alpha-kr-a has Kubernetes 1.34, which is in extended support from 2026-12-02 to 2027-12-02: AWS charges for it. Upgrade to 1.35 before it ends";
  expect(said(undefined, "1.34", "2026-12-03")).toEqual([message]);
  expect(said("1.33", "1.34", "2027-12-02")).toEqual([message]);
  expect(said("1.33", "1.34", "2027-12-03")).toHaveLength(1);
});

test("does not repeat the warning about extended support if the cluster does not change", () => {
  expect(said("1.34", "1.34", "2026-12-03")).toEqual([]);
});

test("a version that EKS does not have yet fails to the day before its release", () => {
  expect(said("1.35", "1.36", "2026-06-01")).toEqual([
    "error stack/alpha: cluster alpha-kr-a has Kubernetes 1.36 on 2026-06-01: EKS has it from 2026-06-02. Use 1.35 until then",
  ]);
  expect(said("1.35", "1.36", "2026-06-02")).toEqual([]);
});

test("without a day nothing is said", () => {
  expect(saidBy(RULE, stepBetween({}, at("1.14")))).toEqual([]);
});

test("does not evaluate a version that is not known", () => {
  const after = { clusters: [clusterState({ version: UNKNOWN })] };
  expect(saidBy(RULE, { ...stepBetween({}, after), day: "2026-11-24" })).toEqual([
    "not evaluated stack/alpha: the Kubernetes version of cluster alpha-kr-a is known after apply, so this plan does not show whether EKS supports it on 2026-11-24. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});
