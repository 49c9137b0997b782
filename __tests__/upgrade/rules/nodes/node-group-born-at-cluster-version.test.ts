import { type FleetState, type Known, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "node-group-born-at-cluster-version";
const V2 = "stack/alpha/workers-v2";

const clusters = (version: Known<string> = "1.34") => ({ clusters: [clusterState({ version })] });
const created = (
  version: Known<string> | undefined,
  before = clusters(),
  after = before,
): readonly string[] =>
  saidBy(
    RULE,
    stepBetween(before, { ...after, nodeGroups: [nodeGroupState({ nodeGroupName: "workers-v2", version })] }),
  );

test("a group made at its cluster's version passes, and one that names none", () => {
  expect(created("1.34")).toEqual([]);
  expect(created(undefined)).toEqual([]);
});

test("a group made one minor behind fails", () => {
  expect(created("1.33")).toEqual([
    `error ${V2}: node group workers-v2 would be created with Kubernetes 1.33: EKS creates it only with the version of cluster alpha-kr-a, 1.34. Create the group with 1.34`,
  ]);
});

test("a group made one minor ahead fails", () => {
  expect(created("1.35")).toEqual([
    `error ${V2}: node group workers-v2 would be created with Kubernetes 1.35: EKS creates it only with the version of cluster alpha-kr-a, 1.34. Upgrade the control plane first, or create the group with 1.34`,
  ]);
});

test("compares with the version after an upgrade of the cluster, and with a new cluster", () => {
  expect(created("1.34", clusters("1.33"), clusters("1.34"))).toEqual([]);
  expect(created("1.33", { clusters: [] }, clusters("1.34"))).toHaveLength(1);
});

test("a group that is there, is imported, or is declared in a program may be behind", () => {
  const fleet: Partial<FleetState> = { ...clusters(), nodeGroups: [nodeGroupState({ version: "1.33" })] };
  expect(saidBy(RULE, stepBetween(fleet, fleet))).toEqual([]);
  expect(
    saidBy(
      RULE,
      stepBetween(fleet, fleet, { "stack/alpha/workers-v1": { action: "update", isImport: true } }),
    ),
  ).toEqual([]);
  expect(saidOf(RULE, fleet)).toEqual([]);
});

test("checks a group that is recreated like a new one", () => {
  const fleet: Partial<FleetState> = { ...clusters(), nodeGroups: [nodeGroupState({ version: "1.33" })] };
  const replaced = { "stack/alpha/workers-v1": { action: "replace", replacedFor: ["ami_type"] } } as const;
  expect(saidBy(RULE, stepBetween(fleet, fleet, replaced))).toHaveLength(1);
});

test("does not evaluate what is not known", () => {
  expect(created(UNKNOWN)).toEqual([
    `not evaluated ${V2}: the Kubernetes version of the new node group workers-v2 is known after apply, so this plan does not show whether it is the version of its cluster. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(created("1.34", clusters(UNKNOWN))).toEqual([
    `not evaluated ${V2}: the Kubernetes version of cluster alpha-kr-a is known after apply, so this plan does not show whether EKS can create node group workers-v2 with 1.34. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  const lost = nodeGroupState({ nodeGroupName: "workers-v2", version: "1.34", cluster: UNKNOWN });
  expect(saidBy(RULE, stepBetween(clusters(), { ...clusters(), nodeGroups: [lost] }))).toHaveLength(1);
});
