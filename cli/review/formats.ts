import { jsonOf } from "./json";
import { markdownOf } from "./markdown";
import { sarifOf } from "./sarif";
import { textOf } from "./text";
import type { Report } from "./wording";

export const formats = ["text", "markdown", "sarif", "json"] as const;

export type Format = (typeof formats)[number];

export function isFormat(text: string): text is Format {
  return formats.some((format) => format === text);
}

/** @param isColored - of the text alone: no other format has colours */
export function formatted(report: Report, format: Format, isColored: boolean): string {
  switch (format) {
    case "text":
      return textOf(report, isColored);
    case "markdown":
      return markdownOf(report);
    case "sarif":
      return sarifOf(report);
    case "json":
      return jsonOf(report);
  }
}
