import { groupAndSlot, targetGroupNameOf } from "../upgrade/eks/layout";
import type { AdoptedLoadBalancer, AdoptedTargetGroup, ClusterSettings } from "../upgrade/fleet/settings";
import type { Environment, LoadBalancerSettings } from "./environment";

/*
 * The in-cluster resources of an environment. Only data, so that this module does not load the bindings of Helm and
 * Kubernetes.
 */

/** Whether a cluster has in-cluster resources. */
export function hasWorkload(environment: Environment, clusterName: string): boolean {
  const settings = environment.clusters[clusterName];
  return (
    bindingsOf(environment, clusterName).length > 0 ||
    settings?.loadBalancerController !== undefined ||
    settings?.clusterAutoscaler !== undefined ||
    (settings?.namespaces ?? []).length > 0 ||
    Object.keys(settings?.releases ?? {}).length > 0 ||
    drainedIn(settings).length > 0 ||
    activeOf(environment, clusterName) !== undefined
  );
}

export interface Binding {
  readonly loadBalancerName: string;
  readonly slot: string;
  readonly service: LoadBalancerSettings["service"];
  readonly releaseName: string | undefined;
}

/** The target groups of a cluster that its in-cluster stack binds. Others bind adopted target groups. */
export function bindingsOf({ loadBalancers = {} }: Environment, clusterName: string): readonly Binding[] {
  return Object.entries(loadBalancers).flatMap(([loadBalancerName, { targetGroups, service, adopted }]) =>
    Object.entries(targetGroups)
      .filter(
        ([slot, { cluster }]) => cluster === clusterName && adoptedTargetGroup(adopted, slot) === undefined,
      )
      .map(([slot, { releaseName }]) => ({ loadBalancerName, slot, service, releaseName })),
  );
}

/** Node groups with a drain Job. The Job of a finished drain stays, so that Terraform does not create it again. */
export function drainedIn({ nodeGroups = {} }: Partial<ClusterSettings> = {}): readonly string[] {
  return Object.entries(nodeGroups).flatMap(([name, { phase, drainedByHand, nodeGroupName = name }]) =>
    (phase === "draining" || phase === "retired") && drainedByHand === undefined ? [nodeGroupName] : [],
  );
}

/** The active cluster among those with the same common name, or "none"; `undefined` without activeClusters. */
export function activeOf({ activeClusters = {} }: Environment, clusterName: string): string | undefined {
  const { group } = groupAndSlot(clusterName);
  return Object.hasOwn(activeClusters, group) ? activeClusters[group] : undefined;
}

/** "alpha-webapp-a", or the name of the adopted target group. Other stacks find the target group by this name. */
export function targetGroupName(
  loadBalancerName: string,
  slot: string,
  adopted?: AdoptedLoadBalancer,
): string {
  const [, name] = (adoptedTargetGroup(adopted, slot)?.arn ?? "").split("/");
  return name ?? targetGroupNameOf(loadBalancerName, slot);
}

export function adoptedTargetGroup(
  adopted: AdoptedLoadBalancer | undefined,
  slot: string,
): AdoptedTargetGroup | undefined {
  return adopted !== undefined && Object.hasOwn(adopted.targetGroups, slot)
    ? adopted.targetGroups[slot]
    : undefined;
}
