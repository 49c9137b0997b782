import type { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import type { ListenerGuardsOff } from "../../upgrade/fleet/settings";
import { listenerGuards } from "../../upgrade/fleet/settings/guards";
import { Guards } from "../guard";

export interface RemovedFromTraffic {
  /** What the traffic is of, for messages. */
  readonly of: string;
  readonly removed?: readonly string[];
  readonly guardsOff?: ListenerGuardsOff;
}

/** What still gets traffic when Terraform plans. */
export interface StillInUse {
  /** An expression: a list of texts. */
  readonly found: string;
  readonly message: string;
}

/**
 * The lifecycle of what stays, which guards what is removed from the traffic.
 * @param look declares in the guard what reads the live weights
 */
export function removalGuard(
  owner: Construct,
  { of, removed = [], guardsOff }: RemovedFromTraffic,
  look: (guard: Construct, guards: Guards<(typeof listenerGuards)[number]>) => StillInUse,
): TerraformResourceLifecycle | undefined {
  if (removed.length === 0 && guardsOff === undefined) {
    return undefined;
  }
  const guard = new Construct(owner, "guard");
  const guards = new Guards(guard, "off", { of, names: listenerGuards, off: guardsOff });
  if (removed.length === 0) {
    return undefined;
  }
  const { found, message } = look(guard, guards);
  return { precondition: [guards.precondition("removed-with-traffic", `length(${found}) == 0`, message)] };
}

/** @param property the list of what is removed: "removedServers" */
export function declaredAndRemovedProblems(
  what: string,
  property: string,
  removed: readonly string[],
  declared: readonly string[],
): readonly string[] {
  return removed
    .filter((name) => declared.includes(name))
    .map((name) => `the ${what} "${name}" is declared and in ${property}: expected one of them`);
}
