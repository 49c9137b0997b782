/**
 * The first version of the AWS provider that has an attribute. The tests' fleets allow older ones, which reject it.
 * Source: the changelog of the AWS provider.
 */
export const FIRST_AWS_PROVIDERS = {
  deletionProtection: [6, 9, 0],
  nodeRepairLimits: [6, 20, 0],
  updateStrategy: [6, 26, 0],
} as const satisfies Readonly<Record<string, Numbers>>;

/** One term of a version constraint, as Terraform reads it: ">= 6.9", "~> 6.9", "6.9.0". */
const TERM = /^(=|!=|>=|>|<=|<|~>)?\s*(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?:-[0-9A-Za-z.-]+)?$/;

/** Operators that do not limit how old a version may be. */
const UPPER: readonly string[] = ["!=", "<", "<="];

type Numbers = readonly [major: number, minor: number, patch: number];

/** The problem of a version constraint of a provider. `undefined` if Terraform accepts it. */
export function constraintProblem(constraint: string): string | undefined {
  return terms(constraint).every((term) => TERM.test(term))
    ? undefined
    : `invalid version constraint "${constraint}": expected one of Terraform, like ">= 6.9.0, < 7.0.0" or "6.21.0"`;
}

/** Whether a constraint allows only `version` and newer versions. */
export function allowsOnlyFrom(version: Numbers, constraint: string): boolean {
  return terms(constraint).some((term) => {
    const [, operator = "=", major, minor = 0, patch = 0] = TERM.exec(term) ?? [];
    return (
      major !== undefined &&
      !UPPER.includes(operator) &&
      isAtLeast([Number(major), Number(minor), Number(patch)], version)
    );
  });
}

function terms(constraint: string): readonly string[] {
  return constraint.split(",").map((term) => term.trim());
}

function isAtLeast(numbers: Numbers, least: Numbers): boolean {
  const difference = numbers.map((number, index) => number - (least[index] ?? 0)).find((each) => each !== 0);
  return difference === undefined || difference > 0;
}
