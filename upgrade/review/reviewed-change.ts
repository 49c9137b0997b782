import type { ResourceChange } from "../fleet/change";
import type { Pair } from "../fleet/diff";
import { ifKnown, isUnknown, type Known, type Place } from "../fleet/state";
import { type StepKind, stepKinds } from "../planner/step-kinds";
import { covers, rollbackOf } from "./reverts";
import { open, type Rollback } from "./rollback";

export { none, open, type Rollback, type RollbackState, reinstall } from "./rollback";

/** Kinds of changes that are no step of an upgrade plan. In a report, each follows the given kind of step. */
const OTHER_CHANGES = {
  uncordon: "node-group-roll",
  protect: "workload-remove",
  access: "unprotect",
  replace: "cluster-remove",
  adopt: "cluster-remove",
  other: "cluster-remove",
} as const satisfies Readonly<Record<string, StepKind>>;

export type ChangeKind = StepKind | keyof typeof OTHER_CHANGES;

/** The kinds of changes, in the order of an upgrade. They are in JSON reports and are never renamed. */
export const changeKinds: readonly ChangeKind[] = stepKinds.flatMap((kind) => [
  kind,
  ...Object.keys(OTHER_CHANGES)
    .filter(isOtherChange)
    .filter((other) => OTHER_CHANGES[other] === kind),
]);

function isOtherChange(name: string): name is keyof typeof OTHER_CHANGES {
  return Object.hasOwn(OTHER_CHANGES, name);
}

/** One effect of a plan, in plain words. */
export interface ReviewedChange {
  readonly kind: ChangeKind;
  /** The cluster or load balancer. Changes are grouped by it. */
  readonly owner: string;
  /** The changed part of the fleet: "alpha-kr-a", "workers-v1 of alpha-kr-a". */
  readonly subject: string;
  /** "control plane 1.33 → 1.34". */
  readonly what: string;
  /** Left out if the plan does not show it. */
  readonly rollback?: Rollback;
  readonly places: readonly Place[];
}

/** A resource that a plan changes, with its part of the fleet, before and after. */
export interface Changed<T> extends Pick<Pair<T>, "before" | "after"> {
  readonly resource: ResourceChange;
}

/** One difference, without its owner. */
export type Facet = Pick<ReviewedChange, "kind" | "what" | "rollback">;

export function facet(kind: ChangeKind, what: string, rollback?: Rollback): Facet {
  return { kind, what, ...(rollback === undefined ? {} : { rollback }) };
}

/** A value in a sentence. */
export function said(value: Known<string | number> | undefined): string {
  return isUnknown(value) ? "(known after apply)" : value === undefined ? "(AWS default)" : String(value);
}

/** "1.33 → 1.34"; `undefined` if the value stays the same. */
export function fromTo(
  before: Known<string | number> | undefined,
  after: Known<string | number> | undefined,
): string | undefined {
  return differs(before, after) ? `${said(before)} → ${said(after)}` : undefined;
}

/** Whether two values differ. Two unknown values are equal. */
export function differs<T>(before: Known<T> | undefined, after: Known<T> | undefined): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

export function turned(
  before: Known<boolean> | undefined,
  after: Known<boolean> | undefined,
): "on" | "off" | undefined {
  const [was, is] = [ifKnown(before), ifKnown(after)];
  return was === is || was === undefined || is === undefined ? undefined : is ? "on" : "off";
}

/** How a resource is created, destroyed and replaced, and what else may change in it. */
interface Actions {
  readonly create: Facet;
  readonly delete: Facet;
  /** The rollback of a replacement. */
  readonly replace?: Rollback;
  update(): readonly Facet[];
}

/** What a plan does to a resource. @param noun what it is, in front of a replacement; empty for the subject itself */
export function facetsOf(resource: ResourceChange, noun: string, actions: Actions): readonly Facet[] {
  switch (resource.action) {
    case "create":
      return [actions.create, ...otherFacets(resource, [])];
    case "delete":
      return [actions.delete];
    case "replace":
      return [facet("replace", `${noun === "" ? "" : `${noun} `}${replacedFor(resource)}`, actions.replace)];
    case "update":
      return actions.update();
  }
}

export function ofNoun(noun: string, facets: readonly Facet[]): readonly Facet[] {
  return facets.map((each) => ({ ...each, what: `${noun}: ${each.what}` }));
}

/**
 * All other effects of a change: attributes by name (a value may be secret), a move, an import.
 *
 * @param named - attributes that other facets describe, with everything below them
 */
export function otherFacets(resource: ResourceChange, named: readonly string[]): readonly Facet[] {
  const { action, isImport, previousAddress, changed } = resource;
  const facets: Facet[] = [];
  const rest = action === "update" ? changed.filter((path) => !named.some((name) => covers(name, path))) : [];
  for (const { rollback, paths } of byRollback(resource.type, rest)) {
    facets.push(facet("other", `${listed(paths, 6)} changed`, rollback));
  }
  if (previousAddress !== undefined) {
    const what = `moved in the state from ${previousAddress}`;
    facets.push(facet("adopt", what, open("move it back in the state")));
  }
  if (isImport) {
    const rollback = open('remove it from the state with a "removed" block, which does not destroy it');
    facets.push(facet("adopt", "imported", rollback));
  }
  return facets;
}

/** Changed attributes with a common rollback. */
function byRollback(type: string, paths: readonly string[]) {
  const groups = new Map<string | undefined, { readonly rollback?: Rollback; readonly paths: string[] }>();
  for (const path of paths) {
    const rollback = rollbackOf(type, path);
    const group = groups.get(rollback?.how) ?? { rollback, paths: [] };
    group.paths.push(path);
    groups.set(rollback?.how, group);
  }
  return [...groups.values()];
}

/** "a, b and 3 more". */
export function listed(names: readonly string[], most: number): string {
  return names.length <= most
    ? names.join(", ")
    : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** "replaced because of ami_type, version", with the attributes if the plan names them. */
function replacedFor({ replacedFor: attributes }: ResourceChange): string {
  return attributes.length === 0 ? "replaced" : `replaced because of ${listed(attributes, 6)}`;
}
