import { textOf } from "./text";
import type { Report } from "./wording";

export const formats = ["text", "markdown", "sarif", "json"] as const;

export type Format = (typeof formats)[number];

/**
 * Loads the code of a format when it is needed, because loading it slows down every start.
 *
 * @param isColored - only text has colours
 */
export function formatted(report: Report, format: Format, isColored: boolean): string {
  switch (format) {
    case "text":
      return textOf(report, isColored);
    case "markdown": {
      const { markdownOf }: typeof import("./markdown") = require("./markdown");
      return markdownOf(report);
    }
    case "sarif": {
      const { sarifOf }: typeof import("./sarif") = require("./sarif");
      return sarifOf(report);
    }
    case "json": {
      const { jsonOf }: typeof import("./json") = require("./json");
      return jsonOf(report);
    }
  }
}
