import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { sarifOf } from "../../../cli/review/sarif";
import { rules } from "../../../upgrade/rules/rules";
import { everything, judgement, nothing, reportOf, waiver } from "./report";

/** The published schema, from a package that ships it. It is of draft 4, of which it uses what is the same in draft 7. */
function publishedSchema(): object {
  const path = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const { $schema, id, ...schema } = JSON.parse(readFileSync(path, "utf8"));
  return schema;
}

const validate = new Ajv({
  allErrors: true,
  strict: false,
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => URL.canParse(text),
    "uri-reference": (text: string) => URL.canParse(text, "file:///"),
    "date-time": true,
  },
}).compile(publishedSchema());

const resultsIn = (sarif: string) => JSON.parse(sarif).runs[0].results;

test.each([
  ["of everything", everything],
  ["of nothing", nothing],
])("the SARIF %s is as the published schema says", (_, report) => {
  validate(JSON.parse(sarifOf(report)));
  expect(validate.errors).toBeNull();
});

test("the published schema rejects wrong SARIF", () => {
  expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
});

test("every rule is described, with its reason and its source", () => {
  expect(JSON.parse(sarifOf(nothing)).runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(
    rules.map(({ id }) => id),
  );
  const first = rules.find(({ id }) => id === "kubernetes-version-known");
  expect(JSON.parse(sarifOf(nothing)).runs[0].tool.driver.rules).toContainEqual({
    id: "kubernetes-version-known",
    shortDescription: { text: `${first?.title}.` },
    fullDescription: { text: first?.why },
    help: {
      text: `${first?.why}\n\nSource: ${first?.source}.\n\nTo waive it, give rule, address, reason and end date in a waivers file.`,
    },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["eks", "upgrade"], "problem.severity": "error" },
  });
});

test("a result has its level, its plan, its address and a fingerprint", () => {
  expect(
    resultsIn(sarifOf(reportOf({ judgements: [judgement({ rule: "kubernetes-version-known" })] }))),
  ).toEqual([
    {
      ruleId: "kubernetes-version-known",
      ruleIndex: rules.findIndex(({ id }) => id === "kubernetes-version-known"),
      level: "error",
      message: { text: "the nodes of workers-v1 run Kubernetes 1.30, too old" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "plans/alpha.json", uriBaseId: "%SRCROOT%" },
            region: { startLine: 1 },
          },
          logicalLocations: [
            {
              fullyQualifiedName: 'module.eks.aws_eks_node_group.this["workers-v1"]',
              kind: "resource",
            },
          ],
        },
      ],
      partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
      suppressions: [],
    },
  ]);
});

test("what is waived is there and suppressed, with the reason and the end", () => {
  const waived = reportOf({
    judgements: [judgement({ address: "aws_eks_node_group.old" })],
    waivers: [waiver()],
  });
  expect(resultsIn(sarifOf(waived)).map((result: { suppressions: unknown }) => result.suppressions)).toEqual([
    [{ kind: "external", status: "accepted", justification: "goes on Monday, PLAT-123 (until 2026-12-01)" }],
  ]);
});

test("levels: errors and findings that are not evaluated are errors, a warning is a warning", () => {
  expect(
    resultsIn(sarifOf(everything)).map(({ level, message }: { level: string; message: { text: string } }) => [
      level,
      message.text.slice(0, 30),
    ]),
  ).toEqual([
    ["error", "the nodes of workers-v1 run Ku"],
    ["error", "not evaluated: the version of "],
    ["warning", "coredns v1.99.0-eksbuild.1 is "],
    ["error", "the nodes of old run Kubernete"],
  ]);
});

test("facts that are not in the plans and waivers that match nothing are notifications of the run", () => {
  expect(
    JSON.parse(sarifOf(everything)).runs[0].invocations[0].toolExecutionNotifications.map(
      ({ level, message }: { level: string; message: { text: string } }) => [level, message.text],
    ),
  ).toEqual([
    [
      "warning",
      "the waiver of node-group-version-skew at aws_eks_node_group.gone matches nothing: remove it from the file, or write the address as in the finding",
    ],
    ["note", "not in these plans: the bindings of target group alpha-webapp-b are not in these plans"],
  ]);
});

test("a fingerprint stays when the message changes, and tells rules, addresses, stacks and doubles apart", () => {
  const fingerprints = (...more: readonly Parameters<typeof judgement>[0][]) =>
    resultsIn(sarifOf(reportOf({ judgements: more.map(judgement) }))).map(
      (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        result.partialFingerprints.primaryLocationLineHash,
    );
  expect(fingerprints({ message: "x" })).toEqual(fingerprints({ message: "y" }));
  const all = fingerprints({}, {}, { address: "a" }, { stack: "b" }, { rule: "addon-version-fits" });
  expect(new Set(all).size).toBe(5);
});

test.each([
  ["plans/a b.json", { uri: "plans/a%20b.json", uriBaseId: "%SRCROOT%" }],
  ["./plans/100%.json", { uri: "plans/100%25.json", uriBaseId: "%SRCROOT%" }],
  ["standard input", { uri: "standard%20input", uriBaseId: "%SRCROOT%" }],
  ["/tmp/plan.json", { uri: "file:///tmp/plan.json" }],
  ["a:b\ud800.json", { uri: "a%3Ab%EF%BF%BD.json", uriBaseId: "%SRCROOT%" }],
])("the plan %j is a URI that code scanning takes", (stack, artifactLocation) => {
  const [result] = resultsIn(sarifOf(reportOf({ judgements: [judgement({ stack })] })));
  expect(result.locations[0].physicalLocation.artifactLocation).toEqual(artifactLocation);
});
