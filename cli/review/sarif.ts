import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../package.json";
import type { Waiver } from "../../upgrade/review/waiver";
import { type Judgement, rules } from "../../upgrade/rules/rules";
import { type Report, type RuleText, unusedWaiverLine } from "./wording";

/** For code scanning: SARIF 2.1.0. A finding is at the first line of its plan, and at the address of its resource. */
export function sarifOf({ result, plans, of }: Report): string {
  const explained: readonly RuleText[] = of?.rules ?? rules;
  const { refused, notJudged, warnings, waived, unusedWaivers, notInView } = result;
  const fingerprint = fingerprints();
  const found = [
    ...[...refused, ...notJudged, ...warnings].map((judgement) => ({ judgement, waiver: undefined })),
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
                text: `${why}\n\nSource: ${source}.\n\nTo waive it, give rule, address, reason and end date in a file of waivers.`,
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
              ...notInView.map(({ stack, address, message }) => ({
                level: "note",
                message: { text: `not in view: ${message}` },
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
  const { rule, severity, stack, address, message, notJudged } = judgement;
  return {
    ruleId: rule,
    ruleIndex: explained.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: notJudged === true ? `not judged: ${message}` : message },
    locations: [location(stack, address)],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    // An empty list says that nothing is suppressed; left out, it would say that nobody looked.
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
 * The same for the same rule at the same address, whatever the message says by then: an alert stays the same alert
 * from plan to plan. Of two findings there, the second is told from the first.
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
