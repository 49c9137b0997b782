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

test("environments keep their order, and have GitHub's own runner where none is given", () => {
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

test("what is wrong is told all at once", () => {
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
      '"enviroment" is not known; give "environments" alone',
      "1: a name of digits alone has no place in the order of applying; give a name with a letter",
      'alpha: there is no setting "role"; give planRole, applyRole, runner, inClusterRunner',
      'alpha: planRole is "eks-upgrade-plan"; give the ARN of an IAM role',
      "alpha: applyRole is missing; give the ARN of an IAM role",
      "alpha: runner is 3; give the label of a runner",
      "production: planRole and applyRole are the same; what plans a pull request must not be able to apply",
      "beta: planRole is missing; give the ARN of an IAM role",
      "beta: applyRole is missing; give the ARN of an IAM role",
    ],
  });
});

test.each([{}, [], { environments: {} }, { environments: ["alpha"] }])("%j names no environments", (json) => {
  expect(environmentsOf(json)).toEqual({
    problems: ['it names no environments; give "environments", by name, in the order of applying'],
  });
});

test("a file that is not there is told", () => {
  expect(environmentsIn("none.json")).toEqual({
    problems: ["none.json: it cannot be read: there is no such file or folder"],
  });
});

const isBySchema = new Ajv().compile(schema);

const like = <T>(good: T) => fc.oneof({ weight: 4, arbitrary: fc.constant(good) }, fc.jsonValue());

test("the published schema takes what is taken, and refuses what is refused, but for a role that does both", () => {
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

test("the file that users begin with names the schema where it lies for them, and is as it says", () => {
  expect(first.$schema).toBe(`../node_modules/${packageJson.name}/dist/schemas/eks-upgrade.schema.json`);
  isBySchema(first);
  expect(isBySchema.errors).toBeNull();
});
