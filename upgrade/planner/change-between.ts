import { rollbackAttributes } from "../eks/declared-rollback";
import { encodePhase, PHASE_TAG, phaseAttributes, phaseInTag } from "../eks/node-group-phase";
import { protectionAttribute } from "../eks/protection";
import type { FleetChange, ResourceChange, ResourceKind } from "../fleet/change";
import { forEachDifference } from "../fleet/diff";
import { ByPlace } from "../fleet/place";
import { type FleetState, type PartName, type Place, resourceKindsOf } from "../fleet/state";
import { typeOf } from "../terraform/terraform-address";

/** The change from one state to another, as a Terraform plan would have it. */
export function changeBetween(before: FleetState, after: FleetState): FleetChange {
  // A release may hold several things: a node pool and its class.
  const resources = new ByPlace<ResourceChange>();
  forEachDifference(before, after, ({ before: was, after: is }, name) => {
    const thing = is ?? was;
    if (thing === undefined || isNoResource(thing)) {
      return;
    }
    const changed = was === undefined || is === undefined ? [] : changedIn(was, is, ATTRIBUTES[name] ?? {});
    if (was === undefined || is === undefined || changed.length > 0) {
      const known = resources.get(thing);
      resources.set(thing, {
        stack: thing.stack,
        address: thing.address,
        kind: known?.kind ?? kindOf(thing, resourceKindsOf(name)),
        type: typeOf(thing.address),
        action: was === undefined ? "create" : is === undefined ? "delete" : "update",
        isImport: false,
        changed: [...new Set([...(known?.changed ?? []), ...changed])],
        replacedFor: [],
      });
    }
  });
  // A step changes what it names. What its resources stand on is known when its plan is made, and reviewed then.
  return { before: { ...before, links: [] }, after: { ...after, links: [] }, resources: resources.all };
}

/** The default action of a listener has the listener's kind. */
function kindOf(thing: Place, kinds: readonly ResourceKind[]): ResourceKind {
  const [first = "other", second = first] = kinds;
  return "kind" in thing && thing.kind === "rule" ? second : first;
}

/** A binding that others made, or what is made of records and configurations. */
function isNoResource(thing: Place): boolean {
  return (
    ("isByOthers" in thing && thing.isByOthers === true) ||
    ("isDerived" in thing && thing.isDerived === true) ||
    ("kind" in thing && (thing.kind === "record" || thing.kind === "backend"))
  );
}

/** Terraform's attributes, by the property of the state. */
type Attributes = Readonly<Record<string, string>>;

/** Properties that are not named here have the name of their attribute. */
const ATTRIBUTES: { readonly [P in PartName]?: Attributes } = {
  clusters: {
    supportType: "upgrade_policy.support_type",
    isProtected: protectionAttribute,
    isDisposable: protectionAttribute,
    rollbackOfUpgradeOn: rollbackAttributes.tag,
  },
  nodeGroups: {
    releaseVersion: "release_version",
    launchTemplateVersion: "launch_template.version",
    taints: "taint",
    minSize: "scaling_config.min_size",
    maxSize: "scaling_config.max_size",
    desiredSize: "scaling_config.desired_size",
  },
  nodePools: {
    version: "values",
    drift: "values",
    budgets: "values",
    phase: "values",
    limits: "values",
    amiAlias: "values",
  },
  nodeClasses: { amiAlias: "values" },
  addons: { addonVersion: "addon_version" },
  routes: { targets: "default_action.forward.target_group" },
  records: { weight: "weighted_routing_policy.weight" },
  haproxies: { servers: "insecure_value", settings: "insecure_value" },
  identities: { isActive: "data" },
};

/** Which kinds of nodes a cluster has is read from other resources. */
const DERIVED = "otherNodes";

function changedIn(was: object, is: object, attributes: Attributes): readonly string[] {
  const [old, next] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  const changed = [...new Set([...old.keys(), ...next.keys()])].flatMap((property) => {
    const [from, to] = [old.get(property), next.get(property)];
    if (property === DERIVED || from === to || JSON.stringify(from) === JSON.stringify(to)) {
      return [];
    }
    if (property === "phase" && attributes.phase === undefined) {
      // An active or cordoned group has no tag: its taint says it.
      const tags = [from, to].map((phase) => encodePhase(phaseInTag(phase) ?? "active").tags[PHASE_TAG]);
      return tags[0] === tags[1] ? [] : [phaseAttributes.tag];
    }
    return [attributes[property] ?? property];
  });
  return [...new Set(changed)];
}
