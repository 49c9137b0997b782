import type { DestroyedImport, FleetChange } from "../fleet/change";
import { withDerivedTraffic } from "../fleet/derived-traffic";
import type { Place } from "../fleet/state";
import { type OutsidePlans, outsidePlans } from "./outside-plans";
import type { Plan } from "./plan-json";
import { PlanReader } from "./plan-reader";
import { emptyReading, type Reading } from "./reading";
import type { SensitiveText } from "./sensitive-text";
import { wholeFleets } from "./whole-fleets";

export interface NamedPlan {
  /** The stack or the file, as in findings. Unique. */
  readonly name: string;
  readonly plan: Plan;
}

export interface PlansReading extends FleetChange {
  readonly outsidePlans: readonly OutsidePlans[];
  /**
   * Texts that a plan marks as sensitive. Rules use them like other values, and reports hide them.
   */
  readonly sensitive: readonly SensitiveText[];
}

/**
 * Reads the fleet before and after from plans, by resource types and attributes, so it works on every plan. All plans are
 * one fleet: a node group and its cluster may be in different plans.
 */
export function readPlans(plans: Iterable<NamedPlan>): PlansReading {
  const reader = new PlansReader();
  for (const plan of plans) {
    reader.add(plan, () => plan);
  }
  return reader.fleet();
}

/** Reads plans one after the other and keeps none of them in memory. */
export class PlansReader {
  private readonly reading = emptyReading();
  private readonly partial: OutsidePlans[] = [];
  /** Plans that take nothing away: what stands on what is not read from them at first. */
  private readonly quiet: (() => NamedPlan | undefined)[] = [];
  private isSomethingTaken = false;

  /** @param again reads the plan a second time. Needed only if another plan takes away what it may stand on. */
  add({ name, plan }: NamedPlan, again: () => NamedPlan | undefined): void {
    const reader = new PlanReader(name, plan, this.reading);
    if (reader.takesAway()) {
      this.isSomethingTaken = true;
    } else {
      this.quiet.push(again);
    }
    reader.read();
    for (const { address, type } of plan.invocations) {
      this.reading.invocations.push({ stack: name, address, type });
    }
    if (plan.isSaidPartial) {
      this.partial.push({
        stack: name,
        address: "-target",
        message: "the plan was made with -target: other changes of the code are not in it",
      });
    }
  }

  /** The fleet of all added plans. */
  fleet(): PlansReading {
    const { reading } = this;
    for (const again of this.isSomethingTaken ? this.quiet.splice(0) : []) {
      const quiet = again();
      if (quiet !== undefined) {
        new PlanReader(quiet.name, quiet.plan, reading).readLinks();
      }
    }
    const [before, after] = withDerivedTraffic(...wholeFleets(reading));
    return {
      before,
      after,
      resources: reading.resources,
      invocations: reading.invocations,
      destroyedImports: destroyedImports(reading),
      outsidePlans: [...reading.forgotten.map(forgotten), ...this.partial, ...outsidePlans([after, before])],
      sensitive: reading.secrets.all,
    };
  }
}

function destroyedImports({ imports, deletes }: Reading): readonly DestroyedImport[] {
  const key = ({ type, id }: { readonly type: string; readonly id: string }) => `${type} ${id}`;
  const imported = new Map(imports.map((each) => [key(each), each.place]));
  return deletes.flatMap((each) => {
    const is = imported.get(key(each));
    return is === undefined ? [] : [{ type: each.type, id: each.id, was: each.place, is }];
  });
}

function forgotten(place: Place): OutsidePlans {
  return {
    ...place,
    message: "Terraform forgets it and does not destroy it: later changes to it are in no plan",
  };
}
