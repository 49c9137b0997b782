import { actionsOf, differences } from "../../../upgrade/review/same-actions";
import { isRecord, type JsonRecord } from "../../../upgrade/terraform/json";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { planJson, planNames, planOf } from "../../fixtures/plans";

const ADDRESS = "aws_eks_node_group.workers";

function plan(change: JsonRecord, more: JsonRecord = {}) {
  const parsed = parsePlan({
    format_version: "1.2",
    planned_values: { root_module: {} },
    resource_changes: [
      { address: ADDRESS, mode: "managed", type: "aws_eks_node_group", name: "workers", change, ...more },
    ],
  });
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return parsed;
}

const size = (maximum: number, desired: number) => [{ max_size: maximum, desired_size: desired }];
const update = (before: JsonRecord, after: JsonRecord, more: JsonRecord = {}) =>
  plan({ actions: ["update"], before, after, ...more });
const reviewed = update({ scaling_config: size(60, 3) }, { scaling_config: size(40, 3) });
const create = (after: JsonRecord, unknown: JsonRecord = {}) =>
  plan({ actions: ["create"], before: null, after, after_unknown: unknown });

const sentences = (...[was, is]: Parameters<typeof differences>) =>
  differences(was, is).map(({ address, what }) => `${address}: ${what}`);

test("a plan does what it does itself, whichever Terraform made it", () => {
  const differing = planNames().filter(
    (name) => differences(planOf(name).plan, planOf(name).plan).length > 0,
  );
  expect(differing).toEqual([]);
});

test("the next step differs from the reviewed one, in both directions", () => {
  const [ten, fifty] = [planOf("raw/shift/10").plan, planOf("raw/shift/50").plan];
  expect(sentences(ten, fifty).length).toBeGreaterThan(0);
  expect(differences(ten, fifty).map(({ address }) => address)).toEqual(
    differences(fifty, ten).map(({ address }) => address),
  );
});

test("what an update leaves alone may have changed meanwhile: an autoscaler's size", () => {
  const now = update({ scaling_config: size(60, 40) }, { scaling_config: size(40, 40) });
  expect(sentences(reviewed, now)).toEqual([]);
});

test.each([
  ["goes to another value", size(60, 3), size(50, 3)],
  ["comes from another value", size(55, 3), size(40, 3)],
])("an update differs where an attribute %s", (_, before, after) => {
  expect(sentences(reviewed, update({ scaling_config: before }, { scaling_config: after }))).toEqual([
    `${ADDRESS}: updated as reviewed, but with other values: scaling_config.max_size`,
  ]);
});

test("an update differs where one more attribute changes, or one less", () => {
  const more = update(
    { scaling_config: size(60, 3), version: "1.33" },
    { scaling_config: size(40, 3), version: "1.34" },
  );
  const sentence = `${ADDRESS}: updated as reviewed, but with other values: version`;
  expect(sentences(reviewed, more)).toEqual([sentence]);
  expect(sentences(more, reviewed)).toEqual([sentence]);
});

test("a value that was not known when it was reviewed was not reviewed", () => {
  const was = create({ cluster_name: "a" }, { subnet_ids: true, id: true });
  expect(sentences(was, create({ cluster_name: "a" }, { subnet_ids: true, id: true }))).toEqual([]);
  expect(sentences(was, create({ cluster_name: "a", subnet_ids: ["subnet-1"] }, { id: true }))).toEqual([
    `${ADDRESS}: created as reviewed, but with other values: subnet_ids`,
  ]);
});

test("names another action, another value before it, and no action", () => {
  const values = { cluster_name: "a" };
  const nothing = plan({ actions: ["no-op"], before: values, after: values });
  const removal = plan({ actions: ["delete"], before: values, after: null });
  const replacement = (path: string) =>
    plan({ actions: ["delete", "create"], before: values, after: values, replace_paths: [[path]] });
  const adopted = plan({ actions: ["no-op"], before: values, after: values, importing: { id: "a" } });
  const moved = plan(
    { actions: ["no-op"], before: values, after: values },
    { previous_address: "aws_eks_node_group.old" },
  );
  expect(sentences(create(values), removal)).toEqual([`${ADDRESS}: reviewed: created; now: destroyed`]);
  expect(sentences(nothing, removal)).toEqual([`${ADDRESS}: reviewed: no change; now: destroyed`]);
  expect(sentences(removal, nothing)).toEqual([`${ADDRESS}: reviewed: destroyed; now: no change`]);
  expect(sentences(nothing, adopted)).toEqual([`${ADDRESS}: reviewed: no change; now: no change, imported`]);
  expect(sentences(moved, adopted)).toEqual([
    `${ADDRESS}: reviewed: no change, moved from aws_eks_node_group.old; now: no change, imported`,
  ]);
  expect(sentences(replacement("subnet_ids"), replacement("cluster_name"))).toEqual([
    `${ADDRESS}: replaced as reviewed, but with other values: cluster_name, subnet_ids`,
  ]);
});

describe("after an apply that failed to create an object", () => {
  const values = { name: "drain-workers-v1", limit: 60 };
  const replace = (after: JsonRecord, more: JsonRecord = {}, paths: readonly string[] = []) =>
    plan(
      { actions: ["delete", "create"], before: values, after, replace_paths: paths.map((path) => [path]) },
      more,
    );
  const tainted = { action_reason: "replace_because_tainted" };
  const reviewedReplace = replace({ ...values, limit: 90 }, {}, ["limit"]);

  test.each([
    ["its replacement is the rest of its creation", create(values), replace(values, tainted)],
    [
      "its replacement is the rest of a replacement",
      reviewedReplace,
      replace({ ...values, limit: 90 }, tainted),
    ],
    ["its creation is the rest of a replacement", reviewedReplace, create({ ...values, limit: 90 })],
  ])("%s", (_, was, now) => {
    expect(differences(was, now, true)).toEqual([]);
    expect(differences(was, now)).not.toEqual([]);
  });

  test.each([
    ["with other values", create(values), replace({ ...values, limit: 90 }, tainted)],
    ["for another reason", create(values), replace(values, { action_reason: "replace_by_request" })],
    ["of an object that was updated", update(values, { ...values, limit: 90 }), replace(values, tainted)],
    [
      "of an object that did not change",
      plan({ actions: ["no-op"], before: values, after: values }),
      replace(values, tainted),
    ],
  ])("a replacement %s is not the rest", (_, was, now) => {
    expect(differences(was, now, true)).toHaveLength(1);
  });
});

test("what is left of an apply that has begun may be less than what was reviewed, and nothing else", () => {
  const values = { cluster_name: "a" };
  const nothing = plan({ actions: ["no-op"], before: values, after: values });
  expect(differences(create(values), nothing, true)).toEqual([]);
  expect(differences(nothing, create(values), true)).toEqual(differences(nothing, create(values)));
  expect(differences(reviewed, create(values), true)).toEqual(differences(reviewed, create(values)));
});

test("reads are no actions", () => {
  const read = plan({ actions: ["read"], before: null, after: {} }, { mode: "data" });
  expect(sentences(read, plan({ actions: ["no-op"], before: {}, after: {} }))).toEqual([]);
});

test("a deposed object differs from the object that replaced it", () => {
  const values = { cluster_name: "a" };
  const removal = { actions: ["delete"], before: values, after: null };
  expect(sentences(plan(removal), plan(removal, { deposed: "1a2b" }))).toEqual([
    `${ADDRESS}: reviewed: destroyed; now: no change`,
    `${ADDRESS} (deposed 1a2b): reviewed: no change; now: destroyed`,
  ]);
});

/** A plan whose values name other objects: the addresses, types and actions stay. */
function elsewhere(name: string) {
  const renamed = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value
        .replaceAll(/alpha|epsilon/g, "other")
        .replaceAll(/\b[a-z]{2}-[a-z]+-\d\b/g, "sa-east-1")
        .replaceAll(/\d{12}/g, "210987654321");
    }
    if (Array.isArray(value)) {
      return value.map(renamed);
    }
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each)]))
      : value;
  };
  const json = planJson(name);
  const changes = isRecord(json) && Array.isArray(json.resource_changes) ? json.resource_changes : [];
  const { prior_state: state, configuration, variables, ...rest }: JsonRecord = isRecord(json) ? json : {};
  const parsed = parsePlan({
    ...rest,
    prior_state: renamed(state),
    configuration: renamed(configuration),
    variables: renamed(variables),
    resource_changes: changes.map((entry: JsonRecord) => ({ ...entry, change: renamed(entry.change) })),
  });
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return parsed;
}

const NAMELESS: ReadonlySet<string> = new Set(["terraform_data", "kubernetes_config_map_v1"]);

test("no action on another object, account or region is the reviewed one", () => {
  const names = planNames().filter((name) => actionsOf(planOf(name).plan).size > 0);
  expect(names.length).toBeGreaterThan(100);
  // A terraform_data is in no account: nothing but its random id is its own. The ConfigMap aws-auth has one name everywhere.
  const taken = names.flatMap((name) => {
    const differing = new Set(differences(planOf(name).plan, elsewhere(name)).map(({ address }) => address));
    return [...actionsOf(planOf(name).plan)]
      .filter(([address, { type }]) => !NAMELESS.has(type) && !differing.has(address))
      .map(([address]) => `${name} ${address}`);
  });
  expect(taken).toEqual([]);
});

test("an object that is updated or destroyed must be the reviewed one", () => {
  const removal = (values: JsonRecord) => plan({ actions: ["delete"], before: values, after: null });
  const group = { id: "a:workers", cluster_name: "a", desired_size: 3 };
  expect(sentences(removal(group), removal({ ...group, desired_size: 4 }))).toEqual([]);
  expect(sentences(removal(group), removal({ ...group, id: "b:workers", cluster_name: "b" }))).toEqual([
    `${ADDRESS}: destroyed as reviewed, but another object: cluster_name, id`,
  ]);
});

/** A create by a provider for a region, with a role of an account. */
function createdBy(region: string, account: string) {
  const parsed = parsePlan({
    format_version: "1.2",
    planned_values: { root_module: {} },
    resource_changes: [
      {
        address: ADDRESS,
        mode: "managed",
        type: "aws_eks_node_group",
        name: "workers",
        provider_name: "registry.terraform.io/hashicorp/aws",
        change: { actions: ["create"], before: null, after: { cluster_name: "a" } },
      },
    ],
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          expressions: {
            region: { constant_value: region },
            assume_role: [{ role_arn: { constant_value: `arn:aws:iam::${account}:role/apply` } }],
          },
        },
      },
      root_module: {
        resources: [
          {
            address: ADDRESS,
            mode: "managed",
            type: "aws_eks_node_group",
            name: "workers",
            provider_config_key: "aws",
            expressions: {},
          },
        ],
      },
    },
  });
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return parsed;
}

test("what is created must be created in the account and region that were reviewed", () => {
  const reviewed = createdBy("eu-west-1", "111111111111");
  expect(sentences(reviewed, createdBy("eu-west-1", "111111111111"))).toEqual([]);
  expect(sentences(reviewed, createdBy("eu-west-1", "222222222222"))).toEqual([
    `${ADDRESS}: created as reviewed, but another object: account 222222222222, not 111111111111`,
  ]);
  expect(sentences(reviewed, createdBy("us-east-1", "111111111111"))).toEqual([
    `${ADDRESS}: created as reviewed, but another object: region us-east-1, not eu-west-1`,
  ]);
});

/** A plan without resources and with other members. */
function planWith(members: JsonRecord) {
  const parsed = parsePlan({ format_version: "1.2", planned_values: { root_module: {} }, ...members });
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return parsed;
}

test("outputs are compared, for other stacks read them", () => {
  const output = (after: unknown, actions: readonly string[] = ["update"]) =>
    planWith({ output_changes: { endpoint: { actions, before: "a", after, after_unknown: false } } });
  expect(sentences(output("b"), output("b"))).toEqual([]);
  expect(sentences(output("b"), output("c"))).toEqual([
    "output.endpoint: updated as reviewed, but with another value",
  ]);
  expect(sentences(output("a", ["no-op"]), output(null, ["delete"]))).toEqual([
    "output.endpoint: reviewed: no change; now: destroyed",
  ]);
  expect(differences(output("b"), output("a", ["no-op"]), true)).toEqual([]);
});

test("actions that Terraform invokes are compared, with their values and their cause", () => {
  const stop = (instance: string, cause: string) =>
    planWith({
      action_invocations: [
        {
          address: "action.aws_ec2_stop_instance.stop",
          type: "aws_ec2_stop_instance",
          config_values: { instance_id: instance },
          lifecycle_action_trigger: {
            triggering_resource_address: cause,
            action_trigger_event: "AfterUpdate",
            action_trigger_block_index: 0,
            actions_list_index: 0,
          },
        },
      ],
    });
  const at = (cause: string) => `action.aws_ec2_stop_instance.stop (${cause} AfterUpdate 0.0)`;
  const reviewed = stop("i-1", "aws_instance.a");
  expect(sentences(reviewed, stop("i-1", "aws_instance.a"))).toEqual([]);
  expect(sentences(reviewed, stop("i-2", "aws_instance.a"))).toEqual([
    `${at("aws_instance.a")}: invoked as reviewed, but with other values`,
  ]);
  expect(sentences(planWith({}), reviewed)).toEqual([
    `${at("aws_instance.a")}: reviewed: not invoked; now: invoked`,
  ]);
  expect(sentences(reviewed, stop("i-1", "aws_instance.b")).length).toBe(2);
  expect(differences(reviewed, planWith({}), true)).toEqual([]);
});
