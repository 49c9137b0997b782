import { groupAndSlot, targetGroupNameOf } from "../upgrade/eks/layout";
import type { AdoptedLoadBalancer, AdoptedTargetGroup, ClusterSettings } from "../upgrade/fleet/settings";
import type { Environment, LoadBalancerSettings } from "./environment";

/*
 * What an environment has to run inside a cluster: data alone, so that who asks loads none of the bindings of Helm and
 * Kubernetes.
 */

/** Whether there is anything to run. */
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

/** The target groups that the pods of a cluster are behind, and that are not bound to them by others. */
export function bindingsOf({ loadBalancers = {} }: Environment, clusterName: string): readonly Binding[] {
  return Object.entries(loadBalancers).flatMap(([loadBalancerName, { targetGroups, service, adopted }]) =>
    Object.entries(targetGroups)
      .filter(
        ([slot, { cluster }]) => cluster === clusterName && adoptedTargetGroup(adopted, slot) === undefined,
      )
      .map(([slot, { releaseName }]) => ({ loadBalancerName, slot, service, releaseName })),
  );
}

/** The node groups that are to be drained here, or were: their Jobs stay, that they are not made again. */
export function drainedIn({ nodeGroups = {} }: Partial<ClusterSettings> = {}): readonly string[] {
  return Object.entries(nodeGroups).flatMap(([name, { phase, drainedByHand, nodeGroupName = name }]) =>
    (phase === "draining" || phase === "retired") && drainedByHand === undefined ? [nodeGroupName] : [],
  );
}

/** The active one of the clusters that it is one of, or "none"; `undefined` where nobody tells. */
export function activeOf({ activeClusters = {} }: Environment, clusterName: string): string | undefined {
  const { group } = groupAndSlot(clusterName);
  return Object.hasOwn(activeClusters, group) ? activeClusters[group] : undefined;
}

/** "alpha-webapp-a", or the name that an adopted one has. Other stacks find the target group by this name. */
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
