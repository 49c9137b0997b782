import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../package.json";
import type { Waiver } from "../../upgrade/review/waiver";
import { type Judgement, rules } from "../../upgrade/rules/rules";
import { outsideOf, type Report, type RuleText, unusedWaiverLine } from "./wording";

/** SARIF 2.1.0 for code scanning. A finding is located at line 1 of its plan, and at the address of its resource. */
export function sarifOf(report: Report): string {
  const { result, plans, of } = report;
  const explained: readonly RuleText[] = of?.rules ?? rules;
  const { rejected, notEvaluated, warnings, waived, unusedWaivers, outsidePlans } = result;
  const fingerprint = fingerprints();
  const found = [
    ...[...rejected, ...notEvaluated, ...warnings].map((judgement) => ({ judgement, waiver: undefined })),
    ...waived,
  ];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cdktf-eks-upgrade",
            version,
            semanticVersion: version,
            rules: explained.map(({ id, severity, title, why, source }) => ({
              id,
              shortDescription: { text: sentence(title) },
              fullDescription: { text: why },
              help: {
                text: `${why}\n\nSource: ${source}.\n\nTo waive it, give rule, address, reason and end date in a waivers file.`,
              },
              defaultConfiguration: { level: severity },
              properties: { tags: ["eks", "upgrade"], "problem.severity": severity },
            })),
          },
        },
        automationDetails: { id: "cdktf-eks-upgrade/" },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...unusedWaivers.map((waiver) => ({
                level: "warning",
                message: { text: unusedWaiverLine(waiver) },
              })),
              ...outsidePlans.map(({ stack, address, message }) => ({
                level: "note",
                message: { text: `${outsideOf(report)}: ${message}` },
                locations: [location(stack, address)],
              })),
            ],
          },
        ],
        artifacts: plans.map((plan) => ({ location: artifact(plan) })),
        results: found.map(({ judgement, waiver }) =>
          resultOf(explained, judgement, waiver, fingerprint(judgement)),
        ),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(
  explained: readonly RuleText[],
  judgement: Judgement,
  waiver: Waiver | undefined,
  fingerprint: string,
): object {
  const { rule, severity, stack, address, message, isNotEvaluated } = judgement;
  return {
    ruleId: rule,
    ruleIndex: explained.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: isNotEvaluated === true ? `not evaluated: ${message}` : message },
    locations: [location(stack, address)],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    // An empty list: the finding is not suppressed. Without the list, this would be unknown.
    suppressions:
      waiver === undefined
        ? []
        : [
            {
              kind: "external",
              status: "accepted",
              justification: `${waiver.reason} (until ${waiver.until})`,
            },
          ],
  };
}

function location(stack: string, address: string): object {
  return {
    physicalLocation: { artifactLocation: artifact(stack), region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: address, kind: "resource" }],
  };
}

function artifact(path: string): object {
  if (isAbsolute(path)) {
    return { uri: pathToFileURL(path).href };
  }
  const uri = path
    .replace(/^\.\//, "")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return { uri, uriBaseId: "%SRCROOT%" };
}

/**
 * The same for the same rule at the same address, whatever the message is: an alert stays the same alert from plan to
 * plan. A number distinguishes several findings of one rule at one address.
 */
function fingerprints(): (judgement: Judgement) => string {
  const counts = new Map<string, number>();
  return ({ rule, stack, address }) => {
    const key = JSON.stringify([rule, stack, address]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${createHash("sha256").update(key).digest("hex").slice(0, 16)}:${count}`;
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
