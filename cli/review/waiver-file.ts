import { isDay } from "../../upgrade/eks/days";
import { type Waiver, waiverKey } from "../../upgrade/review/waiver";
import { rules } from "../../upgrade/rules/rules";
import { isRecord } from "../shared/read-json";

export interface ReadWaivers {
  readonly waivers: readonly Waiver[];
  /** A sentence for each thing that is wrong; where there is one, no waiver may be used. */
  readonly problems: readonly string[];
}

const FIELDS = ["rule", "address", "stack", "reason", "until"];
const FORM = '{ "waivers": [{ "rule", "address", "reason", "until" }] }';

/** The waivers of a file that hold on `day`, or all that is wrong with it. */
export function waiversIn(
  content: unknown,
  day: string,
  known: readonly { readonly id: string }[] = rules,
): ReadWaivers {
  if (!isRecord(content) || !Array.isArray(content.waivers)) {
    return { waivers: [], problems: [`it must be of the form ${FORM}`] };
  }
  const unknown = Object.keys(content).filter((key) => key !== "waivers" && key !== "$schema");
  const problems = unknown.map(
    (key) => `${quoted(key)} is not known: a file of waivers is of the form ${FORM}`,
  );
  const waivers: Waiver[] = [];
  const seen = new Map<string, number>();
  const rows: readonly unknown[] = content.waivers;
  for (const [index, row] of rows.entries()) {
    const { waiver, problems: problemsOfRow } = waiverOf(row, day, known);
    problems.push(...problemsOfRow.map((problem) => `waivers[${index}]: ${problem}`));
    if (waiver !== undefined) {
      const first = seen.get(waiverKey(waiver));
      if (first === undefined) {
        seen.set(waiverKey(waiver), index);
        waivers.push(waiver);
      } else {
        problems.push(
          `waivers[${index}]: ${waiver.rule} at ${waiver.address} is waived in waivers[${first}] already; keep one of them`,
        );
      }
    }
  }
  return { waivers, problems };
}

function waiverOf(
  row: unknown,
  day: string,
  known: readonly { readonly id: string }[],
): { readonly waiver?: Waiver; readonly problems: readonly string[] } {
  if (!isRecord(row)) {
    return { problems: ["a waiver must be an object with rule, address, reason and until"] };
  }
  const { rule, address, stack, reason, until } = row;
  const problems = Object.keys(row)
    .filter((name) => !FIELDS.includes(name))
    .map(
      (name) =>
        `${quoted(name)} is not known: a waiver has rule, address, reason, until and, if need be, stack`,
    );
  if (!isText(rule)) {
    problems.push("rule must be the id of a rule, as the finding has it");
  } else if (!known.some(({ id }) => id === rule)) {
    problems.push(`there is no rule ${quoted(rule)}; the rules are ${known.map(({ id }) => id).join(", ")}`);
  }
  if (!isText(address)) {
    problems.push("address must be the Terraform address, exactly as the finding has it");
  }
  if (stack !== undefined && !isText(stack)) {
    problems.push("stack must be the file of the plan, exactly as the finding has it; or leave it out");
  }
  if (!isText(reason)) {
    problems.push("reason must say why this may pass");
  }
  if (!isText(until) || !isDay(until)) {
    problems.push('until must be the last day on which this may pass, as in "2026-12-31"');
  } else if (until < day) {
    problems.push(
      `it ended on ${until}, and the day is ${day}; take it out and do what the rule says, or have a new end reviewed`,
    );
  }
  if (
    problems.length > 0 ||
    !isText(rule) ||
    !isText(address) ||
    !isText(reason) ||
    !isText(until) ||
    !(stack === undefined || isText(stack))
  ) {
    return { problems };
  }
  return { waiver: { rule, address, ...(stack === undefined ? {} : { stack }), reason, until }, problems };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
