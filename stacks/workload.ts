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
    settings?.karpenter !== undefined ||
    Object.keys(settings?.nodePools ?? {}).length > 0 ||
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

/** The slots of other load balancers of the environment whose target group has the same name: one of the two cannot exist. */
export function targetGroupNameProblems(
  { loadBalancers = {} }: Environment,
  loadBalancerName: string,
): readonly string[] {
  const slotsOf = (name: string) =>
    Object.keys(loadBalancers[name]?.targetGroups ?? {}).map(
      (slot) => [targetGroupName(name, slot, loadBalancers[name]?.adopted), slot] as const,
    );
  const own = new Map(slotsOf(loadBalancerName));
  return Object.keys(loadBalancers)
    .filter((other) => other !== loadBalancerName)
    .flatMap((other) =>
      slotsOf(other).flatMap(([name, slot]) =>
        own.has(name)
          ? [
              `slot ${own.get(name)} and slot ${slot} of load balancer ${other} both name the target group ${name}: a name is unique in an account and region. Rename one of the two slots`,
            ]
          : [],
      ),
    );
}

export function adoptedTargetGroup(
  adopted: AdoptedLoadBalancer | undefined,
  slot: string,
): AdoptedTargetGroup | undefined {
  return adopted !== undefined && Object.hasOwn(adopted.targetGroups, slot)
    ? adopted.targetGroups[slot]
    : undefined;
}
