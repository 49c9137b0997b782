import { changedAttributes, changedPaths, replacedFor } from "../terraform/changed-paths";
import { isRecord, isSameJson } from "../terraform/json";
import type { Plan, PlannedAction, PlannedResource } from "../terraform/plan-json";

/** How a plan differs from the one that was reviewed. */
export interface Difference {
  readonly address: string;
  /** A sentence about it, lower case, no full stop. Attributes are named; their values may be secret. */
  readonly what: string;
}

/**
 * Where a plan does something else than the one that was reviewed, by address. Reads are no actions. What an update
 * leaves alone may have changed meanwhile, as an autoscaler's size does; what it changes must go from the same value to
 * the same value. A value that was not known and now is was not reviewed either.
 *
 * @param isRest - of an apply that has begun: what was reviewed and is done by now is no difference
 */
export function differences(reviewed: Plan, now: Plan, isRest = false): readonly Difference[] {
  const [was, is] = [actionsOf(reviewed), actionsOf(now)];
  const addresses = [...new Set([...(isRest ? [] : was.keys()), ...is.keys()])].sort();
  return addresses.flatMap((address) => {
    const what = differenceOf(was.get(address), is.get(address));
    return what === undefined ? [] : [{ address, what }];
  });
}

/** What a plan does, by address, with the resources that are only moved or imported. */
export function actionsOf({ resources }: Plan): ReadonlyMap<string, PlannedResource> {
  return new Map(
    resources.flatMap((resource) => {
      const { address, deposed, mode, action } = resource;
      const isNothing = mode === "data" || action === "read" || (action === "no-op" && told(resource) === "");
      return isNothing
        ? []
        : [[deposed === undefined ? address : `${address} (deposed ${deposed})`, resource] as const];
    }),
  );
}

const WORDS: Readonly<Record<PlannedAction, string>> = {
  "no-op": "left as it is",
  read: "read",
  create: "created",
  update: "updated",
  delete: "destroyed",
  replace: "replaced",
  forget: "no longer managed",
};

/** What is done beside the action. */
function told({ isImport, previousAddress }: PlannedResource): string {
  return [
    ...(isImport ? [", imported"] : []),
    ...(previousAddress === undefined ? [] : [`, moved from ${previousAddress}`]),
  ].join("");
}

const words = (resource: PlannedResource) => `${WORDS[resource.action]}${told(resource)}`;

function differenceOf(was: PlannedResource | undefined, is: PlannedResource | undefined): string | undefined {
  if (was === undefined || is === undefined) {
    return was === undefined
      ? `the review knew nothing of it, and now it would be ${is === undefined ? "left as it is" : words(is)}`
      : `it was to be ${words(was)}, and now nothing is done to it`;
  }
  if (words(was) !== words(is) || was.type !== is.type) {
    return `it was to be ${words(was)}, and now it would be ${words(is)}`;
  }
  const paths = differingPaths(was, is);
  return paths.length === 0
    ? undefined
    : `it is ${words(is)} as reviewed, but with other values: ${paths.join(", ")}`;
}

/** The attributes in which two changes of the same action differ. */
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
