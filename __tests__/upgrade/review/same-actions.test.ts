import { differences } from "../../../upgrade/review/same-actions";
import type { JsonRecord } from "../../../upgrade/terraform/json";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { planNames, planOf } from "../../fixtures/plans";

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
