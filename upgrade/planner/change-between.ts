import { rollbackAttributes } from "../eks/declared-rollback";
import { encodePhase, PHASE_TAG, phaseAttributes, phaseInTag } from "../eks/node-group-phase";
import { protectionAttribute } from "../eks/protection";
import type { Action, FleetChange, ResourceChange, ResourceKind } from "../fleet/change";
import type { BindingState, FleetState, Place } from "../fleet/state";
import { typeOf } from "../terraform/terraform-address";

/** A step from one state to another, as a plan would tell it. */
export function changeBetween(before: FleetState, after: FleetState): FleetChange {
  const resources: ResourceChange[] = [];
  const compare = (
    kindOf: (thing: Place) => ResourceKind,
    was: readonly Place[],
    is: readonly Place[],
    attributeOf: (property: string) => string,
  ) => {
    if (was === is) {
      return;
    }
    const earlier = new Map(was.map((thing) => [placeOf(thing), thing]));
    for (const thing of is) {
      const old = earlier.get(placeOf(thing));
      earlier.delete(placeOf(thing));
      const changed = old === undefined ? [] : changedIn(old, thing, attributeOf);
      if (old === undefined || changed.length > 0) {
        resources.push(change(thing, kindOf(thing), old === undefined ? "create" : "update", changed));
      }
    }
    for (const thing of earlier.values()) {
      resources.push(change(thing, kindOf(thing), "delete", []));
    }
  };
  const kind = (name: ResourceKind) => () => name;
  const listeners = new Set(
    [...before.routes, ...after.routes].filter((route) => route.kind === "default-action").map(placeOf),
  );
  const routeKind = (route: Place) => (listeners.has(placeOf(route)) ? "listener" : "listener-rule");
  compare(kind("cluster"), before.clusters, after.clusters, named(CLUSTER));
  compare(kind("node-group"), before.nodeGroups, after.nodeGroups, named(NODE_GROUP));
  compare(kind("addon"), before.addons, after.addons, named(ADDON));
  compare(kind("load-balancer"), before.loadBalancers, after.loadBalancers, named({}));
  compare(kind("target-group"), before.targetGroups, after.targetGroups, named({}));
  compare(routeKind, before.routes, after.routes, named(ROUTE));
  compare(kind("binding"), before.bindings.filter(isResource), after.bindings.filter(isResource), named({}));
  compare(kind("release"), before.releases, after.releases, named({}));
  compare(kind("other"), before.identities, after.identities, named({ isActive: "data" }));
  compare(kind("role"), before.roles, after.roles, named({}));
  return { before, after, resources };
}

/** Terraform's attributes, by the property of the state. One that is left out is no attribute. */
type Attributes = Readonly<Record<string, string>>;

const CLUSTER: Attributes = {
  supportType: "upgrade_policy.support_type",
  isProtected: protectionAttribute,
  rollbackOfUpgradeOn: rollbackAttributes.tag,
};
const NODE_GROUP: Attributes = {
  releaseVersion: "release_version",
  launchTemplateVersion: "launch_template.version",
  taints: "taint",
  minSize: "scaling_config.min_size",
  maxSize: "scaling_config.max_size",
  desiredSize: "scaling_config.desired_size",
};
const ADDON: Attributes = { addonVersion: "addon_version" };
const ROUTE: Attributes = { targets: "default_action.forward.target_group" };

const named = (attributes: Attributes) => (property: string) => attributes[property] ?? property;

function changedIn(was: object, is: object, attributeOf: (property: string) => string): readonly string[] {
  if (was === is) {
    return [];
  }
  const [old, next] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((property) => {
    const [from, to] = [old.get(property), next.get(property)];
    if (from === to || JSON.stringify(from) === JSON.stringify(to)) {
      return [];
    }
    if (property === "phase") {
      // An active or cordoned group has no tag: its taint says it.
      const tags = [from, to].map((phase) => encodePhase(phaseInTag(phase) ?? "active").tags[PHASE_TAG]);
      return tags[0] === tags[1] ? [] : [phaseAttributes.tag];
    }
    const attribute = attributeOf(property);
    return attribute === "" ? [] : [attribute];
  });
}

function change(
  { stack, address }: Place,
  kind: ResourceKind,
  action: Action,
  changed: readonly string[],
): ResourceChange {
  return { stack, address, kind, type: typeOf(address), action, isImport: false, changed, replacedFor: [] };
}

function isResource({ isByOthers }: BindingState): boolean {
  return isByOthers !== true;
}

function placeOf({ stack, address }: Place): string {
  return `${stack}\n${address}`;
}
