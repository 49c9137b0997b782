import { isUnknown, UNKNOWN } from "../../../upgrade/fleet/state";
import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { readPlans } from "../../../upgrade/terraform/read-plans";

const address = "kubernetes_job_v1.drain-workers-v1";

/** A Job whose label is known after apply, as at the first drain. */
function drainsOf(labels: object, afterUnknown: object = {}) {
  const after = {
    metadata: [{ name: "drain-workers-v1", labels }],
    spec: [{ template: [{ spec: [{ container: [{ env: [{ name: "GROUP", value: "workers-v1" }] }] }] }] }],
  };
  const plan = parsePlan({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: [
      {
        address,
        mode: "managed",
        type: "kubernetes_job_v1",
        name: "drain-workers-v1",
        provider_name: "registry.terraform.io/hashicorp/kubernetes",
        change: { actions: ["create"], before: null, after, after_unknown: afterUnknown },
      },
    ],
    configuration: {},
  });
  if ("problem" in plan) {
    throw new Error(plan.problem);
  }
  return readPlans([{ name: "alpha-kr-a-workload", plan }]).after.drains;
}

test("the Job of a drain has the node group that it drains", () => {
  const place = { stack: "alpha-kr-a-workload", address };
  const label = "cdktf-eks-upgrade/drains";
  const [known] = drainsOf({ [label]: "c4b1" });
  expect(known).toMatchObject({ ...place, nodeGroupName: "workers-v1" });
  const [unknown] = drainsOf({}, { metadata: [{ labels: { [label]: true } }] });
  expect(unknown).toMatchObject({ ...place, nodeGroupName: "workers-v1" });
  expect(isUnknown(unknown?.cluster ?? UNKNOWN)).toBe(true);
});

test("another Job drains nothing", () => {
  expect(drainsOf({ app: "report" })).toEqual([]);
});
