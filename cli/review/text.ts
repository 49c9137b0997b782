import { createColors } from "picocolors";
import { joined, section } from "../shared/sections";
import { visible } from "../shared/visible";
import {
  changeLine,
  judgedOf,
  type Report,
  summary,
  unusedWaiverLine,
  WAY_BACK,
  waiverLine,
} from "./wording";

/** For a terminal. The verdict is the last line, where the eye is when it is done. */
export function textOf(report: Report, isColored: boolean): string {
  const { result, of } = report;
  const colors = createColors(isColored);
  const { changes, refused, notJudged, warnings, waived, unusedWaivers, notInView } = result;
  const finding = ({ rule, address, stack, message }: Finding) => [
    `  ${rule === undefined ? "" : `${colors.bold(rule)}  `}${visible(address)}  ${colors.dim(visible(stack))}`,
    `    ${visible(message)}`,
  ];
  return joined([
    section(
      colors.bold("What it does"),
      changes.length === 0 && of === undefined
        ? ["  nothing: no resource changes"]
        : changes.flatMap((change) => [
            `  ${visible(changeLine(change))}`,
            ...(change.wayBack === undefined
              ? []
              : [colors.dim(`    ${WAY_BACK[change.wayBack.state]}: ${visible(change.wayBack.how)}`)]),
          ]),
    ),
    section(colors.red(`Refused (${refused.length})`), refused.flatMap(finding)),
    section(
      colors.red(`Not judged, which counts as refused (${notJudged.length})`),
      notJudged.flatMap(finding),
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
      colors.bold(`Not in view, so not judged; refuses nothing (${notInView.length})`),
      notInView.flatMap(finding),
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

/** "Refused  2 plans on 2026-11-24: 1 refused, 3 warnings." */
export function verdictOf(report: Report, isColored: boolean): string {
  const { result } = report;
  const colors = createColors(isColored);
  const verdict =
    result.verdict === "passed" ? colors.green(colors.bold("Passed")) : colors.red(colors.bold("Refused"));
  return `${verdict}  ${judgedOf(report)} on ${result.day}: ${summary(result)}.`;
}
