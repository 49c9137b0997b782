import { BOUND_TARGET_GROUP, trafficLayout } from "../../eks/layout";
import { ByPlace } from "../../fleet/place";
import { type FleetState, ifKnown } from "../../fleet/state";
import { terraformAddress } from "../../terraform/terraform-address";
import { clusterNamed } from "../clusters";
import { loadBalancerNamed } from "../load-balancers";
import type { Addresses, ImpliedAction, ImpliedActions, PlannedEdits } from "./expected-stack";

export const boundTargetGroup: ImpliedActions = (planned, { before, after }, addresses) => [
  ...bindings(before, after, "create"),
  ...securityGroupRules(planned, before, after, addresses, "create"),
];

export const unboundTargetGroup: ImpliedActions = (planned, { before, after }, addresses) => [
  ...bindings(after, before, "delete"),
  ...securityGroupRules(planned, after, before, addresses, "delete"),
];

/** The resource that keeps the ARN of the target group, of each binding that only one of two states has. */
function bindings(
  without: FleetState,
  has: FleetState,
  action: "create" | "delete",
): readonly ImpliedAction[] {
  const known = ByPlace.of(without.bindings);
  return has.bindings.flatMap((binding): readonly ImpliedAction[] => {
    const { stack, address } = binding;
    const id = /^helm_release\.(binding-.+)$/.exec(address)?.[1];
    return id === undefined || known.get(binding) !== undefined
      ? []
      : [{ stack, address: terraformAddress("terraform_data", [id, BOUND_TARGET_GROUP]), action }];
  });
}

/** The rules by which a load balancer reaches the pods of a cluster, on the ports of the clusters that it reaches. */
function securityGroupRules(
  { edits, clusterName, order = [] }: PlannedEdits,
  without: FleetState,
  has: FleetState,
  addresses: Addresses | undefined,
  action: "create" | "delete",
): readonly ImpliedAction[] {
  const [, loadBalancerName = ""] = edits[0]?.path ?? [];
  const isReached = loadBalancerNamed(without, loadBalancerName)?.slots.some(
    ({ cluster }) => cluster !== undefined && cluster === clusterNamed(has, clusterName)?.key,
  );
  const stack = loadBalancerNamed(has, loadBalancerName)?.state.stack ?? order[0] ?? "";
  if (isReached === true) {
    return [];
  }
  const others = has.clusters.map((cluster) => ifKnown(cluster.clusterName) ?? "");
  return portsIn(addresses?.[stack] ?? [], others).flatMap((port): readonly ImpliedAction[] =>
    (
      [
        ["aws_vpc_security_group_egress_rule", trafficLayout.egressToPods(clusterName, port)],
        ["aws_vpc_security_group_ingress_rule", trafficLayout.ingressToPods(clusterName, port)],
      ] as const
    ).map(([type, path]) => ({ stack, address: terraformAddress(type, path), action })),
  );
}

function portsIn(addresses: readonly string[], clusterNames: readonly string[]): readonly string[] {
  const ports = addresses.flatMap((address) => {
    const [, cluster = "", port] = /\.load-balancer_egress-(.+)-(\d+)_[0-9A-F]{8}$/.exec(address) ?? [];
    return port !== undefined && clusterNames.includes(cluster) ? [port] : [];
  });
  return [...new Set(ports)];
}
