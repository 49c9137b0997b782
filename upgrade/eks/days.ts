const DAY_IN_MILLISECONDS = 86_400_000;

/** Whether a text is a day of the calendar, "2026-11-24": `Date` reads the 30th of February as the 2nd of March. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * The milliseconds of a time, "2026-11-24T09:00:00Z". Without a zone it is in UTC, on every machine.
 *
 * @returns `undefined` for anything else
 */
export function timeOf(text: string): number | undefined {
  const [, day = "", clock, zone] = TIME.exec(text) ?? [];
  const time = Date.parse(clock !== undefined && zone === undefined ? `${text}Z` : text);
  return isDay(day) && !Number.isNaN(time) ? time : undefined;
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** The day that many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_IN_MILLISECONDS).toISOString().slice(0, 10);
}
