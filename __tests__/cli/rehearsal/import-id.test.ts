import { importId } from "../../../cli/rehearsal/import-id";

const LISTENER = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/alpha-webapp/1/2";

const plan = {
  resource_changes: Object.entries({
    "aws_eks_cluster.cluster": { name: "alpha-kr-a" },
    "aws_eks_node_group.workers": { cluster_name: "alpha-kr-a", node_group_name: "workers-v2" },
    "aws_eks_addon.dns": { cluster_name: "alpha-kr-a", addon_name: "coredns" },
    "aws_lb_listener_rule.preview": { listener_arn: LISTENER, priority: 20 },
    "aws_lb_listener_rule.early": { priority: 20 },
    "aws_iam_role.nodes": { name: "nodes" },
  }).map(([address, after]) => ({ address, change: { actions: ["create"], before: null, after } })),
};

const findRule = async (listenerArn: string, priority: number) =>
  listenerArn === LISTENER && priority === 20 ? "arn:of:the:rule" : undefined;

test.each([
  ["aws_eks_cluster.cluster", "alpha-kr-a"],
  ["aws_eks_node_group.workers", "alpha-kr-a:workers-v2"],
  ["aws_eks_addon.dns", "alpha-kr-a:coredns"],
  ["aws_lb_listener_rule.preview", "arn:of:the:rule"],
])("the resource of a killed run at %s is imported by %s", async (address, id) => {
  await expect(importId(plan, address, findRule)).resolves.toBe(id);
});

test("a missing rule, a rule with an unknown listener, and a type without an import id are not imported", async () => {
  await expect(
    importId(plan, "aws_lb_listener_rule.preview", async () => undefined),
  ).resolves.toBeUndefined();
  await expect(importId(plan, "aws_lb_listener_rule.early", findRule)).resolves.toBeUndefined();
  await expect(importId(plan, "aws_iam_role.nodes", findRule)).resolves.toBeUndefined();
});
