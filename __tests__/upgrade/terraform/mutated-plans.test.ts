import fc from "fast-check";
import { formats, formatted } from "../../../cli/review/formats";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { review } from "../../../upgrade/review/review";
import { judge } from "../../../upgrade/rules/rules";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { readPlans } from "../../../upgrade/terraform/read-plans";
import { planJson, planNames } from "../../fixtures/plans";

/** `MUTATED_PLANS=100000 npx jest mutated-plans` tries more of them. */
const RUNS = Number(process.env.MUTATED_PLANS ?? 2000);

const plans = new Map(planNames().map((name): [string, unknown] => [name, planJson(name)]));

/** Where to go in a plan, and what to put there. */
interface Mutation {
  readonly way: readonly number[];
  readonly kind: "value" | "remove" | "move" | "nest";
  readonly value: unknown;
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.string({ unit: "binary" }),
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    "",
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    "9".repeat(400),
    "a.b[0]".repeat(2000),
    "\u0000",
    "\ud800",
    "1.9999",
    "v999999999.0.0-eksbuild.1",
    "__proto__",
    "constructor",
    "arn:aws:elasticloadbalancing:::targetgroup//",
    "arn:aws:eks",
    "no-op",
    ["delete", "create"],
    {
      references: [
        "module.eks",
        "module.eks",
        "var.x",
        "local.y",
        'aws_lb.a["',
        "each.value.a",
        "[",
        "..",
        "",
      ],
    },
    { references: ["module.alb.aws", "module.eks[0].cluster_name", "data.x", "count.index"] },
    { constant_value: { a: [{}] } },
    JSON.parse('{"__proto__": {"address": 1}, "constructor": [], "hasOwnProperty": 1}'),
  ),
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  way: fc.array(fc.nat(), { minLength: 1, maxLength: 14 }),
  kind: fc.constantFrom("value", "value", "remove", "move", "nest"),
  value: strange,
});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON with one place changed; all else is shared with the original. */
function mutated(json: unknown, { way, kind, value }: Mutation, root: unknown): unknown {
  const [step, ...rest] = way;
  const keys = isRecord(json) ? Object.keys(json) : Array.isArray(json) ? [...json.keys()] : [];
  if (step === undefined || keys.length === 0) {
    return replacement(json, kind, value, root);
  }
  const key = keys[step % keys.length] ?? 0;
  if (Array.isArray(json)) {
    const copy = [...json];
    copy[Number(key)] = mutated(json[Number(key)], { way: rest, kind, value }, root);
    return kind === "remove" && rest.length === 0 ? copy.filter((_, index) => index !== key) : copy;
  }
  if (!isRecord(json)) {
    return value;
  }
  const { [key]: inside, ...others } = json;
  return kind === "remove" && rest.length === 0
    ? others
    : { ...others, [key]: mutated(inside, { way: rest, kind, value }, root) };
}

function replacement(json: unknown, kind: Mutation["kind"], value: unknown, root: unknown): unknown {
  if (kind === "nest") {
    let nested = json;
    for (let depth = 0; depth < 5000; depth += 1) {
      nested = depth % 2 === 0 ? [nested] : { child_modules: nested };
    }
    return nested;
  }
  return kind === "move" ? root : value;
}

/** Far longer than any of them takes on a busy machine. */
const LONGEST_SECONDS = 20;

/** What the command does with a plan, but for reading and writing. */
function answer(json: unknown): "judged" | "not a plan" {
  const plan = parsePlan(json);
  if ("problem" in plan) {
    expect(plan.problem).toMatch(/\S/);
    return "not a plan";
  }
  const reading = readPlans([
    { name: "one", plan },
    { name: "two", plan },
  ]);
  const judgements = judge({ ...reading, catalog: Catalog.DATED, day: "2026-11-23" });
  const report = { result: review(reading, judgements, [], "2026-11-23"), plans: ["one", "two"] };
  for (const format of formats) {
    expect(formatted(report, format, false)).toMatch(/\S/);
  }
  return "judged";
}

test(
  `${RUNS} mutated plans are evaluated or rejected as no plan, and never throw`,
  () => {
    const answers = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(...plans.keys()),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (name, mutations) => {
          const original = plans.get(name);
          const json = mutations.reduce<unknown>((current, one) => mutated(current, one, original), original);
          const began = performance.now();
          const result = answer(json);
          expect((performance.now() - began) / 1000).toBeLessThan(LONGEST_SECONDS);
          answers.set(result, (answers.get(result) ?? 0) + 1);
        },
      ),
      { numRuns: RUNS },
    );
    // Both happen often: the mutations go neither too deep nor not deep enough.
    expect(answers.get("judged")).toBeGreaterThan(RUNS / 10);
    expect(answers.get("not a plan")).toBeGreaterThan(RUNS / 20);
  },
  60_000 + RUNS * 20,
);
