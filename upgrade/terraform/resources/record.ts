import { type ClusterKey, ifKnown, type LoadBalancerKey, type RecordState } from "../../fleet/state";
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
  read(found) {
    const record = found.plan.isPlan ? recordOf(found) : undefined;
    if (record !== undefined) {
      found.add("records", record);
    }
  },
};

/** `undefined` if it leads to no load balancer: a name of a mail server, a proof of ownership. */
function recordOf(found: Found): RecordState | undefined {
  const { side } = found;
  const alias = side.block("alias");
  const values = [ifKnown(alias?.text("name")) ?? [], ifKnown(side.texts("records")) ?? []].flat();
  const loadBalancerNames = [...new Set(values.flatMap((value) => balancerIn(value) ?? []))];
  const named = originsOf(found);
  if (loadBalancerNames.length === 0 && named.loadBalancer === undefined && named.cluster === undefined) {
    return undefined;
  }
  const weight = side.block("weighted_routing_policy")?.number("weight");
  const setIdentifier = side.text("set_identifier");
  return {
    stack: found.stack,
    address: found.address,
    recordName: found.text("name"),
    recordType: found.text("type"),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
    ...(weight === undefined ? {} : { weight }),
    loadBalancerNames,
    ...named,
  };
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
