import { type Identity, Keys } from "../fleet/key";
import { ifKnown } from "../fleet/state";
import { PlanContext } from "./plan-context";
import type { Plan, PlannedResource } from "./plan-json";

/** Where an object is, as far as a plan shows it. */
export interface ObjectScope {
  readonly account?: string;
  readonly region?: string;
  /** The cluster of a Helm or Kubernetes provider: its name. */
  readonly cluster?: string;
}

/** Where the object of each resource of a plan is. */
export function objectScopes(plan: Plan): (resource: PlannedResource) => ObjectScope {
  const keys = new Keys();
  const context = new PlanContext("", plan, keys, () => undefined);
  const byResource = new Map(context.instances.all.map((instance) => [instance.resource, instance]));
  return (resource) => {
    const instance = byResource.get(resource);
    const side = instance?.after ?? instance?.before;
    if (instance === undefined || side === undefined) {
      return {};
    }
    if (instance.resource.provider.endsWith("/aws")) {
      return context.scopeOf(instance, side);
    }
    const key = ifKnown(context.clusterOfProvider(instance));
    const identity: Partial<Identity> =
      (key === undefined ? undefined : keys.identityOf("cluster", key)) ?? {};
    return { account: identity.account, region: identity.region, cluster: identity.name };
  };
}
