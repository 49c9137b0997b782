import { agrees } from "../fleet/key";
import { changedAttributes, changedPaths, replacedFor } from "../terraform/changed-paths";
import { get, isRecord, isSameJson, type JsonRecord } from "../terraform/json";
import { type ObjectScope, objectScopes } from "../terraform/object-scope";
import type {
  Plan,
  PlannedAction,
  PlannedInvocation,
  PlannedOutput,
  PlannedResource,
} from "../terraform/plan-json";

/** How a plan differs from the reviewed plan. */
export interface Difference {
  readonly address: string;
  /** The difference in words. Attributes by name, because their values may be secret. */
  readonly what: string;
}

/**
 * The differences between a plan and the reviewed plan, by address. Reads are not actions. Both plans must change the same
 * objects, in the same account and region. Attributes that an update does not change may differ, such as a size that an
 * autoscaler sets. Attributes that it changes must have the same old and new values. A value that was known after apply
 * in the review, and is known now, is a difference.
 *
 * @param isRest - after a partial apply: reviewed changes that are applied already are no difference. What the apply failed
 * to create is tainted: its replacement is the rest of its creation. What it destroyed for a replacement is created
 */
export function differences(reviewed: Plan, now: Plan, isRest = false): readonly Difference[] {
  const scopes = { was: objectScopes(reviewed), is: objectScopes(now) };
  return [
    ...differencesIn(actionsOf(reviewed), actionsOf(now), isRest, (was, is) =>
      differenceOf(was, is, scopes, isRest),
    ),
    ...differencesIn(invocationsOf(reviewed), invocationsOf(now), isRest, differenceOfInvocations),
    ...differencesIn(outputsOf(reviewed), outputsOf(now), isRest, differenceOfOutputs),
  ];
}

function differencesIn<T>(
  was: ReadonlyMap<string, T>,
  is: ReadonlyMap<string, T>,
  isRest: boolean,
  differenceOf: (was: T | undefined, is: T | undefined) => string | undefined,
): readonly Difference[] {
  const addresses = [...new Set([...(isRest ? [] : was.keys()), ...is.keys()])].sort();
  return addresses.flatMap((address) => {
    const what = differenceOf(was.get(address), is.get(address));
    return what === undefined ? [] : [{ address, what }];
  });
}

/** By address and cause: one action can have several. */
function invocationsOf({ invocations }: Plan): ReadonlyMap<string, PlannedInvocation> {
  return new Map(
    invocations.map((invocation) => {
      const {
        triggering_resource_address: cause,
        action_trigger_event: event,
        action_trigger_block_index: block,
        actions_list_index: index,
      } = invocation.trigger;
      const from = typeof cause === "string" ? ` (${cause} ${event} ${block}.${index})` : "";
      return [`${invocation.address}${from}`, invocation];
    }),
  );
}

function differenceOfInvocations(
  was: PlannedInvocation | undefined,
  is: PlannedInvocation | undefined,
): string | undefined {
  if (was === undefined || is === undefined) {
    return `reviewed: ${was === undefined ? "not invoked" : "invoked"}; now: ${is === undefined ? "not invoked" : "invoked"}`;
  }
  return isSameJson(was, is) ? undefined : "invoked as reviewed, but with other values";
}

function outputsOf({ outputs }: Plan): ReadonlyMap<string, PlannedOutput> {
  return new Map(
    [...outputs]
      .filter(([, { action }]) => action !== "no-op")
      .map(([name, output]) => [`output.${name}`, output]),
  );
}

function differenceOfOutputs(
  was: PlannedOutput | undefined,
  is: PlannedOutput | undefined,
): string | undefined {
  const [reviewed, now] = [was, is].map((each) => WORDS[each?.action ?? "no-op"]);
  if (reviewed !== now) {
    return `reviewed: ${reviewed}; now: ${now}`;
  }
  return isSameJson(was, is) ? undefined : `${now} as reviewed, but with another value`;
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

type ScopeOf = (resource: PlannedResource) => ObjectScope;

function differenceOf(
  was: PlannedResource | undefined,
  is: PlannedResource | undefined,
  scopes: { readonly was: ScopeOf; readonly is: ScopeOf },
  isRest: boolean,
): string | undefined {
  if (isRest && was !== undefined && is !== undefined && isRestOf(was, is)) {
    const paths = differing(was, is);
    return paths.length === 0 ? undefined : `${words(is)}, but with other values: ${paths.join(", ")}`;
  }
  const [reviewed, now] = [was, is].map((each) => (each === undefined ? WORDS["no-op"] : words(each)));
  if (was === undefined || is === undefined || reviewed !== now || was.type !== is.type) {
    return `reviewed: ${reviewed}; now: ${now}`;
  }
  const objects = otherObject(was, is, [scopes.was(was), scopes.is(is)]);
  if (objects.length > 0) {
    return `${words(is)} as reviewed, but another object: ${objects.join(", ")}`;
  }
  const paths = differingPaths(was, is);
  return paths.length === 0
    ? undefined
    : `${words(is)} as reviewed, but with other values: ${paths.join(", ")}`;
}

/** Whether a change is what a failed apply left of the reviewed creation or replacement. */
function isRestOf(was: PlannedResource, is: PlannedResource): boolean {
  const isMoved = moveOf(was) !== moveOf(is) || was.type !== is.type;
  const isLeft = is.action === "replace" ? is.isTainted : was.action === "replace" && is.action === "create";
  return !isMoved && isLeft && (was.action === "create" || was.action === "replace");
}

/** Attributes that say which object it is: "id", "arn", "name", "cluster_name", "load_balancer_arn". */
const IDENTIFYING = /^(id|arn|name|region)$|_(id|arn|name)$/;

/** By which attributes two changes are of two objects; empty if they may be of one. */
function otherObject(
  was: PlannedResource,
  is: PlannedResource,
  [reviewed, now]: readonly [ObjectScope, ObjectScope],
): readonly string[] {
  const before: JsonRecord = was.before ?? {};
  const attributes = Object.keys(before).filter((name) => {
    const [one, other] = [before[name], get(is.before, name)];
    return IDENTIFYING.test(name) && typeof one === "string" && typeof other === "string" && one !== other;
  });
  if (attributes.length > 0) {
    return attributes.sort();
  }
  return (["account", "region", "cluster"] as const)
    .filter((part) => !agrees(reviewed[part], now[part]))
    .map((part) => `${part} ${now[part]}, not ${reviewed[part]}`);
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
