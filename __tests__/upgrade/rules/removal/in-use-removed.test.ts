import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { judge } from "../../../../upgrade/rules/rules";
import { isRecord } from "../../../../upgrade/terraform/json";
import { parsePlan } from "../../../../upgrade/terraform/plan-json";
import { type NamedPlan, readPlans } from "../../../../upgrade/terraform/read-plans";
import { planJson } from "../../../fixtures/plans";

/** A part of a plan, as a stack of its own. */
function part(name: string, plan: string, isIn: (type: unknown) => boolean, account?: string): NamedPlan {
  const json = planJson(plan);
  const changes = isRecord(json) && Array.isArray(json.resource_changes) ? json.resource_changes : [];
  const kept: unknown = {
    ...(isRecord(json) ? json : {}),
    prior_state: {},
    resource_changes: changes.filter((change) => isRecord(change) && isIn(change.type)),
  };
  const text = JSON.stringify(kept);
  const parsed = parsePlan(
    JSON.parse(account === undefined ? text : text.replaceAll("123456789012", account)),
  );
  if ("problem" in parsed) {
    throw new Error(parsed.problem);
  }
  return { name, plan: parsed };
}

const isRole = (type: unknown) => type === "aws_iam_role";

function errors(...plans: readonly NamedPlan[]): readonly string[] {
  return judge({ ...readPlans(plans), catalog: Catalog.DATED, day: "2026-11-24" }).flatMap(
    ({ rule, severity, stack, address }) =>
      rule === "in-use-removed" && severity === "error" ? [`${stack} ${address}`] : [],
  );
}

test("what stands on a removed resource is found in a stack that does not change", () => {
  const iam = part("iam", "in-use/role/replaced", isRole);
  const cluster = part("cluster", "in-use/nothing", (type) => !isRole(type));
  expect(errors(iam, cluster)).toEqual(["iam aws_iam_role.node"]);
  expect(errors(cluster, iam)).toEqual(["iam aws_iam_role.node"]);
  expect(errors(iam)).toEqual([]);
});

test("a role of that name in another account is another role", () => {
  const iam = part("iam", "in-use/role/replaced", isRole);
  const other = part("other", "in-use/nothing", (type) => !isRole(type), "210987654321");
  expect(errors(iam, other)).toEqual([]);
});
