import type { ObjectExpression } from "@babel/types";
import type { FleetValue } from "../../upgrade/fleet/path";
import type {
  AddonSettings,
  ClusterSettings,
  Environment,
  LoadBalancerSettings,
  NodeGroupSettings,
} from "../../upgrade/fleet/settings";
import { clusterDefaults, nodeGroupDefaults } from "../../upgrade/fleet/settings/defaults";
import { endOf, keyOf, type Member, type SourceFile, startOf } from "./source-file";

/*
 * What the editor knows about the properties of a fleet file.
 */

type Property = keyof ClusterSettings | keyof NodeGroupSettings | keyof LoadBalancerSettings;

/** The property of an add-on that a fleet file can also write in place of the whole add-on. */
export const BUILD = "addonVersion" satisfies keyof AddonSettings;

export const CLUSTERS = "clusters" satisfies keyof Environment;
const ADDONS = "addons" satisfies keyof ClusterSettings;
const NODE_GROUPS = "nodeGroups" satisfies keyof ClusterSettings;

const DEFAULTS = new Map<string, unknown>(Object.entries({ ...clusterDefaults, ...nodeGroupDefaults }));

/** Whether a property has this value without being set. */
export function isDefault(name: string, value: FleetValue): boolean {
  return DEFAULTS.get(name) === value;
}

/** A new property is written after this one, unless a spread follows. Any other property is written last. */
const AFTER = new Map<string, Property>(
  Object.entries({
    rollback: "version",
    phase: "version",
    deletionProtection: "version",
    removedTargetGroups: "targetGroups",
    previews: "weights",
  } satisfies Partial<Record<Property, Property>>),
);

/** The member after which a new property is written. */
export function anchorIn({ properties }: ObjectExpression, name: string): Member | undefined {
  const index = properties.findIndex(
    (member) => member.type !== "SpreadElement" && keyOf(member) === AFTER.get(name),
  );
  return index < 0 || properties.slice(index).some(({ type }) => type === "SpreadElement")
    ? properties.at(-1)
    : properties[index];
}

/** Whether an empty line separates the member from one of its neighbours. */
export function isSetApart(file: SourceFile, members: readonly Member[], member: Member): boolean {
  const index = members.indexOf(member);
  return [
    [members[index - 1], member],
    [member, members[index + 1]],
  ].some(
    ([first, second]) =>
      first !== undefined &&
      second !== undefined &&
      /\n[ \t]*\r?\n/.test(file.text.slice(endOf(first), startOf(second))),
  );
}

/** Node group settings in a constant are also the model of the next generation, so they are not changed there. */
export function isOfGroup([clusters, , groups]: readonly string[]): boolean {
  return clusters === CLUSTERS && groups === NODE_GROUPS;
}

/** Whether a value is the build of an add-on: a file writes it as a text, or as a property of the add-on. */
export function isBuild([clusters, , addons, , ...rest]: readonly string[], after: FleetValue): boolean {
  return clusters === CLUSTERS && addons === ADDONS && rest.length === 0 && typeof after === "string";
}
