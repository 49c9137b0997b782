import { EMPTY_FLEET } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "cluster-replaced";
const ADDRESS = "stack/alpha";
const fleet = { clusters: [clusterState()] };

const replacedFor = (...paths: readonly string[]) =>
  saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor: paths } }));

test("accepts a cluster that is created, updated in place or removed", () => {
  expect(saidBy(RULE, stepBetween(fleet, { clusters: [clusterState({ version: "1.35" })] }))).toEqual([]);
  expect(saidBy(RULE, stepBetween(EMPTY_FLEET, fleet))).toEqual([]);
  expect(saidBy(RULE, stepBetween(fleet, EMPTY_FLEET))).toEqual([]);
});

test.each([
  [["name"], "name changes. Restore name, or create a second cluster and shift the traffic"],
  [
    ["kubernetes_network_config.service_ipv4_cidr", "outpost_config"],
    "kubernetes_network_config.service_ipv4_cidr and outpost_config change. Restore kubernetes_network_config.service_ipv4_cidr and outpost_config, or create a second cluster and shift the traffic",
  ],
  [
    ["bootstrap_self_managed_addons"],
    "bootstrap_self_managed_addons changes. bootstrap_self_managed_addons has an effect only at creation: write the value with which the cluster was created, or let Terraform ignore it (lifecycle.ignore_changes)",
  ],
  [
    ["access_config.bootstrap_cluster_creator_admin_permissions"],
    "access_config.bootstrap_cluster_creator_admin_permissions changes. access_config.bootstrap_cluster_creator_admin_permissions has an effect only at creation: write the value with which the cluster was created, or let Terraform ignore it (lifecycle.ignore_changes)",
  ],
  [
    ["role_arn"],
    "role_arn changes. Keep the role (if its ARN is known after apply, the role is replaced: keep that), or create a second cluster and shift the traffic",
  ],
  [
    ["encryption_config"],
    "encryption_config changes. Restore encryption_config, because it cannot be removed from a cluster, or create a second cluster and shift the traffic",
  ],
  [
    [],
    "it is marked for replacement. Remove the mark (terraform untaint, no -replace, no replace_triggered_by), or create a second cluster and shift the traffic",
  ],
])("a cluster that is replaced for %p fails", (paths, reason) => {
  expect(replacedFor(...paths)).toEqual([
    `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with everything that runs in it: ${reason}`,
  ]);
});

describe("a cluster that is deleted at one address and made again at another", () => {
  const again = (address: string, stack = "stack") =>
    saidBy(RULE, stepBetween(fleet, { clusters: [clusterState({ stack, address })] }));

  test("fails in its stack for want of a moved block", () => {
    expect(again("module.eks.aws_eks_cluster.this[0]")).toEqual([
      `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with everything that runs in it: it is destroyed here and created again at module.eks.aws_eks_cluster.this[0]. Tell Terraform that it moves, with a moved block (from ${ADDRESS}, to module.eks.aws_eks_cluster.this[0])`,
    ]);
  });

  test("fails between stacks for want of an import", () => {
    expect(again("aws_eks_cluster.this", "other")).toEqual([
      `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with everything that runs in it: it is destroyed here and created again in other at aws_eks_cluster.this. Remove it from this state (removed block, destroy = false), and import it there`,
    ]);
  });

  test("passes where the plan moves it, and where it is another cluster", () => {
    const moved = { clusters: [clusterState({ address: "there" })] };
    const step = stepBetween(fleet, moved);
    const resources = [
      { ...step.resources[0], stack: "stack", address: "there", previousAddress: ADDRESS, action: "update" },
    ] as const;
    const [change] = stepBetween(fleet, { clusters: [clusterState({ version: "1.35" })] }).resources;
    expect(
      saidBy(RULE, {
        ...step,
        resources: change === undefined ? [] : [{ ...change, ...resources[0] }],
      }),
    ).toEqual([]);
    const other = clusterState({ address: "there", key: clusterIn("ap-northeast-2/alpha-kr-b") });
    expect(saidBy(RULE, stepBetween(fleet, { clusters: [other] }))).toEqual([]);
  });
});
