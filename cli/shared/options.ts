import type { Command } from "commander";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { withCatalogFile } from "../../upgrade/eks/catalog/catalog-file";
import { isDay } from "../../upgrade/eks/days";
import { oneOfNames } from "../../upgrade/input/wording";
import { messageOf } from "./failed";

/*
 * The options that several commands have: how they are declared, and what is wrong with a value.
 */

/** The day in UTC, "2026-11-24". */
export const today = () => new Date().toISOString().slice(0, 10);

/** For an option that can be given more than once. */
export const collected = (value: string, before: readonly string[]) => [...before, value];

/** `-d, --day`. @param what "judge", "plan" */
export function withDay(command: Command, what: string): Command {
  return command.option("-d, --day <day>", `${what} as of this day, YYYY-MM-DD (UTC)`, today());
}

export function withCatalog(command: Command): Command {
  return command.option(
    "-c, --catalog <file>",
    "a file with newer Kubernetes versions and add-on versions than this package knows",
  );
}

/** `-f, --format`. The first format is the default. @param note what one of them is for */
export function withFormat(command: Command, formats: readonly string[], note = ""): Command {
  return command.option("-f, --format <format>", `one of ${formats.join(", ")}${note}`, formats[0]);
}

export function dayProblems(day: string): readonly string[] {
  return isDay(day) ? [] : [optionProblem("day", day, 'a date such as "2026-11-24"')];
}

/** The format with this name. If there is none, the problem is added. */
export function formatNamed<T extends string>(
  name: string,
  formats: readonly T[],
  problems: string[],
): T | undefined {
  const format = formats.find((each) => each === name);
  if (format === undefined) {
    problems.push(optionProblem("format", name, oneOfNames(formats)));
  }
  return format;
}

/** The dated catalog, with the rows of the file if there is one. The problems of the file are added. */
export function catalogOf(path: string | undefined, problems: string[]): Catalog {
  if (path === undefined) {
    return Catalog.DATED;
  }
  try {
    return withCatalogFile(Catalog.DATED, path);
  } catch (error) {
    problems.push(messageOf(error));
    return Catalog.DATED;
  }
}

/** `invalid value "yaml" of --format: expected "text" or "json"`. */
export function optionProblem(option: string, value: string, expected: string): string {
  return `invalid value ${JSON.stringify(value)} of --${option}: expected ${expected}`;
}
