import { Token } from "cdktf";
import { arnProblems, securityGroupProblems } from "../../../constructs/checks/arns";
import { nameForms, nameProblems } from "../../../constructs/checks/names";
import {
  choiceProblems,
  cidrProblems,
  codesProblems,
  dayProblems,
  literalNumberProblems,
  reasonProblems,
  wholeNumberProblems,
} from "../../../constructs/checks/values";

describe("a whole number", () => {
  test.each([-1, 1000, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("is not %s, from 0 to 999", (value) => {
    expect(wholeNumberProblems("the weight", value, 0, 999)).toEqual([
      `the weight is ${value}: expected a whole number from 0 to 999`,
    ]);
  });

  test.each([0, 999])("may be %s, from 0 to 999", (value) => {
    expect(wholeNumberProblems("the weight", value, 0, 999)).toEqual([]);
  });

  test("has a unit, and can be without a maximum", () => {
    expect(wholeNumberProblems("the timeout", 0, 1, 60, "s")).toEqual([
      "the timeout is 0 s: expected a whole number from 1 to 60",
    ]);
    expect(wholeNumberProblems("minSize", -1, 0)).toEqual([
      "minSize is -1: expected a whole number, 0 or more",
    ]);
  });

  test("can be an unresolved token, unless it becomes part of a text", () => {
    const token = Token.asNumber({ resolve: () => 1 });
    expect(wholeNumberProblems("the weight", token, 0, 999)).toEqual([]);
    expect(literalNumberProblems("the weight", token, 0, 999)).toEqual([
      "the weight is an unresolved token: expected a whole number from 0 to 999",
    ]);
  });
});

describe("an IPv4 CIDR block", () => {
  test.each(["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32", "10.0.0.0/8"])("may be %s", (cidr) => {
    expect(cidrProblems("the block", cidr)).toEqual([]);
  });

  test.each(["203.0.113.0/33", "203.0.113.0", "256.0.113.0/24", "2001:db8::/32", "office", ""])(
    "is not %j",
    (cidr) => {
      expect(cidrProblems("the block", cidr)).toEqual([
        `the block is "${cidr}": expected an IPv4 CIDR block like "203.0.113.0/24"`,
      ]);
    },
  );

  test.each([
    ["203.0.113.7/24", "203.0.113.0/24"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["255.255.255.255/1", "128.0.0.0/1"],
  ])("does not begin at %s, but at %s: Terraform rejects the first", (cidr, block) => {
    expect(cidrProblems("the block", cidr)).toEqual([
      `the block is "${cidr}": expected the first address of the block, "${block}"`,
    ]);
  });
});

describe("codes of a health check", () => {
  test.each(["200", "200,202", "200-299", "200-204,301"])("may be %s", (codes) => {
    expect(codesProblems("the matcher", codes, 200, 499)).toEqual([]);
  });

  test.each(["200-299-250", "299-200", "500", "2xx", "", "200,", "200 - 299", "0200"])(
    "are not %j",
    (codes) => {
      expect(codesProblems("the matcher", codes, 200, 499)).toEqual([
        `the matcher is "${codes}": expected codes from 200 to 499, like "200", "200,202" or "200-299"`,
      ]);
    },
  );
});

test.each(["", "tomorrow", "2026-02-30", "2026-13-01", "2026-12-1"])("%j is not a date", (day) => {
  expect(dayProblems("rollback.upgradedOn", day)).toEqual([
    `rollback.upgradedOn is "${day}": expected a date (YYYY-MM-DD)`,
  ]);
});

test("a reason is a text that is not empty", () => {
  expect(reasonProblems("the reason", "an urgent fix")).toEqual([]);
  expect(reasonProblems("the reason", " ")).toEqual(["the reason is missing: give one"]);
});

test("a choice is one of a list", () => {
  expect(choiceProblems("phase", "active", ["active", "cordoned"])).toEqual([]);
  expect(choiceProblems("phase", "removed", ["active", "cordoned"])).toEqual([
    'phase is "removed": expected active or cordoned',
  ]);
});

describe("a name", () => {
  test.each([
    ["cluster", ["a", "A_1-b", "a".repeat(100)], ["", "-a", "a.b", "a".repeat(101)]],
    ["nodeGroup", ["workers-v1", "a".repeat(63)], ["", "_a", "a".repeat(64)]],
    ["nodeGroupPattern", ["team-*", "*"], ["", "the rest"]],
    ["loadBalancer", ["alpha-webapp", "a".repeat(32)], ["", "-a", "a-", "alpha_webapp", "a".repeat(33)]],
    ["address", ["api_1"], ["", "a.b", "_a"]],
    ["kubernetes", ["webapp", "a".repeat(63)], ["", "Web", "-a", "a".repeat(64)]],
    ["service", ["webapp"], ["", "1a", "a".repeat(64)]],
    ["secret", ["tls", "a".repeat(253)], ["", "TLS", "a".repeat(254)]],
    ["helmRelease", ["webapp", "a".repeat(53)], ["", "a.b", "a".repeat(54)]],
    ["haproxy", ["web.app_1"], ["", "web app"]],
  ] as const)("of the form %s is valid or not", (form, valid, invalid) => {
    const { words } = nameForms[form];
    expect(valid.flatMap((name) => nameProblems("the name", name, form))).toEqual([]);
    for (const name of invalid) {
      const [problem, ...others] = nameProblems("the name", name, form);
      expect([problem?.includes(`the name is "${name}"`), problem?.endsWith(words), others]).toEqual([
        true,
        true,
        [],
      ]);
    }
  });

  test("is reported with its length if it is too long", () => {
    expect(nameProblems("the name", "a".repeat(54), "helmRelease")).toEqual([
      `the name is "${"a".repeat(54)}" (54 characters): expected 1 to 53 lowercase letters, digits and hyphens`,
    ]);
  });
});

test("an ARN has the expected kind", () => {
  expect(arnProblems("the web ACL", "arn:aws:acm:x", "webAcl")).toEqual([
    'the web ACL is "arn:aws:acm:x": expected the ARN of a regional web ACL of AWS WAF (v2)',
  ]);
  expect(securityGroupProblems("the group", "default")).toEqual([
    'the group is "default": expected the id of a security group, like "sg-0a1b2c3d"',
  ]);
});
