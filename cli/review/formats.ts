import { jsonOf } from "./json";
import { markdownOf } from "./markdown";
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
    case "sarif": {
      // What it needs costs at every start, and few ask for it.
      const { sarifOf }: typeof import("./sarif") = require("./sarif");
      return sarifOf(report);
    }
    case "json":
      return jsonOf(report);
  }
}
