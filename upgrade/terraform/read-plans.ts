import type { FleetChange } from "../fleet/change";
import type { Place } from "../fleet/state";
import { type NotInView, notInView } from "./not-in-view";
import type { Plan } from "./plan-json";
import { PlanReader } from "./plan-reader";
import { emptyReading } from "./reading";
import type { SensitiveText } from "./sensitive-text";
import { wholeFleets } from "./whole-fleets";

export interface NamedPlan {
  /** The stack, or the file: what its findings are told under. One of a kind. */
  readonly name: string;
  readonly plan: Plan;
}

export interface PlansReading extends FleetChange {
  readonly notInView: readonly NotInView[];
  /**
   * Texts that were read and that a plan marks as sensitive. They decide like any other value, and whoever writes
   * findings down leaves them out.
   */
  readonly sensitive: readonly SensitiveText[];
}

/**
 * Reads the fleet before and after out of plans, by the types and attributes of resources, whoever wrote the code. All
 * plans are one fleet: a node group may be in another plan than its cluster.
 */
export function readPlans(plans: Iterable<NamedPlan>): PlansReading {
  const reader = new PlansReader();
  for (const plan of plans) {
    reader.add(plan);
  }
  return reader.fleet();
}

/** Reads plans one after the other, and holds none of them: they need not be in memory together. */
export class PlansReader {
  private readonly reading = emptyReading();
  private readonly partial: NotInView[] = [];

  add({ name, plan }: NamedPlan): void {
    new PlanReader(name, plan, this.reading).read();
    if (plan.isSaidPartial) {
      this.partial.push({
        stack: name,
        address: "-target",
        message: "the plan is of some targets only: what else the code changes is not in it",
      });
    }
  }

  /** The fleet of all that were added. */
  fleet(): PlansReading {
    const { reading } = this;
    const [before, after] = wholeFleets(reading);
    return {
      before,
      after,
      resources: reading.resources,
      notInView: [...reading.forgotten.map(forgotten), ...this.partial, ...notInView([after, before])],
      sensitive: reading.secrets.all,
    };
  }
}

function forgotten(place: Place): NotInView {
  return {
    ...place,
    message: "it leaves Terraform and stays as it is: what becomes of it later is not in the plan",
  };
}
