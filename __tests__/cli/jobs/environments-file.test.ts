import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import fc from "fast-check";
import { environmentsIn } from "../../../cli/jobs/environments-file";
import packageJson from "../../../package.json";
import schema from "../../../schemas/eks-upgrade.schema.json";
import first from "../../../workflows/github/eks-upgrade.json";

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function environmentsOf(json: unknown) {
  const path = join(folder, "environments.json");
  writeFileSync(path, JSON.stringify(json));
  const found = environmentsIn(path);
  return "problems" in found
    ? { problems: found.problems.map((problem) => problem.replace(`${path}: `, "")) }
    : found;
}

const planRole = "arn:aws:iam::123456789012:role/eks-upgrade-plan";
const applyRole = "arn:aws:iam::123456789012:role/eks-upgrade-apply";

test("environments keep their order, and have GitHub's runner by default", () => {
  const found = environmentsOf({
    environments: {
      production: { planRole, applyRole, runner: "vpc" },
      alpha: { planRole, applyRole, inClusterRunner: "alpha-vpc" },
    },
  });
  expect(found).toEqual([
    { name: "production", planRole, applyRole, runner: "vpc", inClusterRunner: "vpc" },
    { name: "alpha", planRole, applyRole, runner: "ubuntu-24.04", inClusterRunner: "alpha-vpc" },
  ]);
});

test("every problem of a file is reported at once", () => {
  expect(
    environmentsOf({
      $schema: "eks-upgrade.schema.json",
      enviroment: {},
      environments: {
        alpha: { planRole: "eks-upgrade-plan", runner: 3, role: planRole },
        production: { planRole, applyRole: planRole },
        beta: [],
        1: { planRole, applyRole },
      },
    }),
  ).toEqual({
    problems: [
      'environments: invalid value "1": expected a name with a letter, because a name of digits alone loses its place in the order',
      'environments.alpha.planRole: invalid value "eks-upgrade-plan": expected the ARN of an IAM role',
      "environments.alpha.applyRole: missing: expected the ARN of an IAM role",
      "environments.alpha.runner: invalid value 3: expected the label of a runner",
      'environments.alpha: unknown property "role": did you mean "planRole"?',
      "environments.production: invalid value (an object): expected planRole and applyRole to differ, because what plans a pull request must not be able to apply",
      "environments.beta: invalid value []: expected an environment, with planRole and applyRole",
      'unknown property "enviroment": did you mean "environments"?',
    ],
  });
});

const NAMES = 'environments by name, in the order of applying, as in { "alpha": { … } }';

test.each([
  [{}, `environments: missing: expected ${NAMES}`],
  [[], 'invalid value []: expected an object with "environments"'],
  [{ environments: {} }, `environments: invalid value {}: expected ${NAMES}`],
  [{ environments: ["alpha"] }, `environments: invalid value (a list): expected ${NAMES}`],
])("%j names no environments", (json, problem) => {
  expect(environmentsOf(json)).toEqual({ problems: [problem] });
});

test("a file that does not exist is a problem", () => {
  expect(environmentsIn("none.json")).toEqual({
    problems: ["none.json: cannot be read: no such file or folder"],
  });
});

const isBySchema = new Ajv().compile(schema);

const like = <T>(good: T) => fc.oneof({ weight: 4, arbitrary: fc.constant(good) }, fc.jsonValue());

test("the published schema accepts what the command accepts, except for one role that plans and applies", () => {
  const settings = fc.record(
    {
      planRole: like(planRole),
      applyRole: like(applyRole),
      runner: like("vpc"),
      inClusterRunner: fc.constantFrom("alpha-vpc", "", 3),
      role: fc.constant(planRole),
    },
    { requiredKeys: [] },
  );
  const files = fc.record(
    {
      $schema: fc.constant("eks-upgrade.schema.json"),
      environments: like<unknown>({}).chain((value) =>
        fc.oneof(fc.constant(value), fc.dictionary(fc.string(), like<unknown>({ planRole, applyRole }))),
      ),
      more: fc.constant(1),
    },
    { requiredKeys: [] },
  );
  const oneEnvironment = settings.map((alpha) => ({ environments: { alpha } }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), files, oneEnvironment), (file) => {
      expect([file, isBySchema(file)]).toEqual([file, !("problems" in environmentsOf(file))]);
    }),
    { numRuns: 500 },
  );
});

test("the example file names the schema at its path for users, and is valid by it", () => {
  expect(first.$schema).toBe(`../node_modules/${packageJson.name}/dist/schemas/eks-upgrade.schema.json`);
  isBySchema(first);
  expect(isBySchema.errors).toBeNull();
});
