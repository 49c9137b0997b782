import fc from "fast-check";
import { get, getRecord, isRecord, type JsonRecord } from "../../../upgrade/terraform/json";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { readPlans } from "../../../upgrade/terraform/read-plans";
import { withoutSecrets } from "../../../upgrade/terraform/without-secrets";
import { planJson, planNames } from "../../fixtures/plans";

const SECRET = "planted-secret-5f3c";

const change = (parts: JsonRecord): JsonRecord => ({
  format_version: "1.2",
  planned_values: { root_module: {} },
  resource_changes: [
    {
      address: "aws_ssm_parameter.token",
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "token",
      change: { actions: ["update"], ...parts },
    },
  ],
});

function changeIn(plan: JsonRecord): unknown {
  const [resource] = Array.isArray(plan.resource_changes) ? plan.resource_changes : [];
  return isRecord(resource) ? resource.change : undefined;
}

test("hides what is marked, and keeps a change of it a change", () => {
  const plan = change({
    before: {
      name: "a",
      value: "old-secret",
      list: [{ key: "k" }, { key: "kept" }],
      same: SECRET,
      gone: null,
    },
    after: { name: "b", value: SECRET, list: [{ key: "l" }, { key: "kept" }], same: SECRET, gone: null },
    before_sensitive: { value: true, list: [{ key: true }, {}], same: true, gone: true },
    after_sensitive: { value: true, list: [{ key: true }, {}], same: true, gone: true },
  });
  expect(changeIn(withoutSecrets(plan))).toMatchObject({
    before: {
      name: "a",
      value: [["sensitive"]],
      list: [{ key: [["sensitive"]] }, { key: "kept" }],
      same: [["sensitive"]],
      gone: null,
    },
    after: {
      name: "b",
      value: [["sensitive, changed"]],
      list: [{ key: [["sensitive, changed"]] }, { key: "kept" }],
      same: [["sensitive"]],
      gone: null,
    },
  });
});

test("hides the same text where it stands unmarked: a literal of the code, a message, JSON within JSON", () => {
  const quoted = `a "quoted" secret`;
  const plan = {
    ...change({
      before: null,
      after: { value: SECRET, other: quoted, short: "kr" },
      after_sensitive: { value: true, other: true, short: true },
    }),
    configuration: {
      root_module: {
        resources: [
          { expressions: { value: { constant_value: SECRET } } },
          { expressions: { user_data: { constant_value: `token=${SECRET}; region=ap-northeast-2` } } },
          { expressions: { json: { constant_value: JSON.stringify({ a: quoted }) } } },
          { expressions: { short: { constant_value: "kr" }, name: { constant_value: "alpha-kr-a" } } },
        ],
      },
    },
    checks: [{ message: `the token is ${SECRET}` }],
  };
  const { configuration, checks } = withoutSecrets(plan);
  expect(configuration).toEqual({
    root_module: {
      resources: [
        { expressions: { value: { constant_value: "(sensitive)" } } },
        { expressions: { user_data: { constant_value: "token=(sensitive); region=ap-northeast-2" } } },
        { expressions: { json: { constant_value: '{"a":"(sensitive)"}' } } },
        { expressions: { short: { constant_value: "(sensitive)" }, name: { constant_value: "alpha-kr-a" } } },
      ],
    },
  });
  expect(checks).toEqual([{ message: "the token is (sensitive)" }]);
});

test("hides variables and outputs that are declared as sensitive, and resources of the state before", () => {
  const plan = {
    format_version: "1.2",
    variables: { token: { value: SECRET }, region: { value: "ap-northeast-2" } },
    planned_values: { outputs: { token: { sensitive: true, type: "string", value: SECRET } } },
    output_changes: {
      token: {
        actions: ["create"],
        before: null,
        after: SECRET,
        before_sensitive: true,
        after_sensitive: true,
      },
    },
    prior_state: {
      values: {
        root_module: {
          child_modules: [
            { resources: [{ values: { value: SECRET, name: "a" }, sensitive_values: { value: true } }] },
          ],
        },
      },
    },
    configuration: {
      root_module: { variables: { token: { default: SECRET, sensitive: true }, region: {} } },
    },
  };
  const clean = withoutSecrets(plan);
  expect(JSON.stringify(clean)).not.toContain(SECRET);
  expect(clean).toMatchObject({
    variables: { token: { value: [["sensitive"]] }, region: { value: "ap-northeast-2" } },
    prior_state: { values: { root_module: { child_modules: [{ resources: [{ values: { name: "a" } }] }] } } },
  });
});

test("hides the keys of a map that is marked as a whole, there and where they are not marked", () => {
  const labels = { [SECRET]: "a", [`${SECRET}-2`]: "b", team: "c" };
  const clean = withoutSecrets(
    change({ before: null, after: { tags: { [SECRET]: "x" }, labels }, after_sensitive: { tags: true } }),
  );
  expect(JSON.stringify(clean)).not.toContain(SECRET);
  expect(changeIn(clean)).toMatchObject({ after: { labels: { team: "c" } } });
  const after = get(changeIn(clean), "after");
  expect(Object.values(getRecord(after, "labels") ?? {})).toEqual(["a", "b", "c"]);
});

test("hides a value whose marks have another shape than it has", () => {
  const plan = change({ before: null, after: { value: [SECRET] }, after_sensitive: { value: { 0: true } } });
  expect(changeIn(withoutSecrets(plan))).toMatchObject({ after: { value: [["sensitive"]] } });
});

test("a version that is sensitive is not known to the reader, and so never passed", () => {
  const cluster = (parts: JsonRecord) => {
    const json = withoutSecrets({
      ...change(parts),
      resource_changes: [
        {
          address: "aws_eks_cluster.a",
          mode: "managed",
          type: "aws_eks_cluster",
          name: "a",
          change: { actions: ["create"], before: null, ...parts },
        },
      ],
    });
    const plan = parsePlan(json);
    return "problem" in plan ? plan : readPlans([{ name: "a", plan }]).after.clusters[0]?.version;
  };
  const after = { name: "a", version: "1.34" };
  expect(cluster({ after })).toBe("1.34");
  expect(cluster({ after, after_sensitive: { version: true } })).toEqual({ unknown: true });
});

describe("of a version that is sensitive in one cluster", () => {
  const cluster = (name: string, change: JsonRecord) => ({
    address: `aws_eks_cluster.${name}`,
    mode: "managed",
    type: "aws_eks_cluster",
    name,
    change: { actions: ["create"], before: null, ...change },
  });
  const versionsOf = (version: string, message: string) => {
    const json = withoutSecrets({
      ...change({}),
      resource_changes: [
        cluster("a", { after: { name: "a", version }, after_sensitive: { version: true } }),
        cluster("b", { after: { name: "b", version } }),
      ],
      checks: [{ message }],
    });
    const plan = parsePlan(json);
    const clusters = "problem" in plan ? [] : readPlans([{ name: "p", plan }]).after.clusters;
    return { versions: clusters.map((each) => each.version), checks: json.checks };
  };

  test.each(["1.33", "1.34.2-20260318"])(
    "%s stays known in another, where it stands in the clear",
    (version) => {
      expect(versionsOf(version, version)).toEqual({
        versions: [{ unknown: true }, version],
        checks: [{ message: "(sensitive)" }],
      });
    },
  );

  test("any other text is hidden there too", () => {
    expect(versionsOf("one-point-33", "one-point-33 it is").checks).toEqual([
      { message: "(sensitive) it is" },
    ]);
    expect(versionsOf("one-point-33", "").versions).toEqual([{ unknown: true }, "(sensitive)"]);
  });
});

test("plans that mark nothing stay as they are, and none has to be cleaned twice", () => {
  const texts = planNames("raw").map((name) => {
    const plan = planJson(name);
    const once = isRecord(plan) ? withoutSecrets(plan) : {};
    return {
      name,
      plan: JSON.stringify(plan),
      once: JSON.stringify(once),
      twice: JSON.stringify(withoutSecrets(once)),
    };
  });
  expect(texts.filter(({ once, twice }) => once !== twice).map(({ name }) => name)).toEqual([]);
  expect(texts.filter(({ once, plan }) => once !== plan).map(({ name }) => name)).toEqual([
    "raw/control-plane/sensitive",
  ]);
});

test("no text that is marked is left anywhere, however it is nested", () => {
  const text = fc.string({ minLength: 8, maxLength: 12 }).map((part) => `S3cr3t-${part}`);
  fc.assert(
    fc.property(text, fc.array(fc.string(), { maxLength: 4 }), (secret, path) => {
      const nested = path.reduce<unknown>((value, key) => ({ [`k${key}`]: value }), secret);
      const marks = path.reduce<unknown>((value, key) => ({ [`k${key}`]: value }), true);
      const plan = {
        ...change({ before: null, after: { value: nested }, after_sensitive: { value: marks } }),
        configuration: { literal: `before ${secret} after` },
      };
      const clean = withoutSecrets(plan);
      expect(JSON.stringify(clean)).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
  );
});

test("hides what the configuration of an action marks", () => {
  const invocation = (values: JsonRecord) => ({
    format_version: "1.2",
    action_invocations: [
      { address: "action.aws_lambda_invoke.a", config_values: values, config_sensitive: { payload: true } },
    ],
  });
  expect(withoutSecrets(invocation({ payload: SECRET, function_name: "drain" }))).toEqual(
    invocation({ payload: [["sensitive"]], function_name: "drain" }),
  );
});
