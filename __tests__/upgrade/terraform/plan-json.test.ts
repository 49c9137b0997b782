import { isRecord } from "../../../upgrade/terraform/json";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { planJson, planNames } from "../../fixtures/plans";

const HOW_TO = 'write the input with "terraform plan -out=PLAN" and "terraform show -json PLAN"';

const plan = planJson("raw/life/nothing");

/** The plan with other things at its top. */
function withTop(top: Readonly<Record<string, unknown>>): unknown {
  return typeof plan === "object" ? { ...plan, ...top } : plan;
}

const entry = {
  address: "aws_eks_cluster.a",
  mode: "managed",
  type: "aws_eks_cluster",
  name: "a",
  change: { actions: ["create"], before: null, after: {} },
};

const withEntry = (change: Readonly<Record<string, unknown>>) =>
  withTop({ resource_changes: [{ ...entry, ...change }] });

test("every plan that Terraform made can be read", () => {
  const problems = planNames().flatMap((name) => {
    const read = parsePlan(planJson(name));
    return "problem" in read ? [`${name}: ${read.problem}`] : [];
  });
  expect(problems).toEqual([]);
});

test.each([
  [
    "unread/raw/life/errored",
    "the plan ended with an error, so it is not complete. Fix the error and plan again",
  ],
  [
    "unread/raw/life/refresh-only",
    `the plan has resources and no resource_changes: it was made with -refresh-only, or it is cut off; ${HOW_TO}`,
  ],
])("of %s Terraform did not tell all", (name, problem) => {
  expect(parsePlan(planJson(name))).toEqual({ problem });
});

test("a plan of nothing has no resources", () => {
  expect(parsePlan({ format_version: "1.2", planned_values: { root_module: {} } })).toMatchObject({
    resources: [],
  });
});

test.each<[string, unknown, string]>([
  ["null", null, `this is null, not a plan; ${HOW_TO}`],
  ["a list", [plan], `this is a list, not a plan; ${HOW_TO}`],
  ["a string", "plan", `this is a string, not a plan; ${HOW_TO}`],
  ["an empty object", {}, `this has no format_version, so it is not a plan; ${HOW_TO}`],
  ["a state", { format_version: "1.0", values: {} }, `this is a state, not a plan; ${HOW_TO}`],
  [
    "a state file",
    { version: 4, serial: 1, lineage: "a", resources: [] },
    `this is a state file, not a plan; ${HOW_TO}`,
  ],
  [
    "the schema of providers",
    { format_version: "1.0", provider_schemas: {} },
    `this is the schema of providers, not a plan; ${HOW_TO}`,
  ],
  ["a configuration", { terraform: {}, resource: {} }, `this is a configuration, not a plan; ${HOW_TO}`],
  [
    "the log of a plan",
    { "@level": "info", "@message": "Terraform 1.11.4", type: "version" },
    `this is the log of "terraform plan -json", not a plan; ${HOW_TO}`,
  ],
  [
    "what validate says",
    { format_version: "1.0", valid: true, diagnostics: [] },
    `this is the output of "terraform validate", not a plan; ${HOW_TO}`,
  ],
  [
    "a plan of another format",
    withTop({ format_version: "2.0" }),
    'the plan has format version "2.0", expected 1.x: write it with Terraform 1.1 or later',
  ],
  [
    "a plan of an old Terraform",
    withTop({ format_version: "0.2" }),
    'the plan has format version "0.2", expected 1.x: write it with Terraform 1.1 or later',
  ],
  [
    "a plan that ended with an error",
    withTop({ errored: true }),
    "the plan ended with an error, so it is not complete. Fix the error and plan again",
  ],
  [
    "a plan that puts changes off",
    withTop({ deferred_changes: [{}] }),
    "the plan defers changes, so it is not complete. Plan again without deferral",
  ],
  [
    "a plan without its values",
    withTop({ planned_values: undefined }),
    `the plan has no planned_values: it is cut off, or it is not a plan; ${HOW_TO}`,
  ],
  [
    "a plan without its changes",
    withTop({ resource_changes: undefined }),
    `the plan has resources and no resource_changes: it was made with -refresh-only, or it is cut off; ${HOW_TO}`,
  ],
  [
    "a plan whose changes are no list",
    withTop({ resource_changes: {} }),
    `its resource_changes are an object; ${HOW_TO}`,
  ],
  [
    "a change without an address",
    withEntry({ address: undefined }),
    `resource_changes[0] cannot be read: its address, type or name is missing; ${HOW_TO}`,
  ],
  [
    "a change of another mode",
    withEntry({ mode: "ephemeral?" }),
    `aws_eks_cluster.a cannot be read: its mode is neither managed nor data; ${HOW_TO}`,
  ],
  [
    "a change with an action that is not known",
    withEntry({ change: { actions: ["explode"] } }),
    `aws_eks_cluster.a cannot be read: its actions are unknown; ${HOW_TO}`,
  ],
  [
    "an update of nothing",
    withEntry({ change: { actions: ["update"], before: null, after: {} } }),
    `aws_eks_cluster.a cannot be read: before is missing; ${HOW_TO}`,
  ],
  [
    "a creation of nothing",
    withEntry({ change: { actions: ["create"], before: null, after: null } }),
    `aws_eks_cluster.a cannot be read: after is missing; ${HOW_TO}`,
  ],
])("reports %s", (_, json, problem) => {
  expect(parsePlan(json)).toEqual({ problem });
});

/** The members of a plan in the format that Terraform publishes (1.15), with what is done with each. */
const MEMBERS: Readonly<Record<string, string>> = {
  format_version: "checked",
  terraform_version: "says nothing of what is done",
  variables: "read: values of expressions",
  planned_values: "checked: what is done is in resource_changes",
  resource_drift: "says nothing of what is done: before has it",
  resource_changes: "read",
  deferred_changes: "rejected",
  deferred_action_invocations: "rejected",
  output_changes: "compared by same",
  action_invocations: "read, and compared by same",
  prior_state: "read",
  configuration: "read",
  relevant_attributes: "says nothing of what is done",
  checks: "says nothing of what is done: a failed check ends the plan",
  timestamp: "says nothing of what is done",
  applyable: "says nothing of what is done",
  complete: "read",
  errored: "rejected",
};

test("every member of the plans is one that Terraform publishes and that somebody has looked at", () => {
  const members = new Set(
    planNames().flatMap((name) => {
      const json = planJson(name);
      return isRecord(json) ? Object.keys(json) : [];
    }),
  );
  expect([...members].filter((member) => !Object.hasOwn(MEMBERS, member))).toEqual([]);
  expect(members.size).toBeGreaterThan(10);
});

test("a plan that defers an action is not complete", () => {
  expect(parsePlan(planJson("unread/actions/deferred"))).toEqual({
    problem: "the plan defers changes, so it is not complete. Plan again without deferral",
  });
});

test("ephemeral resources, which OpenTofu lists, are passed over", () => {
  const plan = parsePlan(withEntry({ mode: "ephemeral", change: { actions: ["open"] } }));
  expect("problem" in plan ? plan : plan.resources).toEqual([]);
});
