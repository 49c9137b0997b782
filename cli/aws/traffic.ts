import type { ElasticLoadBalancingV2Client, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LiveRoute } from "../../upgrade/adopt/live-cluster";
import { type AwsClientSettings, ask, askAll, readWith } from "./ask";

/**
 * What load balancers send into a VPC, by their listeners' rules; `undefined` where Elastic Load Balancing does not
 * answer, for want of a permission.
 */
export async function routesInto(
  vpcId: string,
  settings: AwsClientSettings,
): Promise<readonly LiveRoute[] | undefined> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  return readWith(new elb.ElasticLoadBalancingV2Client(settings), async (client) => {
    const all = await askAll(
      "elasticloadbalancing:DescribeTargetGroups",
      elb.paginateDescribeTargetGroups({ client }, {}),
      (page) => page.TargetGroups,
    );
    const groups = new Map(
      all.filter((group) => group.VpcId === vpcId).map((group) => [group.TargetGroupArn ?? "", group]),
    );
    const balancers = new Set([...groups.values()].flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns));
    const routes: LiveRoute[] = [];
    for (const arn of [...balancers].sort()) {
      routes.push(...(await routesOf(client, arn, groups)));
    }
    return routes;
  });
}

async function routesOf(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
  groups: ReadonlyMap<string, TargetGroup>,
): Promise<readonly LiveRoute[]> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const listeners = await askAll(
    "elasticloadbalancing:DescribeListeners",
    elb.paginateDescribeListeners({ client }, { LoadBalancerArn }),
    (page) => page.Listeners,
  );
  const routes: LiveRoute[] = [];
  for (const { ListenerArn, Port } of listeners) {
    const { Rules = [] } = await ask("elasticloadbalancing:DescribeRules", () =>
      client.send(new elb.DescribeRulesCommand({ ListenerArn })),
    );
    for (const { Priority = "default", Actions = [] } of Rules) {
      const forwarded = Actions.flatMap(
        ({ ForwardConfig, TargetGroupArn }) =>
          ForwardConfig?.TargetGroups ??
          (TargetGroupArn === undefined ? [] : [{ TargetGroupArn, Weight: 1 }]),
      );
      for (const { TargetGroupArn = "", Weight = 1 } of forwarded) {
        const group = groups.get(TargetGroupArn);
        if (group !== undefined) {
          routes.push({
            loadBalancer: LoadBalancerArn.split("/").at(-2) ?? LoadBalancerArn,
            port: Port ?? 0,
            rule: Priority,
            targetGroup: group.TargetGroupName ?? TargetGroupArn,
            weight: Weight,
          });
        }
      }
    }
  }
  return routes.sort((a, b) => a.port - b.port || rank(a.rule) - rank(b.rule));
}

function rank(rule: string): number {
  return rule === "default" ? Number.MAX_SAFE_INTEGER : Number(rule);
}
