import type { Catalog } from "../../upgrade/eks/catalog/catalog";
import { isDay } from "../../upgrade/eks/days";
import { readJson } from "../../upgrade/input/read-json";
import type { Waiver } from "../../upgrade/review/waiver";
import { catalogOf, dayProblems, formatNamed } from "../shared/options";
import { planName } from "../shared/plan-files";
import { type Format, formats } from "./formats";
import { waiversIn } from "./waiver-file";

/** The options of the command, as given. */
export interface ReviewOptions {
  readonly format: string;
  readonly day: string;
  readonly waivers?: string;
  readonly catalog?: string;
  readonly output?: string;
}

/** What to evaluate, and with which inputs. */
export interface ReviewRequest {
  readonly plans: readonly string[];
  readonly format: Format;
  readonly day: string;
  readonly waivers: readonly Waiver[];
  readonly catalog: Catalog;
}

/** Reads and checks everything except the plans. Reports all problems at once, one sentence each. */
export function requestOf(
  plans: readonly string[],
  options: ReviewOptions,
): { readonly request?: ReviewRequest; readonly problems: readonly string[] } {
  const { day } = options;
  const problems = [...planArgumentProblems(plans)];
  const format = formatNamed(options.format, formats, problems);
  problems.push(...dayProblems(day));
  const waivers = isDay(day) ? waiversOf(options.waivers, day, problems) : [];
  const catalog = catalogOf(options.catalog, problems);
  return format !== undefined && problems.length === 0
    ? { request: { plans, format, day, waivers, catalog }, problems }
    : { problems };
}

function planArgumentProblems(plans: readonly string[]): readonly string[] {
  if (plans.length === 0) {
    return [
      'no plan given: expected files that "terraform show -json tfplan" wrote, or - for standard input',
    ];
  }
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const plan of plans) {
    (once.has(plan) ? twice : once).add(plan);
  }
  return [...twice].map((plan) => `${planName(plan)}: this plan is given twice: give each plan once`);
}

function waiversOf(path: string | undefined, day: string, problems: string[]): readonly Waiver[] {
  if (path === undefined) {
    return [];
  }
  const read = readJson(path);
  const { waivers, problems: found } =
    "problem" in read ? { waivers: [], problems: [read.problem] } : waiversIn(read.value, day);
  problems.push(...found.map((problem) => `${path}: ${problem}`));
  return waivers;
}
