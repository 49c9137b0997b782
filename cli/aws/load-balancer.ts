import type {
  Action,
  ElasticLoadBalancingV2Client,
  Listener,
  LoadBalancer,
  Rule,
  RuleCondition,
  TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type {
  LiveAction,
  LiveListener,
  LiveLoadBalancer,
  LiveRule,
  LiveTargetGroup,
} from "../../upgrade/adopt/live-load-balancer";
import { type AwsClientSettings, AwsProblem, ask, askAll, askFor } from "./ask";

type Tags = Readonly<Record<string, string>>;

/** Everything that AWS says of a load balancer and of what belongs to it. Only reads. */
export async function liveLoadBalancer(name: string, settings: AwsClientSettings): Promise<LiveLoadBalancer> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const client = new elb.ElasticLoadBalancingV2Client(settings);
  try {
    const answer = await askFor(
      "elasticloadbalancing:DescribeLoadBalancers",
      ["LoadBalancerNotFoundException"],
      () => client.send(new elb.DescribeLoadBalancersCommand({ Names: [name] })),
    );
    const balancer = answer?.LoadBalancers?.[0];
    if (balancer === undefined) {
      throw new AwsProblem(
        `there is no load balancer ${name} in ${settings.region}; look at the name and the region ("aws elbv2 describe-load-balancers" names them)`,
      );
    }
    const { LoadBalancerArn } = balancer;
    const { Attributes = [] } = await ask("elasticloadbalancing:DescribeLoadBalancerAttributes", () =>
      client.send(new elb.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    );
    const groups = await askAll(
      "elasticloadbalancing:DescribeTargetGroups",
      elb.paginateDescribeTargetGroups({ client }, { LoadBalancerArn }),
      (page) => page.TargetGroups,
    );
    const targetGroups: LiveTargetGroup[] = [];
    for (const group of groups) {
      targetGroups.push(await targetGroupOf(client, group));
    }
    return {
      ...partOf(balancer),
      attributes: byKey(Attributes),
      tags: await tagsOf(client, text(LoadBalancerArn)),
      listeners: await listenersOf(client, text(LoadBalancerArn)),
      targetGroups: targetGroups.sort((left, right) => (left.name < right.name ? -1 : 1)),
    };
  } finally {
    client.destroy();
  }
}

function partOf(
  balancer: LoadBalancer,
): Omit<LiveLoadBalancer, "attributes" | "tags" | "listeners" | "targetGroups"> {
  return {
    arn: text(balancer.LoadBalancerArn),
    name: text(balancer.LoadBalancerName),
    type: text(balancer.Type),
    scheme: text(balancer.Scheme),
    state: text(balancer.State?.Code),
    vpcId: text(balancer.VpcId),
    subnetIds: (balancer.AvailabilityZones ?? []).map(({ SubnetId }) => text(SubnetId)),
    securityGroupIds: balancer.SecurityGroups ?? [],
    ipAddressType: text(balancer.IpAddressType),
  };
}

async function targetGroupOf(
  client: ElasticLoadBalancingV2Client,
  group: TargetGroup,
): Promise<LiveTargetGroup> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const { TargetGroupArn } = group;
  const { Attributes = [] } = await ask("elasticloadbalancing:DescribeTargetGroupAttributes", () =>
    client.send(new elb.DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
  );
  const { TargetHealthDescriptions = [] } = await ask("elasticloadbalancing:DescribeTargetHealth", () =>
    client.send(new elb.DescribeTargetHealthCommand({ TargetGroupArn })),
  );
  const { Protocol, ProtocolVersion = "HTTP1", TargetType, IpAddressType = "ipv4" } = group;
  const { HealthCheckEnabled, HealthCheckProtocol } = group;
  return {
    arn: text(TargetGroupArn),
    name: text(group.TargetGroupName),
    port: group.Port ?? 0,
    vpcId: text(group.VpcId),
    healthCheck: {
      path: text(group.HealthCheckPath),
      port: text(group.HealthCheckPort),
      intervalSeconds: group.HealthCheckIntervalSeconds ?? 0,
      timeoutSeconds: group.HealthCheckTimeoutSeconds ?? 0,
      healthyThreshold: group.HealthyThresholdCount ?? 0,
      unhealthyThreshold: group.UnhealthyThresholdCount ?? 0,
      matcher: text(group.Matcher?.HttpCode),
    },
    attributes: byKey(Attributes),
    tags: await tagsOf(client, text(TargetGroupArn)),
    targets: TargetHealthDescriptions.length,
    unsupported: [
      ...(Protocol === "HTTP" && ProtocolVersion === "HTTP1"
        ? []
        : [`the protocol ${Protocol} (${ProtocolVersion})`]),
      ...(TargetType === "ip" ? [] : [`targets of the type ${TargetType}, and not the pods' own addresses`]),
      ...(IpAddressType === "ipv4" ? [] : [`targets with ${IpAddressType} addresses`]),
      ...(HealthCheckEnabled === true && HealthCheckProtocol === "HTTP" ? [] : ["no health check over HTTP"]),
    ],
  };
}

async function listenersOf(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
): Promise<readonly LiveListener[]> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const all = await askAll(
    "elasticloadbalancing:DescribeListeners",
    elb.paginateDescribeListeners({ client }, { LoadBalancerArn }),
    (page) => page.Listeners,
  );
  const listeners: LiveListener[] = [];
  for (const listener of all) {
    const { ListenerArn } = listener;
    const isTls = listener.Protocol === "HTTPS";
    const certificates = isTls
      ? await askAll(
          "elasticloadbalancing:DescribeListenerCertificates",
          elb.paginateDescribeListenerCertificates({ client }, { ListenerArn }),
          (page) => page.Certificates,
        )
      : [];
    const rules = await askAll(
      "elasticloadbalancing:DescribeRules",
      elb.paginateDescribeRules({ client }, { ListenerArn }),
      (page) => page.Rules,
    );
    const { Attributes = [] } = await ask("elasticloadbalancing:DescribeListenerAttributes", () =>
      client.send(new elb.DescribeListenerAttributesCommand({ ListenerArn })),
    );
    listeners.push({
      arn: text(ListenerArn),
      port: listener.Port ?? 0,
      protocol: text(listener.Protocol),
      ...(isTls && listener.SslPolicy !== undefined ? { sslPolicy: listener.SslPolicy } : {}),
      certificateArns: [...certificates]
        .sort((left, right) => Number(right.IsDefault === true) - Number(left.IsDefault === true))
        .map(({ CertificateArn }) => text(CertificateArn)),
      tags: await tagsOf(client, text(ListenerArn)),
      rules: await rulesOf(client, rules),
      unsupported: [
        ...beyondOf(listener),
        ...Attributes.filter(
          ({ Key = "", Value = "" }) =>
            !Key.startsWith("tcp.") && Value !== (Key.endsWith(".server.enabled") ? "true" : ""),
        ).map(({ Key, Value }) => `the attribute ${Key}, which is ${Value}`),
      ],
    });
  }
  return listeners;
}

function beyondOf({ MutualAuthentication }: Listener): readonly string[] {
  const { Mode = "off" } = MutualAuthentication ?? {};
  return Mode === "off" ? [] : ["mutual TLS"];
}

async function rulesOf(
  client: ElasticLoadBalancingV2Client,
  rules: readonly Rule[],
): Promise<readonly LiveRule[]> {
  const all: LiveRule[] = [];
  for (const { RuleArn, Priority = "", Conditions = [], Actions = [], Transforms = [], IsDefault } of rules) {
    const valuesOf = (field: string, values: (condition: RuleCondition) => readonly string[] | undefined) =>
      Conditions.filter(({ Field }) => Field === field).flatMap((condition) => values(condition) ?? []);
    all.push({
      arn: text(RuleArn),
      priority: Priority,
      pathPatterns: valuesOf(
        "path-pattern",
        ({ PathPatternConfig, Values }) => PathPatternConfig?.Values ?? Values,
      ),
      hostHeaders: valuesOf(
        "host-header",
        ({ HostHeaderConfig, Values }) => HostHeaderConfig?.Values ?? Values,
      ),
      action: actionOf(Actions),
      tags: IsDefault === true ? {} : await tagsOf(client, text(RuleArn)),
      unsupported: [...conditionsBeyond(Conditions), ...(Transforms.length === 0 ? [] : ["a transform"])],
    });
  }
  return all;
}

function conditionsBeyond(conditions: readonly RuleCondition[]): readonly string[] {
  const fields = conditions.map(({ Field = "" }) => Field);
  const hasRegex = conditions.some(
    ({ PathPatternConfig, HostHeaderConfig }) =>
      (PathPatternConfig?.RegexValues ?? HostHeaderConfig?.RegexValues ?? []).length > 0,
  );
  return [
    ...fields
      .filter((field) => field !== "path-pattern" && field !== "host-header")
      .map((field) => `a condition on ${field}`),
    ...(new Set(fields).size < fields.length ? ["two conditions of one kind"] : []),
    ...(hasRegex ? ["a condition by a regular expression"] : []),
  ];
}

function actionOf(actions: readonly Action[]): LiveAction {
  const [action, ...others] = actions;
  if (action === undefined || others.length > 0) {
    return {
      type: "other",
      what: `actions one after the other (${actions.map(({ Type }) => Type).join(", ")})`,
      reaches: actions.flatMap(({ TargetGroupArn, ForwardConfig }) =>
        (ForwardConfig?.TargetGroups ?? [{ TargetGroupArn }]).flatMap((group) => group.TargetGroupArn ?? []),
      ),
    };
  }
  const { Type, ForwardConfig, RedirectConfig, TargetGroupArn } = action;
  if (Type === "forward") {
    const { TargetGroups = [{ TargetGroupArn }], TargetGroupStickinessConfig } = ForwardConfig ?? {};
    const seconds = TargetGroupStickinessConfig?.DurationSeconds;
    return {
      type: "forward",
      weights: Object.fromEntries(
        TargetGroups.map(({ TargetGroupArn: arn, Weight = 1 }) => [text(arn), Weight]),
      ),
      ...(TargetGroupStickinessConfig?.Enabled === true && seconds !== undefined
        ? { stickinessSeconds: seconds }
        : {}),
      isPlain: TargetGroupArn !== undefined,
    };
  }
  if (Type === "redirect" && RedirectConfig !== undefined) {
    const {
      Protocol,
      Port,
      StatusCode,
      Host = "#{host}",
      Path = "/#{path}",
      Query = "#{query}",
    } = RedirectConfig;
    const isToHttps =
      [Protocol, Port, StatusCode, Host, Path, Query].join(" ") ===
      "HTTPS 443 HTTP_301 #{host} /#{path} #{query}";
    return isToHttps ? { type: "redirect-to-https" } : { type: "other", what: "a redirect of its own" };
  }
  return { type: "other", what: `an action of the type ${Type}` };
}

async function tagsOf(client: ElasticLoadBalancingV2Client, arn: string): Promise<Tags> {
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const { TagDescriptions = [] } = await ask("elasticloadbalancing:DescribeTags", () =>
    client.send(new elb.DescribeTagsCommand({ ResourceArns: [arn] })),
  );
  const [{ Tags = [] } = {}] = TagDescriptions;
  return Object.fromEntries(Tags.map(({ Key, Value }) => [text(Key), text(Value)]));
}

function byKey(
  attributes: readonly { readonly Key?: string; readonly Value?: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map(({ Key, Value }) => [text(Key), text(Value)]));
}

function text(value: string | undefined): string {
  return value ?? "";
}
