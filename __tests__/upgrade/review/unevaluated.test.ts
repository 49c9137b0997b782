import type { ResourceChange } from "../../../upgrade/fleet/change";
import { unevaluatedChanges } from "../../../upgrade/review/unevaluated";
import { readPlans } from "../../../upgrade/terraform/read-plans";
import { planOf } from "../../fixtures/plans";
import { clusterState } from "../rules/state";
import { step } from "./step";

const cluster = clusterState();

function unevaluated(changed: readonly string[], more: Partial<ResourceChange> = {}) {
  const { before, after } = step({ clusters: [cluster] }, { clusters: [cluster] });
  const resource: ResourceChange = {
    stack: cluster.stack,
    address: cluster.address,
    kind: "cluster",
    type: "aws_eks_cluster",
    action: "update",
    isImport: false,
    changed,
    replacedFor: [],
    ...more,
  };
  return unevaluatedChanges({ before, after, resources: [resource] }).map(({ action, attributes }) => [
    action,
    ...attributes,
  ]);
}

test("an attribute that a rule evaluates, and one that changes nothing, are not listed", () => {
  expect(unevaluated(["version", "vpc_config.public_access_cidrs", "tags.team"])).toEqual([]);
});

test("an attribute without a rule is listed by name", () => {
  expect(unevaluated(["version", "enabled_cluster_log_types"])).toEqual([
    ["update", "enabled_cluster_log_types"],
  ]);
});

test("a resource that rules do not know is listed if it is removed or replaced, and not if it is created", () => {
  const other = { address: "aws_sqs_queue.this", type: "aws_sqs_queue" } as const;
  expect(unevaluated([], { ...other, action: "delete" })).toEqual([["delete"]]);
  expect(unevaluated([], { ...other, action: "replace" })).toEqual([["replace"]]);
  expect(unevaluated([], { ...other, action: "create" })).toEqual([]);
});

test("what is only moved or imported is not listed", () => {
  expect(unevaluated([])).toEqual([]);
});

test("the resources that plans of Terraform change without a rule", () => {
  const listed = (plan: string) =>
    unevaluatedChanges(readPlans([planOf(plan)])).map(({ address, action }) => `${action} ${address}`);
  expect(listed("raw/control-plane/next")).toEqual([]);
  expect(listed("in-use/key/rotation")).toEqual([]);
  expect(listed("in-use/policy/ssm-removed")).toEqual([]);
  expect(listed("karpenter/logging")).toEqual(["update aws_eks_cluster.this"]);
});
