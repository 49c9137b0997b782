import {
  type ClusterKey,
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type RecordState,
  UNKNOWN,
} from "../../fleet/state";
import { getList } from "../json";
import { expressionsIn } from "../origins";
import type { Found, ResourceReader } from "./resource-reader";

/** Resources whose status has the host name of the load balancer that a controller made for them. */
const SERVED_IN_CLUSTER = [
  "kubernetes_service",
  "kubernetes_service_v1",
  "kubernetes_ingress",
  "kubernetes_ingress_v1",
];

export const recordReader: ResourceReader = {
  types: ["aws_route53_record"],
  kind: "record",
  read(found) {
    const record = recordOf(found);
    if (record !== undefined) {
      found.add("records", record);
    }
  },
};

/** `undefined` if it leads to no load balancer and has no weight: a name of a mail server, a proof of ownership. */
function recordOf(found: Found): RecordState | undefined {
  const { side } = found;
  const alias = side.block("alias");
  const values = [ifKnown(alias?.text("name")) ?? [], ifKnown(side.texts("records")) ?? []].flat();
  const loadBalancerNames = [...new Set(values.flatMap((value) => balancerIn(value) ?? []))];
  // The code says where the record leads afterwards.
  const isOld = side === found.instance.before && side !== found.instance.after;
  const { loadBalancer, cluster } = originsOf(found);
  const named = {
    ...(loadBalancer === undefined || (isOld && loadBalancerNames.length > 0) ? {} : { loadBalancer }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  const weight = side.block("weighted_routing_policy")?.number("weight");
  const leadsNowhere =
    loadBalancerNames.length === 0 && named.loadBalancer === undefined && named.cluster === undefined;
  if (weight === undefined && (leadsNowhere || !found.plan.isPlan)) {
    return undefined;
  }
  const setIdentifier = side.text("set_identifier");
  const zone = zoneOf(found);
  const ttlSeconds = alias === undefined ? side.number("ttl") : undefined;
  return {
    stack: found.stack,
    address: found.address,
    recordName: found.text("name"),
    recordType: found.text("type"),
    ...(zone === undefined ? {} : { zone }),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
    ...(weight === undefined ? {} : { weight }),
    loadBalancerNames,
    ...named,
    ...(weight === undefined
      ? {}
      : {
          leadsTo: leadsToOf(found, values),
          isChecked:
            side.text("health_check_id") === undefined
              ? (alias?.flag("evaluate_target_health") ?? false)
              : true,
        }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

/** Its values, or the resources that it names. */
function leadsToOf({ plan, instance }: Found, values: readonly string[]): Known<string> {
  if (values.length > 0) {
    return values
      .map((value) => value.replace(/^dualstack\.|\.$/g, "").toLowerCase())
      .sort()
      .join(" ");
  }
  const named = ["alias", "records"].flatMap((name) =>
    [...expressionsIn(plan.expressionOf(instance, name))].flatMap((expression) => {
      const references = getList(expression, "references").filter((each) => typeof each === "string");
      return references.slice(0, 1);
    }),
  );
  return named.length === 0 ? UNKNOWN : named.join(" ");
}

function zoneOf({ plan, instance, side, stack }: Found): string | undefined {
  const id = side.text("zone_id");
  if (id !== undefined && !isUnknown(id)) {
    return id.replace(/^\/?hostedzone\//, "");
  }
  const zone = plan.origins.resourceOf(
    ["aws_route53_zone"],
    plan.expressionOf(instance, "zone_id"),
    instance,
  );
  const known = ifKnown(zone?.after?.text("zone_id"));
  return known ?? (zone === undefined ? undefined : `${stack} ${zone.address}`);
}

/** What the record refers to in the code. */
function originsOf({ plan, instance }: Found): {
  readonly loadBalancer?: LoadBalancerKey;
  readonly cluster?: ClusterKey;
} {
  const expressions = ["alias", "records"].flatMap((name) => [
    ...expressionsIn(plan.expressionOf(instance, name)),
  ]);
  for (const expression of expressions) {
    const balancer = plan.keyIn("loadBalancer", instance, expression)?.key;
    const served = plan.origins.resourceOf(SERVED_IN_CLUSTER, expression, instance);
    const cluster = served === undefined ? undefined : ifKnown(plan.clusterOfProvider(served));
    if (balancer !== undefined || cluster !== undefined) {
      return { ...(balancer && { loadBalancer: balancer }), ...(cluster && { cluster }) };
    }
  }
  return {};
}

/** "alpha-web" of "dualstack.alpha-web-1234567890.eu-west-1.elb.amazonaws.com". */
function balancerIn(host: string): string | undefined {
  const [, application, network] =
    /^(?:dualstack\.)?(?:internal-)?(?:([\w-]+)-\w+\.[\w-]+\.elb|([\w-]+)-\w+\.elb\.[\w-]+)\.amazonaws\.com(?:\.cn)?\.?$/.exec(
      host,
    ) ?? [];
  return application ?? network;
}
