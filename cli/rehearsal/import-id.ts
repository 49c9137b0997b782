import { get, getList, getRecord, getText } from "../../upgrade/terraform/json";
import { ask } from "../aws/ask";

/** Finds a rule of a listener in AWS. */
export type FindRule = (listenerArn: string, priority: number) => Promise<string | undefined>;

/**
 * By what Terraform imports something that a plan would create, and that a killed run has made already; `undefined`
 * where it is not there, or is of another type than those that a rehearsal makes on its way.
 */
export async function importId(
  plan: unknown,
  address: string,
  findRule: FindRule,
): Promise<string | undefined> {
  const change = getList(plan, "resource_changes").find((each) => getText(each, "address") === address);
  const after = getRecord(getRecord(change, "change"), "after");
  const cluster = getText(after, "cluster_name");
  switch (typeOf(address)) {
    case "aws_eks_cluster":
      return getText(after, "name");
    case "aws_eks_node_group":
      return `${cluster}:${getText(after, "node_group_name")}`;
    case "aws_eks_addon":
      return `${cluster}:${getText(after, "addon_name")}`;
    case "aws_lb_listener_rule": {
      const [listenerArn, priority] = [getText(after, "listener_arn"), get(after, "priority")];
      return listenerArn !== undefined && typeof priority === "number"
        ? findRule(listenerArn, priority)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Asks AWS, as `env` says how to reach it. */
export function findRuleBy(env: Readonly<Record<string, string>>): FindRule {
  return async (ListenerArn, priority) => {
    const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
    const client = new elb.ElasticLoadBalancingV2Client({
      endpoint: env.AWS_ENDPOINT_URL,
      region: ListenerArn.split(":")[3],
      credentials: {
        accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      },
    });
    try {
      const { Rules = [] } = await ask("elasticloadbalancing:DescribeRules", () =>
        client.send(new elb.DescribeRulesCommand({ ListenerArn })),
      );
      return Rules.find(({ Priority }) => Priority === String(priority))?.RuleArn;
    } finally {
      client.destroy();
    }
  };
}

/** Of the resource at an address outside modules. */
export function typeOf(address: string): string {
  return address.split(".")[0] ?? "";
}
