import Ajv from "ajv/dist/2020";
import { jsonOf } from "../../../cli/review/json";
import { waiversIn } from "../../../cli/review/waiver-file";
import { version } from "../../../package.json";
import schema from "../../../schemas/review.schema.json";
import waiversSchema from "../../../schemas/waivers.schema.json";
import { changeKinds } from "../../../upgrade/review/reviewed-change";
import { everything, nothing } from "./report";

const ajv = new Ajv({ allErrors: true });
const validate = ajv.compile(schema);
const validateWaivers = ajv.compile(waiversSchema);

test.each([
  ["of everything", everything],
  ["of nothing", nothing],
])("the JSON %s is as the published schema says", (_, report) => {
  validate(JSON.parse(jsonOf(report)));
  expect(validate.errors).toBeNull();
});

test("JSON has the whole review, the tool, and the property names of format 1", () => {
  const { day, changes, rejected, notEvaluated, warnings, waived, unusedWaivers } = everything.result;
  const { outsidePlans, unevaluated } = everything.result;
  expect(JSON.parse(jsonOf(everything))).toEqual({
    formatVersion: "1.0",
    tool: { name: "cdktf-eks-upgrade", version },
    plans: everything.plans,
    day,
    verdict: "refused",
    changes: changes.map(({ rollback, ...change }) => ({ ...change, wayBack: rollback })),
    refused: rejected,
    notJudged: notEvaluated.map(({ isNotEvaluated, ...finding }) => ({ ...finding, notJudged: true })),
    warnings,
    waived,
    unusedWaivers,
    notInView: outsidePlans,
    withoutRule: unevaluated,
  });
  expect(JSON.parse(jsonOf(nothing)).verdict).toBe("passed");
});

test("the schema names the kinds of changes that there are, and takes nothing that it does not name", () => {
  expect(schema.$defs.change.properties.kind.enum).toEqual([...changeKinds]);
  expect(validate({ ...JSON.parse(jsonOf(nothing)), more: 1 })).toBe(false);
  expect(validate({ ...JSON.parse(jsonOf(nothing)), formatVersion: "2.0" })).toBe(false);
});

const good = { rule: "node-group-version-skew", address: "a", reason: "PLAT-123", until: "2026-12-01" };

test.each([
  ["a good one", { waivers: [good] }, true],
  ["one with a stack and a schema", { $schema: "x", waivers: [{ ...good, stack: "a.json" }] }, true],
  ["no waivers", {}, false],
  ["one without a reason", { waivers: [{ ...good, reason: " " }] }, false],
  ["one without an end", { waivers: [{ rule: "a", address: "a", reason: "a" }] }, false],
  ["one with a name that is misspelt", { waivers: [{ ...good, untill: "2026-12-01" }] }, false],
])("the schema of waivers and the command agree about %s", (_, content, isGood) => {
  expect(validateWaivers(content)).toBe(isGood);
  expect(waiversIn(content, "2026-11-24").problems.length === 0).toBe(isGood);
});
