import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import type { ChangedStack } from "../../../cli/changed/changed-stacks";
import type { CiEnvironment } from "../../../cli/jobs/environments-file";
import { type Jobs, jobsOf, MOST_WAVES } from "../../../cli/jobs/jobs";
import { markdownOf } from "../../../cli/jobs/markdown";
import { jsonReport } from "../../../cli/shared/json-report";
import schema from "../../../schemas/jobs.schema.json";

const environment = (name: string): CiEnvironment => ({
  name,
  planRole: `arn:aws:iam::123456789012:role/${name}-plan`,
  applyRole: `arn:aws:iam::123456789012:role/${name}-apply`,
  runner: "ubuntu-24.04",
  inClusterRunner: `${name}-vpc`,
});

const environments = [environment("alpha"), environment("production")];

const changed = (stack: string, more: Partial<ChangedStack> = {}): ChangedStack => ({
  stack,
  change: "changed",
  workingDirectory: `stacks/${stack}`,
  environment: stack.split("-")[0] ?? "",
  region: "ap-northeast-2",
  providers: ["aws"],
  after: [],
  plannedAfter: [],
  ...more,
});

const sides = { base: "base/cdktf.out", head: "cdktf.out", plansAll: false };

function jobs(stacks: readonly ChangedStack[], more: Partial<typeof sides> = {}): Jobs {
  const found = jobsOf(stacks, environments, { ...sides, ...more });
  if ("problems" in found) {
    throw new Error(found.problems.join("\n"));
  }
  return found;
}

/** A second cluster is created and bound. Each stack reads what the one before it creates. */
const secondCluster = [
  changed("alpha-kr-b", { change: "added" }),
  changed("alpha-webapp", { after: ["alpha-kr-b"], plannedAfter: ["alpha-kr-b"] }),
  changed("alpha-kr-b-workload", {
    change: "added",
    providers: ["aws", "helm"],
    after: ["alpha-kr-b", "alpha-webapp"],
    plannedAfter: ["alpha-webapp"],
  }),
];

const names = (each: readonly { readonly stack: string }[]) => each.map(({ stack }) => stack);

const namesIn = ({ environments: all }: Jobs) =>
  all.map(({ environment: name, waves }) => [
    name,
    ...waves.map(({ plan, apply }) => [names(plan), names(apply)]),
  ]);

test("a stack is planned with its environment's role, on a runner that can plan it", () => {
  expect(jobs([changed("alpha-kr-a")]).plan).toEqual([
    {
      stack: "alpha-kr-a",
      change: "changed",
      directory: "cdktf.out/stacks/alpha-kr-a",
      destroy: false,
      environment: "alpha",
      region: "ap-northeast-2",
      role: "arn:aws:iam::123456789012:role/alpha-plan",
      runner: "ubuntu-24.04",
    },
  ]);
});

test("an in-cluster stack is planned on a runner that reaches the cluster", () => {
  const { plan, environments: all } = jobs([
    changed("production-kr-a-workload", { providers: ["aws", "helm"], region: null }),
  ]);
  expect(plan).toMatchObject([{ runner: "production-vpc", region: "us-east-1" }]);
  expect(all[0]?.waves[0]?.runner).toBe("production-vpc");
});

test("a stack that is removed is planned and destroyed from the base", () => {
  expect(jobs([changed("alpha-kr-a", { change: "removed" })]).plan).toMatchObject([
    { directory: "base/cdktf.out/stacks/alpha-kr-a", destroy: true },
  ]);
});

test("environments are in the order of the file, without those that do not change", () => {
  const first = jobs([changed("production-kr-a"), changed("alpha-kr-a")]);
  expect(names(first.plan)).toEqual(["alpha-kr-a", "production-kr-a"]);
  expect(first.environments.map(({ environment: name, role }) => [name, role])).toEqual([
    ["alpha", "arn:aws:iam::123456789012:role/alpha-apply"],
    ["production", "arn:aws:iam::123456789012:role/production-apply"],
  ]);
  expect(namesIn(jobs([changed("production-kr-a")])).map(([name]) => name)).toEqual(["production"]);
});

test("a stack that can only be planned after another apply is planned in a later wave", () => {
  const found = jobs(secondCluster);
  expect(names(found.plan)).toEqual(["alpha-kr-b"]);
  expect(namesIn(found)).toEqual([
    [
      "alpha",
      [[], ["alpha-kr-b"]],
      [["alpha-webapp"], ["alpha-webapp"]],
      [["alpha-kr-b-workload"], ["alpha-kr-b-workload"]],
    ],
  ]);
});

test("a stack that is only applied after another is reviewed with it, and applied in its wave or later", () => {
  const stacks = [...secondCluster.slice(0, 2), changed("alpha-kr-a", { after: ["alpha-webapp"] })];
  const found = jobs(stacks);
  expect(names(found.plan)).toEqual(["alpha-kr-b", "alpha-kr-a"]);
  expect(namesIn(found)).toEqual([
    ["alpha", [[], ["alpha-kr-b"]], [["alpha-webapp"], ["alpha-webapp", "alpha-kr-a"]], [[], []]],
  ]);
});

test("with --anew, no stack counts as reviewed", () => {
  const found = jobs([changed("alpha-kr-a")], { plansAll: true });
  expect(found.plan).toEqual([]);
  expect(namesIn(found)).toEqual([["alpha", [["alpha-kr-a"], ["alpha-kr-a"]], [[], []], [[], []]]]);
});

test("every stack without a role, a place in the order or a wave is reported at once", () => {
  const found = jobsOf(
    [
      changed("beta-kr-a"),
      changed("other", { environment: null }),
      changed("production-kr-a"),
      changed("alpha-kr-a", { after: ["production-kr-a"] }),
      ...secondCluster,
      changed("alpha-x", { after: ["alpha-kr-b-workload"], plannedAfter: ["alpha-kr-b-workload"] }),
    ],
    environments,
    sides,
  );
  expect(found).toEqual({
    problems: [
      "beta-kr-a: unknown environment beta: expected alpha, production. Add it to the file, at its place in the order of applying",
      'other: its AWS provider has no tag "environment", so the role that plans it is unknown: set the tag in default_tags, or a local value of that name',
      "alpha-kr-a: applied after production-kr-a, but alpha comes before production: split it into two pull requests, or change the order of the environments",
      "alpha-x: it can be planned only after 3 other stacks are applied, one after the other, and a pull request can hold 2 of these: split it into two pull requests",
    ],
  });
});

const validate = new Ajv({ allErrors: true }).compile(schema);

test.each([
  ["of nothing", []],
  ["of stacks in waves", secondCluster],
])("the JSON %s is valid by the published schema", (_, stacks) => {
  validate(JSON.parse(jsonReport("1.0", jobs(stacks))));
  expect(validate.errors).toBeNull();
});

test("the summary says what is planned after the merge, and why", () => {
  expect(markdownOf(secondCluster.slice(0, 2))).toBe(`### Stacks that change, in the order of applying (2)

| stack | change | environment | planned |
| --- | --- | --- | --- |
| \`alpha-kr-b\` | added | alpha | now |
| \`alpha-webapp\` | changed | alpha | **after the merge**, once \`alpha-kr-b\` is applied: what it looks up in AWS is not there yet. Its plan is reviewed then, before it is applied. |
`);
  expect(markdownOf([])).toBe("No stack changes.\n");
});

test("each stack is applied once, in order, and planned once before, whatever changes", () => {
  const graph = fc
    .array(fc.record({ after: fc.nat(), isPlannedAfter: fc.boolean(), isFirst: fc.boolean() }), {
      maxLength: 8,
    })
    .map((all) =>
      all.map(({ after, isPlannedAfter, isFirst }, index): ChangedStack => {
        const needs = index === 0 || isFirst ? [] : [`alpha-${after % index}`];
        return changed(`alpha-${index}`, { after: needs, plannedAfter: isPlannedAfter ? needs : [] });
      }),
    );
  fc.assert(
    fc.property(graph, fc.boolean(), (stacks, plansAll) => {
      const found = jobsOf(stacks, environments, { ...sides, plansAll });
      if ("problems" in found) {
        expect(stacks.filter(({ plannedAfter }) => plannedAfter.length > 0).length).toBeGreaterThanOrEqual(
          MOST_WAVES,
        );
        return;
      }
      const waves = found.environments.flatMap((each) => each.waves);
      const applied = waves.flatMap(({ apply }) => names(apply));
      expect([...applied].sort()).toEqual(names(stacks));
      for (const { stack, after } of stacks) {
        for (const other of after) {
          expect(applied.indexOf(other)).toBeLessThan(applied.indexOf(stack));
        }
      }
      const planned = [...names(found.plan), ...waves.flatMap(({ plan }) => names(plan))];
      expect(planned.sort()).toEqual(names(stacks));
    }),
  );
});

test("as many stacks as a matrix of GitHub holds are planned at once, and one more is rejected", () => {
  const stacks = (count: number) => Array.from({ length: count }, (_, index) => changed(`alpha-${index}`));
  expect(jobs(stacks(256)).plan.length).toBe(256);
  for (const plansAll of [false, true]) {
    expect(jobsOf(stacks(257), environments, { ...sides, plansAll })).toEqual({
      problems: [
        "257 stacks are planned at once, and a workflow can plan 256: split the change into smaller pull requests",
      ],
    });
  }
});
