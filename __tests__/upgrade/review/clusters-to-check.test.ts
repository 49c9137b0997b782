import { clustersToCheck } from "../../../upgrade/review/clusters-to-check";
import { isRecord, type JsonRecord } from "../../../upgrade/terraform/json";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { planJson, planOf } from "../../fixtures/plans";

const listed = (name: string) => clustersToCheck([planOf(name)]);

/** A plan of Terraform's own, in which the target groups carry the tag of their clusters. */
function tagged(name: string) {
  const json = planJson(name);
  const changes = isRecord(json) && Array.isArray(json.resource_changes) ? json.resource_changes : [];
  const withTag = (resource: JsonRecord): JsonRecord => {
    const change = isRecord(resource.change) ? resource.change : {};
    const [, slot] = /alpha-webapp-(blue|green)/.exec(JSON.stringify(change.after)) ?? [];
    return resource.type === "aws_lb_target_group" && isRecord(change.after) && slot !== undefined
      ? {
          ...resource,
          change: {
            ...change,
            after: { ...change.after, tags: { "elbv2.k8s.aws/cluster": `alpha-${slot}` } },
          },
        }
      : resource;
  };
  const plan = parsePlan({ ...(isRecord(json) ? json : {}), resource_changes: changes.map(withTag) });
  if ("problem" in plan) {
    throw new Error(plan.problem);
  }
  return { name, plan };
}

test("a cluster that is changed is looked at, one that is made is not: nothing runs there", () => {
  expect(listed("raw/life/create")).toEqual([]);
  expect(listed("raw/life/nothing")).toEqual([]);
  expect(listed("raw/control-plane/next")).toEqual(["alpha-blue"]);
  expect(listed("raw/control-plane/of-both-clusters")).toEqual(["alpha-blue", "alpha-green"]);
});

test("a cluster is looked at for its node groups and add-ons too", () => {
  expect(listed("raw/cordon/all")).toEqual(["alpha-blue"]);
});

test("of a shift, the cluster that gains is looked at, by the tag of its target group; the other may be ill", () => {
  expect(listed("raw/shift/10")).toEqual([]);
  expect(clustersToCheck([tagged("raw/shift/10")])).toEqual(["alpha-green"]);
  expect(clustersToCheck([tagged("raw/shift/back")])).toEqual(["alpha-blue"]);
});
