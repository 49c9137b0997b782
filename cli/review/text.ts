import { createColors } from "picocolors";
import { joined, section } from "../shared/sections";
import { visible } from "../shared/visible";
import {
  changeLine,
  outsideOf,
  type Report,
  ROLLBACK,
  subjectOf,
  summary,
  UNEVALUATED,
  unevaluatedText,
  unusedWaiverLine,
  waiverLine,
} from "./wording";

/** For a terminal. The verdict is the last line, above the next prompt. */
export function textOf(report: Report, isColored: boolean): string {
  const { result, of } = report;
  const colors = createColors(isColored);
  const { changes, rejected, notEvaluated, warnings, waived, unusedWaivers, outsidePlans, unevaluated } =
    result;
  const finding = ({ rule, address, stack, message }: Finding) => [
    `  ${rule === undefined ? "" : `${colors.bold(rule)}  `}${visible(address)}  ${colors.dim(visible(stack))}`,
    `    ${visible(message)}`,
  ];
  return joined([
    section(
      colors.bold("Changes"),
      changes.length === 0 && of === undefined
        ? ["  none: no resource changes"]
        : changes.flatMap((change) => [
            `  ${visible(changeLine(change))}`,
            ...(change.rollback === undefined
              ? []
              : [colors.dim(`    ${ROLLBACK[change.rollback.state]}: ${visible(change.rollback.how)}`)]),
          ]),
    ),
    section(colors.red(`Rejected (${rejected.length})`), rejected.flatMap(finding)),
    section(
      colors.red(`Not evaluated, counts as rejected (${notEvaluated.length})`),
      notEvaluated.flatMap(finding),
    ),
    section(colors.yellow(`Warnings (${warnings.length + unusedWaivers.length})`), [
      ...warnings.flatMap(finding),
      ...unusedWaivers.map((waiver) => `  ${visible(unusedWaiverLine(waiver))}`),
    ]),
    section(
      colors.bold(`Waived (${waived.length})`),
      waived.flatMap((waivedOne) => [
        ...finding(waivedOne.judgement),
        `    ${colors.dim(visible(waiverLine(waivedOne)))}`,
      ]),
    ),
    section(
      colors.bold(`Not evaluated: ${outsideOf(report)} (${outsidePlans.length})`),
      outsidePlans.flatMap(finding),
    ),
    section(
      colors.bold(`${UNEVALUATED} (${unevaluated.length})`),
      unevaluated.map(
        (change) =>
          `  ${visible(change.address)}  ${visible(unevaluatedText(change))}  ${colors.dim(visible(change.stack))}`,
      ),
    ),
    verdictOf(report, isColored),
  ]);
}

interface Finding {
  readonly rule?: string;
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

/** "Rejected  2 plans on 2026-11-24: 1 rejected, 3 warnings." */
export function verdictOf(report: Report, isColored: boolean): string {
  const { result } = report;
  const colors = createColors(isColored);
  const verdict =
    result.verdict === "accepted"
      ? colors.green(colors.bold("Accepted"))
      : colors.red(colors.bold("Rejected"));
  return `${verdict}  ${subjectOf(report)} on ${result.day}: ${summary(report)}.`;
}
