/*
 * The pace of drift of a node pool, and the disruption budgets that say it. Karpenter and Auto Mode respect, of all budgets
 * that are active for a reason, the lowest. A budget with a schedule is active from each time of the schedule for its
 * duration. So the hours outside of a window are budgets of 0.
 */

export const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

export type Weekday = (typeof weekdays)[number];

/** The hours in which drift may replace nodes, in UTC. */
export interface DriftWindow {
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
  /** "02:00", in UTC. */
  readonly start: string;
  /** 1 or more. Windows of two days may not overlap. */
  readonly durationMinutes: number;
}

/** How drift of a node pool proceeds. */
export interface DriftPace {
  readonly drift: "held" | "released";
  /** How many nodes at once: "1" or "10%". */
  readonly driftBudget: string;
  readonly driftWindow?: DriftWindow;
}

/** A disruption budget of a NodePool. */
export interface DisruptionBudget {
  readonly nodes: string;
  /** @default - all reasons */
  readonly reasons?: readonly string[];
  /** A cron expression, in UTC. */
  readonly schedule?: string;
  /** "20h", "90m" or "1h30m". */
  readonly duration?: string;
}

export const DRIFTED = "Drifted";

/** The reasons of consolidation. */
export const CONSOLIDATION_REASONS = ["Empty", "Underutilized"] as const;

/**
 * The budgets of a pool. The budget of consolidation is apart: without one, consolidation has no limit. While drift is held,
 * the budgets of its pace stay, so that the pool shows them.
 */
export function encodeDrift(pace: DriftPace, consolidationBudget: string): readonly DisruptionBudget[] {
  const budgets = [
    { nodes: pace.driftBudget, reasons: [DRIFTED] },
    ...closedHours(pace.driftWindow),
    { nodes: consolidationBudget, reasons: CONSOLIDATION_REASONS },
  ];
  return withDrift(budgets, pace.drift);
}

/** The budgets of a pool of ours after its drift is held or released. */
export function withDrift(
  budgets: readonly DisruptionBudget[],
  drift: DriftPace["drift"],
): readonly DisruptionBudget[] {
  const others = budgets.filter((budget) => !isHold(budget));
  return drift === "held" ? [{ nodes: "0", reasons: [DRIFTED] }, ...others] : others;
}

function isHold({ nodes, reasons, schedule }: DisruptionBudget): boolean {
  return isNone(nodes) && schedule === undefined && reasons?.every((reason) => reason === DRIFTED) === true;
}

/**
 * The pace that the budgets of anyone's pool say. `driftBudget` is the first of the budgets that are always active: a pool
 * without one may replace all nodes at once ("100%"). `driftWindow` is known only for budgets that encodeDrift writes;
 * `hasOtherSchedules` says that other budgets hold drift at some times.
 */
export function decodeDrift(
  budgets: readonly DisruptionBudget[] = [{ nodes: "10%" }],
): DriftPace & { readonly hasOtherSchedules: boolean } {
  const all = budgets.filter(({ reasons }) => reasons === undefined || reasons.includes(DRIFTED));
  const always = all.filter(({ schedule }) => schedule === undefined).map(({ nodes }) => nodes);
  const scheduled = all.filter(({ schedule }) => schedule !== undefined);
  const driftWindow = openHours(scheduled);
  return {
    drift: always.some(isNone) ? "held" : "released",
    driftBudget: always.find((nodes) => !isNone(nodes)) ?? "100%",
    ...(driftWindow === undefined ? {} : { driftWindow }),
    hasOtherSchedules: driftWindow === undefined && scheduled.length > 0,
  };
}

/** Whether a budget lets no node go. */
export function isNone(nodes: string): boolean {
  return nodes === "0" || nodes === "0%";
}

/** How many of `nodes` a budget lets go at once. Karpenter rounds a percentage up. */
export function nodesOfBudget(budget: string, nodes: number): number {
  const number = Number.parseInt(budget, 10);
  return budget.endsWith("%") ? Math.ceil((nodes * number) / 100) : number;
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** What is wrong with a window. */
export function windowProblems({ days, start, durationMinutes }: DriftWindow): readonly string[] {
  const problems = [
    ...(days.length === 0 ? ['days is empty: expected at least one, like "SAT"'] : []),
    ...(TIME.test(start) ? [] : [`start is "${start}": expected a time in UTC, like "02:00"`]),
    ...(Number.isInteger(durationMinutes) && durationMinutes >= 1
      ? []
      : [`durationMinutes is ${durationMinutes}: expected a whole number of at least 1`]),
  ];
  const gaps = problems.length > 0 ? [] : gapsOf({ days, start, durationMinutes });
  return gaps.some(({ minutes }) => minutes < 0)
    ? [
        `durationMinutes is ${durationMinutes}: the window still lasts when the next one of ${days.join(", ")} begins. Make it shorter, or leave out days`,
      ]
    : problems;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The time from the end of each window to the next. */
function gapsOf({ days, start, durationMinutes }: DriftWindow) {
  const [hours = 0, minutes = 0] = start.split(":").map(Number);
  const begins = [...new Set(days)]
    .map((day) => weekdays.indexOf(day) * DAY + hours * 60 + minutes)
    .sort((one, other) => one - other);
  return begins.map((begin, index) => {
    const next = begins[index + 1] ?? (begins[0] ?? begin) + WEEK;
    return { end: (begin + durationMinutes) % WEEK, minutes: next - begin - durationMinutes };
  });
}

function closedHours(window: DriftWindow | undefined): readonly DisruptionBudget[] {
  if (window === undefined) {
    return [];
  }
  return gapsOf(window)
    .filter(({ minutes }) => minutes > 0)
    .map(({ end, minutes }) => ({
      nodes: "0",
      reasons: [DRIFTED],
      schedule: `${end % 60} ${Math.floor(end / 60) % 24} * * ${Math.floor(end / DAY)}`,
      duration: durationText(minutes),
    }));
}

/** The window that the closed hours leave open, if they are closed hours of one. */
function openHours(budgets: readonly DisruptionBudget[]): DriftWindow | undefined {
  const closed = budgets.map(closedTime);
  const known = closed.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < closed.length) {
    return undefined;
  }
  const ends = known.map(({ begin }) => begin);
  const begins = known.map(({ begin, minutes }) => (begin + minutes) % WEEK).sort((a, b) => a - b);
  const first = begins[0] ?? 0;
  const end = Math.min(...ends.map((each) => (each - first + WEEK) % WEEK));
  const window = {
    days: begins.flatMap((begin) => weekdays[Math.floor(begin / DAY)] ?? []),
    start: `${two(Math.floor((first % DAY) / 60))}:${two(first % 60)}`,
    durationMinutes: end,
  };
  const again = JSON.stringify(closedHours(window).map(closedTime).sort(byBegin));
  return again === JSON.stringify([...known].sort(byBegin)) ? window : undefined;
}

interface ClosedTime {
  readonly begin: number;
  readonly minutes: number;
}

function byBegin(one: ClosedTime | undefined, other: ClosedTime | undefined): number {
  return (one?.begin ?? 0) - (other?.begin ?? 0);
}

function closedTime({ nodes, schedule = "", duration = "" }: DisruptionBudget): ClosedTime | undefined {
  const [, minute, hour, day] = /^(\d+) (\d+) \* \* ([0-6])$/.exec(schedule) ?? [];
  const minutes = minutesOf(duration);
  return !isNone(nodes) || day === undefined || minutes === undefined
    ? undefined
    : { begin: Number(day) * DAY + Number(hour) * 60 + Number(minute), minutes };
}

function durationText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours > 0 ? `${hours}h` : ""}${rest > 0 ? `${rest}m` : ""}`;
}

/** The minutes of a duration of Karpenter, "1h30m"; `undefined` for "Never" and other texts. */
export function minutesOf(duration: string): number | undefined {
  const [all, hours, minutes, seconds] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return all === undefined || all === ""
    ? undefined
    : Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
