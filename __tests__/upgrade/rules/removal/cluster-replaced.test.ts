import { EMPTY_FLEET } from "../../../../upgrade/fleet/state";
import { clusterIn } from "../../keys";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "cluster-replaced";
const ADDRESS = "stack/alpha";
const fleet = { clusters: [clusterState()] };

const replacedFor = (...paths: readonly string[]) =>
  saidBy(RULE, stepBetween(fleet, fleet, { [ADDRESS]: { action: "replace", replacedFor: paths } }));

test("a cluster that is changed in place passes, as do its birth and its removal", () => {
  expect(saidBy(RULE, stepBetween(fleet, { clusters: [clusterState({ version: "1.35" })] }))).toEqual([]);
  expect(saidBy(RULE, stepBetween(EMPTY_FLEET, fleet))).toEqual([]);
  expect(saidBy(RULE, stepBetween(fleet, EMPTY_FLEET))).toEqual([]);
});

test.each([
  [["name"], "name changes; put name back, or make a second cluster beside it and move the traffic"],
  [
    ["kubernetes_network_config.service_ipv4_cidr", "outpost_config"],
    "kubernetes_network_config.service_ipv4_cidr and outpost_config change; put kubernetes_network_config.service_ipv4_cidr and outpost_config back, or make a second cluster beside it and move the traffic",
  ],
  [
    ["bootstrap_self_managed_addons"],
    "bootstrap_self_managed_addons changes; bootstrap_self_managed_addons means something at the birth of a cluster alone: write the value that it was made with, or have Terraform ignore it (lifecycle.ignore_changes)",
  ],
  [
    ["access_config.bootstrap_cluster_creator_admin_permissions"],
    "access_config.bootstrap_cluster_creator_admin_permissions changes; access_config.bootstrap_cluster_creator_admin_permissions means something at the birth of a cluster alone: write the value that it was made with, or have Terraform ignore it (lifecycle.ignore_changes)",
  ],
  [
    ["role_arn"],
    "role_arn changes; keep the role (where its ARN is only known after the apply, the role is replaced: keep that), or make a second cluster beside it and move the traffic",
  ],
  [
    ["encryption_config"],
    "encryption_config changes; keep encryption_config as it is, for it cannot be taken off a cluster, or make a second cluster beside it and move the traffic",
  ],
  [
    [],
    "it is marked to be replaced; take the mark away (terraform untaint, no -replace, no replace_triggered_by), or make a second cluster beside it and move the traffic",
  ],
])("a cluster that is replaced for %p fails", (paths, reason) => {
  expect(replacedFor(...paths)).toEqual([
    `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with all that runs in it, because ${reason}`,
  ]);
});

describe("a cluster that is deleted at one address and made again at another", () => {
  const again = (address: string, stack = "stack") =>
    saidBy(RULE, stepBetween(fleet, { clusters: [clusterState({ stack, address })] }));

  test("fails in its stack for want of a moved block", () => {
    expect(again("module.eks.aws_eks_cluster.this[0]")).toEqual([
      `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with all that runs in it, because it is deleted here and made again at module.eks.aws_eks_cluster.this[0]; tell Terraform that it moves, with a moved block (from ${ADDRESS}, to module.eks.aws_eks_cluster.this[0])`,
    ]);
  });

  test("fails between stacks for want of an import", () => {
    expect(again("aws_eks_cluster.this", "other")).toEqual([
      `error ${ADDRESS}: cluster alpha-kr-a would be replaced, with all that runs in it, because it is deleted here and made again in other at aws_eks_cluster.this; have this stack forget it (removed block, destroy = false) and that one import it`,
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
