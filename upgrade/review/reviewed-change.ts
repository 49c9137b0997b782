import type { ResourceChange } from "../fleet/change";
import type { Pair } from "../fleet/diff";
import { ifKnown, isUnknown, type Known, type Place } from "../fleet/state";
import { type StepKind, stepKinds } from "../planner/step-kinds";

/** Changes that are no step of an upgrade plan, each with the kind of step that it stands after in a report. */
const OTHER_CHANGES = {
  uncordon: "node-group-roll",
  protect: "workload-remove",
  access: "unprotect",
  replace: "cluster-remove",
  adopt: "cluster-remove",
  other: "cluster-remove",
} as const satisfies Readonly<Record<string, StepKind>>;

export type ChangeKind = StepKind | keyof typeof OTHER_CHANGES;

/** The kinds of changes, in the order of an upgrade. They stand in reports: none is ever renamed. */
export const changeKinds: readonly ChangeKind[] = stepKinds.flatMap((kind) => [
  kind,
  ...Object.keys(OTHER_CHANGES)
    .filter(isOtherChange)
    .filter((other) => OTHER_CHANGES[other] === kind),
]);

function isOtherChange(name: string): name is keyof typeof OTHER_CHANGES {
  return Object.hasOwn(OTHER_CHANGES, name);
}

/**
 * - `open`: the diff taken back goes back;
 * - `closes`: it goes back for some time, then no more;
 * - `none`: what is done is done.
 */
export type WayBackState = "open" | "closes" | "none";

export interface WayBack {
  readonly state: WayBackState;
  /** How one goes back, or why one cannot: "set the weights back". */
  readonly how: string;
}

/** One thing that a step does, in plain words. */
export interface ReviewedChange {
  readonly kind: ChangeKind;
  /** The cluster or load balancer that it belongs to: changes of one stand together. */
  readonly owner: string;
  /** What it is done to, as people call it: "alpha-kr-a", "workers-v1 of alpha-kr-a". */
  readonly subject: string;
  /** "control plane 1.33 → 1.34". */
  readonly what: string;
  /** Left out where nobody can tell from the plan. */
  readonly wayBack?: WayBack;
  readonly places: readonly Place[];
}

/** A resource that a plan changes, and the part of the fleet that it is, as it was and as it will be. */
export interface Changed<T> extends Pick<Pair<T>, "before" | "after"> {
  readonly resource: ResourceChange;
}

/** What differs in one change, before it is known whose it is. */
export type Facet = Pick<ReviewedChange, "kind" | "what" | "wayBack">;

export const open = (how: string): WayBack => ({ state: "open", how });
export const none = (how: string): WayBack => ({ state: "none", how });

/** A value in a sentence. */
export function said(value: Known<string | number> | undefined): string {
  return isUnknown(value) ? "(not known yet)" : value === undefined ? "(left to AWS)" : String(value);
}

/** "1.33 → 1.34"; `undefined` where it stays as it is. */
export function fromTo(
  before: Known<string | number> | undefined,
  after: Known<string | number> | undefined,
): string | undefined {
  return differs(before, after) ? `${said(before)} → ${said(after)}` : undefined;
}

/** Whether two values differ, as far as is known. */
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

/**
 * What a change does beside the facets that have words of their own: attributes by name, never by value (which may
 * be secret), a move, an import.
 *
 * @param told - the attributes that other facets tell of, with all that is below them
 */
export function otherFacets(resource: ResourceChange, told: readonly string[]): readonly Facet[] {
  const { action, isImport, previousAddress, changed } = resource;
  const facets: Facet[] = [];
  const rest = action === "update" ? changed.filter((path) => !told.some((name) => covers(name, path))) : [];
  if (rest.length > 0) {
    facets.push({
      kind: "other",
      what: `${listed(rest, 6)} changed`,
      wayBack: open("take the diff back"),
    });
  }
  if (previousAddress !== undefined) {
    facets.push({
      kind: "adopt",
      what: `moved in the state from ${previousAddress}`,
      wayBack: open("move it back in the state"),
    });
  }
  if (isImport) {
    facets.push({
      kind: "adopt",
      what: "imported",
      wayBack: open('take it out of the state with a "removed" block, which leaves it as it is'),
    });
  }
  return facets;
}

function covers(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}

/** "a, b and 3 more". */
export function listed(names: readonly string[], most: number): string {
  return names.length <= most
    ? names.join(", ")
    : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** "for ami_type, version": the attributes for which a resource is replaced, where the plan tells. */
export function replacedFor({ replacedFor: attributes }: ResourceChange): string {
  return attributes.length === 0 ? "replaced" : `replaced, for ${listed(attributes, 6)}`;
}
