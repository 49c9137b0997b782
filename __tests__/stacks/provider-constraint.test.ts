import { allowsOnlyFrom, constraintProblem } from "../../stacks/provider-constraint";

test.each([
  ["6.9.0", true],
  ["= 6.9.0", true],
  ["6.21.0", true],
  ["~> 6.9", true],
  ["~>6.10", true],
  [">= 6.9", true],
  [">= 6.9.0, < 7.0.0", true],
  ["< 7.0.0, >= 6.9.0", true],
  [">= 6.12.0, != 6.14.0", true],
  ["> 6.9.0", true],
  [">= 7", true],
  ["6.8.9", false],
  [">= 5.100.0, < 7.0.0", false],
  ["~> 6.8", false],
  ["~> 6.0", false],
  [">= 6.8.0", false],
  ["< 7.0.0", false],
  ["<= 6.9.0", false],
  ["!= 6.9.0", false],
])("whether %s allows only 6.9.0 and later: %s", (constraint, expected) => {
  expect(constraintProblem(constraint)).toBeUndefined();
  expect(allowsOnlyFrom([6, 9, 0], constraint)).toBe(expected);
});

test.each(["", "latest", "6.x", "^6.9.0", ">= 6.9.0 < 7.0.0", ">= 6.9.0,", "v6.9.0", "6.9.0.1"])(
  'fails for "%s"',
  (constraint) => {
    expect(constraintProblem(constraint)).toBe(
      `invalid version constraint "${constraint}": expected one of Terraform, like ">= 6.9.0, < 7.0.0" or "6.21.0"`,
    );
  },
);

test("a pre-release can be pinned", () => {
  expect(constraintProblem("7.0.0-beta1")).toBeUndefined();
});
