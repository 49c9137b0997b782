import { type FleetState, type Known, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "node-group-born-at-cluster-version";
const V2 = "stack/alpha/workers-v2";

const clusters = (version: Known<string> = "1.34") => ({ clusters: [clusterState({ version })] });
const born = (version: Known<string> | undefined, before = clusters(), after = before): readonly string[] =>
  saidBy(
    RULE,
    stepBetween(before, { ...after, nodeGroups: [nodeGroupState({ nodeGroupName: "workers-v2", version })] }),
  );

test("a group made at its cluster's version passes, and one that names none", () => {
  expect(born("1.34")).toEqual([]);
  expect(born(undefined)).toEqual([]);
});

test("a group made one minor behind fails", () => {
  expect(born("1.33")).toEqual([
    `error ${V2}: node group workers-v2 would be created with Kubernetes 1.33: EKS creates it only with the version of cluster alpha-kr-a, 1.34. Create the group with 1.34`,
  ]);
});

test("a group made one minor ahead fails", () => {
  expect(born("1.35")).toEqual([
    `error ${V2}: node group workers-v2 would be created with Kubernetes 1.35: EKS creates it only with the version of cluster alpha-kr-a, 1.34. Upgrade the control plane first, or create the group with 1.34`,
  ]);
});

test("the version that the cluster goes to counts, and the birth of both", () => {
  expect(born("1.34", clusters("1.33"), clusters("1.34"))).toEqual([]);
  expect(born("1.33", { clusters: [] }, clusters("1.34"))).toHaveLength(1);
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

test("a group that is made in the place of another must be born anew", () => {
  const fleet: Partial<FleetState> = { ...clusters(), nodeGroups: [nodeGroupState({ version: "1.33" })] };
  const replaced = { "stack/alpha/workers-v1": { action: "replace", replacedFor: ["ami_type"] } } as const;
  expect(saidBy(RULE, stepBetween(fleet, fleet, replaced))).toHaveLength(1);
});

test("what is not known is not judged", () => {
  expect(born(UNKNOWN)).toEqual([
    `not judged ${V2}: the Kubernetes version of the new node group workers-v2 is known after apply, so this plan does not show whether it is the version of its cluster. Write the value in the code, or plan again when it is known`,
  ]);
  expect(born("1.34", clusters(UNKNOWN))).toEqual([
    `not judged ${V2}: the Kubernetes version of cluster alpha-kr-a is known after apply, so this plan does not show whether EKS can create node group workers-v2 with 1.34. Write the value in the code, or plan again when it is known`,
  ]);
  const lost = nodeGroupState({ nodeGroupName: "workers-v2", version: "1.34", cluster: UNKNOWN });
  expect(saidBy(RULE, stepBetween(clusters(), { ...clusters(), nodeGroups: [lost] }))).toHaveLength(1);
});
