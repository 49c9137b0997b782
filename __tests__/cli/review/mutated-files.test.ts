import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { formats, formatted } from "../../../cli/review/formats";
import { type Judged, judgePlans } from "../../../cli/review/judge-plans";
import { requestOf } from "../../../cli/review/request";
import { planJson } from "../../fixtures/plans";

/** `MUTATED_PLANS=100000 npx jest mutated` tries more of them. */
const RUNS = Number(process.env.MUTATED_PLANS ?? 500);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PATH = join(folder, "plan.json");
const { request } = requestOf([PATH], { format: "text", day: "2026-11-24" });

/** The bytes of a file, through the reading of it to the last format. */
function judged(bytes: Uint8Array): Judged {
  writeFileSync(PATH, bytes);
  const answer = judgePlans([PATH], request, []);
  if ("problems" in answer) {
    expect(answer.problems.join("\n")).toMatch(/^\S+plan\.json: \S/);
    expect(answer.problems.join("\n")).not.toMatch(/\bat .*\.[jt]s:\d+|Error\b|undefined/);
  } else {
    for (const format of formats) {
      expect(formatted(answer.report, format, false)).toMatch(/\S/);
    }
  }
  return answer;
}

const plan = Buffer.from(JSON.stringify(planJson("raw/shift/10")));

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly added: Uint8Array;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(plan.length),
  removed: fc.oneof(fc.nat(4), fc.nat(2000)),
  added: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        "\u0000",
        "1e999",
        "-1e-999",
        "9".repeat(400),
        '{"__proto__":{"address":1}}',
        '"__proto__":{"resource_changes":[]},',
        "null",
        "[".repeat(100_000),
        `${"[".repeat(20_000)}${"]".repeat(20_000)}`,
        '"\\ud800"',
      )
      .map((text) => Buffer.from(text)),
    fc
      .constantFrom([0xff], [0xc3], [0xed, 0xa0, 0x80], [0xff, 0xfe], [0xef, 0xbb, 0xbf])
      .map((bytes) => Uint8Array.from(bytes)),
  ),
});

function edited(bytes: Buffer, { at, removed, added }: Edit): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

test(
  `a file with other bytes in ${RUNS} ways is reviewed or is not a plan`,
  () => {
    const answers = { report: 0, problems: 0 };
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const answer = judged(edits.reduce(edited, plan));
        answers["report" in answer ? "report" : "problems"] += 1;
      }),
      {
        numRuns: RUNS,
        // One byte of a name or of a text: it is a plan all the same.
        examples: [[[{ at: plan.indexOf("webapp"), removed: 1, added: Uint8Array.of(0xc3) }]]],
      },
    );
    expect(answers.report).toBeGreaterThan(0);
    expect(answers.problems).toBeGreaterThan(RUNS / 2);
  },
  60_000 + RUNS * 20,
);

test.each<[string, string | Uint8Array]>([
  ["nothing", ""],
  ["NUL bytes", "\u0000\u0000\u0000\u0000"],
  ["a list", "[]"],
  ["a text", '"plan"'],
  ["a number", "1e999"],
  ["null", "null"],
  ["bytes that are no text", Uint8Array.of(0xff, 0x00, 0xd8, 0xfe)],
  ["half of a plan", plan.subarray(0, plan.length / 2)],
  ["half of a plan in UTF-16", Buffer.from(`\ufeff${plan.subarray(0, 1000)}`, "utf16le")],
  ["lists in lists without end", "[".repeat(1_000_000)],
  ["objects in objects", `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`],
])("a file of %s is no plan", (_, bytes) => {
  const answer = judged(Buffer.from(bytes));
  expect("problems" in answer ? answer.problems : []).toHaveLength(1);
});
