import { isDay } from "../../upgrade/eks/days";
import { isWhole, wholeNumber } from "../../upgrade/eks/whole-number";
import { isUnresolved } from "../validation";

/*
 * Checks of single values. Each returns a sentence for an invalid value: what the value is, and what is
 * expected. Unresolved tokens are accepted: their values are known after apply.
 */

type Problems = readonly string[];

/** @param unit after the value: "s" for seconds */
export function wholeNumberProblems(
  what: string,
  value: number,
  least: number,
  most?: number,
  unit?: string,
): Problems {
  return isUnresolved(value) || isWhole(value, least, most)
    ? []
    : [problem(what, `${value}${unit === undefined ? "" : ` ${unit}`}`, wholeNumber(least, most))];
}

/** A whole number that the code must write, because it becomes part of a text or of another number. */
export function literalNumberProblems(
  what: string,
  value: number,
  least: number,
  most: number,
  unit?: string,
): Problems {
  return isUnresolved(value)
    ? [problem(what, "an unresolved token", wholeNumber(least, most))]
    : wholeNumberProblems(what, value, least, most, unit);
}

/** A port of TCP. */
export function portProblems(what: string, port: number): Problems {
  return wholeNumberProblems(what, port, 1, 65_535);
}

/** A date of the calendar. The code must write it, because guards compute with it. */
export function dayProblems(what: string, day: string): Problems {
  return typeof day === "string" && isDay(day) ? [] : [quoted(what, day, "a date (YYYY-MM-DD)")];
}

/** A text that explains a setting to people. */
export function reasonProblems(what: string, reason: string): Problems {
  return typeof reason === "string" && reason.trim() !== "" ? [] : [`${what} is missing: give one`];
}

/** The code must write the value, because other checks and the rules need it. */
export function choiceProblems(what: string, value: string, choices: readonly string[]): Problems {
  return choices.includes(value)
    ? []
    : [quoted(what, value, `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`)];
}

/** @param pattern what a valid text looks like; `form` says it in words */
export function textProblems(what: string, text: string, pattern: RegExp, form: string): Problems {
  return isUnresolved(text) || pattern.test(text) ? [] : [quoted(what, text, form)];
}

/** An IPv4 network. AWS and Terraform reject one whose address has bits after the prefix. */
export function cidrProblems(what: string, cidr: string): Problems {
  if (isUnresolved(cidr)) {
    return [];
  }
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = numbers ?? [];
  if (Math.max(a, b, c, d) > 255 || prefix > 32) {
    return [quoted(what, cidr, 'an IPv4 CIDR block like "203.0.113.0/24"')];
  }
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const network = address - (address % 2 ** (32 - prefix));
  const bytes = [24, 16, 8, 0].map((bits) => Math.floor(network / 2 ** bits) % 256);
  return network === address
    ? []
    : [quoted(what, cidr, `the first address of the block, "${bytes.join(".")}/${prefix}"`)];
}

/** A region of AWS. */
export function regionProblems(what: string, region: string): Problems {
  return textProblems(what, region, /^[a-z]+(-[a-z]+)+-\d+$/, 'a region of AWS, like "ap-northeast-2"');
}

/** A text of any form, without spaces. */
export function wordProblems(what: string, text: string, expected: string): Problems {
  return textProblems(what, text, /^\S+$/, expected);
}

/**
 * A network on the internet. EKS rejects others.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
export function publicCidrProblems(what: string, cidr: string): Problems {
  const problems = cidrProblems(what, cidr);
  return problems.length > 0 || !isPrivate(cidr)
    ? problems
    : [quoted(what, cidr, "a public block, because requests come from the internet")];
}

/** Whether no request from the internet comes from this block (RFC 1918, 6598, 1122 and 3927). */
export function isPrivate(cidr: string): boolean {
  return /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\..*\/([89]|[12]\d|3[012])$/.test(
    cidr,
  );
}

/** HTTP or gRPC codes that a health check accepts: one, a list, or a range. */
export function codesProblems(what: string, codes: string, least: number, most: number): Problems {
  if (isUnresolved(codes)) {
    return [];
  }
  const isCode = (text: string) => /^(0|[1-9]\d{0,2})$/.test(text) && isWhole(Number(text), least, most);
  const isRange = (part: string) => {
    const [from = "", to = from, ...others] = part.split("-");
    return others.length === 0 && isCode(from) && isCode(to) && Number(from) <= Number(to);
  };
  return codes.split(",").every(isRange)
    ? []
    : [
        quoted(
          what,
          codes,
          `codes from ${least} to ${most}, like ${least === 0 ? '"12", "0,12" or "0-99"' : '"200", "200,202" or "200-299"'}`,
        ),
      ];
}

/** Helm also accepts a range, and takes the newest version in it: releases would change without a change of the code. */
export function chartVersionProblems(version: string): Problems {
  const exact = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
  return textProblems("the chart's version", version, exact, 'an exact version like "3.5.0"');
}

/** A value for a message. What Terraform knows later has no text. */
export function shownValue(value: unknown): string {
  return isUnresolved(value)
    ? "an unresolved token"
    : typeof value === "string"
      ? `"${value}"`
      : String(value);
}

function quoted(what: string, value: unknown, expected: string): string {
  return problem(what, shownValue(value), expected);
}

function problem(what: string, value: string, expected: string): string {
  return `${what} is ${value}: expected ${expected}`;
}
