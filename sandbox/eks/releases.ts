import type { Call } from "./call";
import { type ExceptionSubject, invalidRequest } from "./errors";

/** A release of an Amazon EKS optimized AMI: "1.34.2-20261104". */
interface Release {
  readonly minor: string;
  readonly date: string;
}

function releaseOf(text: string): Release | undefined {
  const [, minor, date] = /^(1\.\d+)\.\d+-(\d{8})$/.exec(text) ?? [];
  return minor === undefined || date === undefined ? undefined : { minor, date };
}

/** A release of the Monday on or before the day of the newest AMIs: they come about weekly. */
export function latestRelease(version: string, { options: { amiDay }, now }: Call): string {
  const day = new Date(amiDay ?? now);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return `${version}.0-${day.toISOString().slice(0, 10).replaceAll("-", "")}`;
}

export function rejectForeignRelease(release: string, version: string, subject: ExceptionSubject): void {
  if (releaseOf(release)?.minor === version) return;
  throw invalidRequest(
    `Requested release version ${release} is not valid for kubernetes version ${version}.`,
    subject,
  );
}

/** Whether `release` was published before `other`; only releases of one minor are compared. */
export function isOlderRelease(release: string, other: string): boolean {
  const [a, b] = [releaseOf(release), releaseOf(other)];
  return a !== undefined && b !== undefined && a.minor === b.minor && a.date < b.date;
}
