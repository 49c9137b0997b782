import { type Precondition, TerraformElement } from "cdktf";
import { Construct } from "constructs";
import { daysAfter, isDay } from "../upgrade/eks/days";
import type { GuardOff, GuardsOff } from "../upgrade/fleet/settings";
import { choiceProblems, dayProblems, reasonProblems } from "./checks/values";
import { isUnresolved, reportAtSynthesis } from "./validation";

/*
 * Guards compare a step with the live resources when Terraform plans. They are preconditions of the resources that the
 * step changes or keeps, with values of data sources. Such a data source has literal names, refers to no resource and
 * depends on nothing. Otherwise Terraform would read it only during the apply.
 */

export interface GuardsProps<Name extends string> {
  /** The owner of the guards, for messages. */
  readonly of: string;
  readonly names: readonly Name[];
  readonly off?: GuardsOff<Name>;
}

/** The guards of one construct: those that are off, and their preconditions. */
export class Guards<Name extends string> extends Construct {
  private readonly off: ReadonlyMap<string, GuardOff>;

  constructor(scope: Construct, id: string, { of, names, off }: GuardsProps<Name>) {
    super(scope, id);
    this.off = new Map(
      Object.entries<GuardOff | undefined>(off ?? {}).flatMap(([name, guard]) =>
        guard === undefined ? [] : [[name, guard]],
      ),
    );
    for (const [name, guard] of this.off) {
      new GuardOffNotice(this, `${name}-off`, { of, name, ...guard });
    }
    reportAtSynthesis(this, () => [...this.off].flatMap(([name, guard]) => offProblems(name, guard, names)));
  }

  /**
   * @param condition an expression that names a data source, without the braces
   * @param message can contain expressions, in braces. Terraform evaluates them also if the condition is true
   */
  precondition(name: Name, condition: string, message: string): Precondition {
    const off = this.isOff(name);
    return {
      condition: `\${${off === undefined ? condition : `${off} || ${condition}`}}`,
      errorMessage: `${message} (${name})`,
    };
  }

  /** The expression for whether a guard is off now. `undefined` if the code does not switch it off. */
  isOff(name: Name): string | undefined {
    const until = this.off.get(name)?.until;
    return until === undefined ? undefined : isBefore(dayAfter(until));
  }
}

/** The expression for whether the plan is made before a day begins, in UTC. */
export function isBefore(day: string): string {
  return `timecmp(plantimestamp(), "${day}T00:00:00Z") < 0`;
}

/** The day that is this number of days after another. A text that is not a date is reported elsewhere. */
export function dayAfter(day: string, days = 1): string {
  return isDay(day) ? daysAfter(day, days) : day;
}

/** A `check`: Terraform reports at each plan and apply that a guard is off. It changes nothing. */
class GuardOffNotice extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly notice: GuardOff & { readonly of: string; readonly name: string },
  ) {
    super(scope, id);
  }

  override toTerraform() {
    const { of, name, reason, until } = this.notice;
    const state = `\${${isBefore(dayAfter(until))} ? "off until ${until}" : "on again, because ${until} is over: remove it from guardsOff"}`;
    const assert = {
      // Never true. Terraform requires a reference in a condition.
      condition: '${terraform.workspace == ""}',
      error_message: `The guard ${name} of ${of} is ${state} (${literally(reason)}).`,
    };
    return { check: { [this.friendlyUniqueId]: { assert: [assert] } } };
  }
}

/** A text without Terraform expressions. */
function literally(text: string): string {
  return isUnresolved(text) ? text : text.replace(/[$%](?=\{)/g, "$&$&");
}

function offProblems(name: string, { reason, until }: GuardOff, names: readonly string[]): readonly string[] {
  return [
    ...choiceProblems("a guard in guardsOff", name, names),
    ...reasonProblems(`the reason why the guard ${name} is off`, reason),
    ...dayProblems(`the last day on which the guard ${name} is off`, until),
  ];
}
