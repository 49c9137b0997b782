import { changedAttributes, changedPaths, replacedFor } from "../terraform/changed-paths";
import { isRecord, isSameJson } from "../terraform/json";
import type { Plan, PlannedAction, PlannedResource } from "../terraform/plan-json";

/** How a plan differs from the reviewed plan. */
export interface Difference {
  readonly address: string;
  /** The difference in words. Attributes by name, because their values may be secret. */
  readonly what: string;
}

/**
 * The differences between a plan and the reviewed plan, by address. Reads are not actions. Attributes that an update does
 * not change may differ, such as a size that an autoscaler sets. Attributes that it changes must have the same old and
 * new values. A value that was known after apply in the review, and is known now, is a difference.
 *
 * @param isRest - after a partial apply: reviewed changes that are applied already are no difference
 */
export function differences(reviewed: Plan, now: Plan, isRest = false): readonly Difference[] {
  const [was, is] = [actionsOf(reviewed), actionsOf(now)];
  const addresses = [...new Set([...(isRest ? [] : was.keys()), ...is.keys()])].sort();
  return addresses.flatMap((address) => {
    const what = differenceOf(was.get(address), is.get(address));
    return what === undefined ? [] : [{ address, what }];
  });
}

/** The actions of a plan, by address, with resources that are only moved or imported. */
export function actionsOf({ resources }: Plan): ReadonlyMap<string, PlannedResource> {
  return new Map(
    resources.flatMap((resource) => {
      const { address, deposed, mode, action } = resource;
      const isNothing =
        mode === "data" || action === "read" || (action === "no-op" && moveOf(resource) === "");
      return isNothing
        ? []
        : [[deposed === undefined ? address : `${address} (deposed ${deposed})`, resource] as const];
    }),
  );
}

const WORDS: Readonly<Record<PlannedAction, string>> = {
  "no-op": "no change",
  read: "read",
  create: "created",
  update: "updated",
  delete: "destroyed",
  replace: "replaced",
  forget: "no longer managed",
};

/** A move or an import, in addition to the action. */
function moveOf({ isImport, previousAddress }: PlannedResource): string {
  return [
    ...(isImport ? [", imported"] : []),
    ...(previousAddress === undefined ? [] : [`, moved from ${previousAddress}`]),
  ].join("");
}

const words = (resource: PlannedResource) => `${WORDS[resource.action]}${moveOf(resource)}`;

function differenceOf(was: PlannedResource | undefined, is: PlannedResource | undefined): string | undefined {
  const [reviewed, now] = [was, is].map((each) => (each === undefined ? WORDS["no-op"] : words(each)));
  if (was === undefined || is === undefined || reviewed !== now || was.type !== is.type) {
    return `reviewed: ${reviewed}; now: ${now}`;
  }
  const paths = differingPaths(was, is);
  return paths.length === 0
    ? undefined
    : `${words(is)} as reviewed, but with other values: ${paths.join(", ")}`;
}

/** The attributes that differ between two changes with the same action. */
function differingPaths(was: PlannedResource, is: PlannedResource): readonly string[] {
  switch (is.action) {
    case "create":
      return differing(was, is);
    case "replace":
      return [...new Set([...differing(was, is), ...otherThan(replacedFor(was), replacedFor(is))])].sort();
    case "update":
      return differingUpdates(was, is);
    default:
      return [];
  }
}

function differing(was: PlannedResource, is: PlannedResource): readonly string[] {
  const values = changedPaths({ before: was.after, after: is.after, afterUnknown: undefined });
  const [before, after] = [was, is].map(({ afterUnknown }) => (isRecord(afterUnknown) ? afterUnknown : {}));
  const unknowns = changedPaths({ before, after, afterUnknown: undefined });
  return [...new Set([...values, ...unknowns])].sort();
}

function differingUpdates(was: PlannedResource, is: PlannedResource): readonly string[] {
  const [reviewed, now] = [was, is].map(
    (resource) => new Map(changedAttributes(resource).map((attribute) => [attribute.path, attribute])),
  );
  const paths = [...new Set([...(reviewed?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  return paths.filter((path) => {
    const [one, other] = [reviewed?.get(path), now?.get(path)];
    return (
      one === undefined ||
      other === undefined ||
      !isSameJson(one.before, other.before) ||
      !isSameJson(one.after, other.after) ||
      !isSameJson(one.unknown, other.unknown)
    );
  });
}

function otherThan(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...left.filter((path) => !right.includes(path)), ...right.filter((path) => !left.includes(path))];
}
