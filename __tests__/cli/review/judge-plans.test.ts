import fc from "fast-check";
import { planOf } from "../../../bench/plans";
import { formats, formatted } from "../../../cli/review/formats";
import { type Judged, judgePlans } from "../../../cli/review/judge-plans";
import { type ReviewRequest, requestOf } from "../../../cli/review/request";
import { parseJson } from "../../../upgrade/input/read-json";

const PATH = "plan.json";

const { request } = requestOf([PATH], { format: "text", day: "2026-11-24" });

function judged(...plans: readonly string[]): Judged {
  const paths = plans.map((_, index) => `${index}-${PATH}`);
  const all: ReviewRequest | undefined = request === undefined ? undefined : { ...request, plans: paths };
  return judgePlans(paths, all, [], (path) => parseJson(plans[paths.indexOf(path)] ?? ""));
}

const template = JSON.stringify(planOf(["alpha-kr-a"]));

/** All that a review can print of an answer. */
function printed(answer: Judged): string {
  return "problems" in answer
    ? answer.problems.join("\n")
    : formats.map((format) => formatted(answer.report, format, false)).join("\n");
}

test("if one of several plans cannot be read, none is evaluated, and all problems are reported", () => {
  expect(judged(template, "{", template, "{}")).toEqual({
    problems: [
      '1-plan.json: cut off: the JSON ends in the middle; write the input with "terraform plan -out=PLAN" and "terraform show -json PLAN"',
      '3-plan.json: this has no format_version, so it is not a plan; write the input with "terraform plan -out=PLAN" and "terraform show -json PLAN"',
    ],
  });
});

test("the review names the change of a plan", () => {
  const answer = judged(template);
  expect(printed(answer)).toContain("alpha-kr-a: control plane 1.33 → 1.34\n");
});

test("the same plans give the same bytes", () => {
  const other = JSON.stringify(planOf(["beta-kr-a"]));
  expect(printed(judged(template, other))).toBe(printed(judged(template, other)));
});

test("what a plan says to be sensitive is never printed", () => {
  const secret = "hunter2-0xC0FFEE";
  const plan = JSON.parse(template);
  plan.variables = { password: { value: secret } };
  for (const { change } of plan.resource_changes) {
    for (const side of ["before", "after"]) {
      change[side] = Object.fromEntries(
        Object.entries(change[side]).map(([key, value]) => [
          key,
          typeof value === "string" ? `${secret}-${key}` : value,
        ]),
      );
      change[`${side}_sensitive`] = Object.fromEntries(Object.keys(change[side]).map((key) => [key, true]));
    }
    change.actions = ["update"];
    change.after.tags = { team: secret };
  }
  const answer = judged(JSON.stringify(plan));
  expect("report" in answer).toBe(true);
  expect(printed(answer)).not.toContain(secret);
});

type Container = unknown[] | Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** Goes down by the numbers, and changes what it finds there. */
function mutate(
  root: Container,
  path: readonly number[],
  change: (parent: Container, key: string | number) => void,
): void {
  let parent = root;
  let key: string | number = "resource_changes";
  for (const number of path) {
    const keys: readonly (string | number)[] = Array.isArray(parent)
      ? [...parent.keys()]
      : Object.keys(parent);
    const next = keys[number % keys.length];
    if (next === undefined) {
      break;
    }
    key = next;
    const child: unknown = Reflect.get(parent, key);
    if (!isContainer(child)) {
      break;
    }
    if (number === path.at(-1)) {
      break;
    }
    parent = child;
  }
  change(parent, key);
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    "",
    "1.34",
    "1.99",
    -1,
    1e308,
    [],
    {},
    [[]],
    [null],
    { unknown: true },
    "constructor",
    "__proto__",
    "\ud800",
    "\u001b[2J",
    "aws_eks_cluster",
    ["delete", "create"],
    ["create"],
    true,
  ),
);

const mutations = fc.array(
  fc.record({
    path: fc.array(fc.nat(40), { minLength: 1, maxLength: 9 }),
    kind: fc.constantFrom("replace", "remove", "wrap", "double"),
    value: odd,
  }),
  { minLength: 1, maxLength: 4 },
);

const small = (() => {
  const plan = JSON.parse(template);
  const keep = (list: unknown[]) => list.filter((_, index) => [0, 1, 3, 7].includes(index));
  plan.resource_changes = keep(plan.resource_changes);
  for (const module of [plan.planned_values, plan.prior_state.values, plan.configuration]) {
    module.root_module.resources = keep(module.root_module.resources);
  }
  return JSON.stringify(plan);
})();

test("whatever is done to a plan, there is an answer or a problem, never an exception", () => {
  let answers = 0;
  fc.assert(
    fc.property(mutations, (changes) => {
      const plan = JSON.parse(small);
      for (const { path, kind, value } of changes) {
        mutate(plan, path, (parent, key) => {
          const was: unknown = Reflect.get(parent, key);
          if (kind === "remove") {
            Reflect.deleteProperty(parent, key);
          } else if (kind === "double" && Array.isArray(parent)) {
            parent.push(was);
          } else {
            Reflect.set(parent, key, kind === "wrap" ? [was] : structuredClone(value));
          }
        });
      }
      const answer = judged(JSON.stringify(plan));
      answers += "report" in answer ? 1 : 0;
      expect(printed(answer).length).toBeGreaterThan(0);
    }),
    { numRuns: 3000 },
  );
  expect(answers).toBeGreaterThan(300);
});

test("a plan that is cut off anywhere is a problem, never an answer", () => {
  fc.assert(
    fc.property(fc.nat(small.length - 1), (length) => {
      expect("problems" in judged(small.slice(0, length))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("JSON that is nested without end is a problem or an answer", () => {
  for (const depth of [1_000, 100_000]) {
    const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(printed(judged(deep))).not.toBe("");
    expect(printed(judged(small.replace('"after":{', `"after":{"x":${deep},`)))).not.toBe("");
  }
});
