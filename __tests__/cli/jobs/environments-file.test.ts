import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentsIn } from "../../../cli/jobs/environments-file";

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
      environments: {
        alpha: { planRole: "eks-upgrade-plan", runner: 3, role: planRole },
        production: { planRole, applyRole: planRole },
        beta: [],
      },
    }),
  ).toEqual({
    problems: [
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
