import { parsePlan } from "../../../upgrade/terraform/plan-json";
import { readPlans } from "../../../upgrade/terraform/read-plans";

function releasesOf(chart: string) {
  const plan = parsePlan({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: [
      {
        address: "helm_release.istiod",
        mode: "managed",
        type: "helm_release",
        name: "istiod",
        provider_name: "registry.terraform.io/hashicorp/helm",
        change: {
          actions: ["create"],
          before: null,
          after: { name: "istiod", chart, version: "1.30.4", values: ["{}"] },
          after_unknown: {},
        },
      },
    ],
    configuration: {},
  });
  if ("problem" in plan) {
    throw new Error(plan.problem);
  }
  return readPlans([{ name: "alpha-kr-a-workload", plan }]).after.releases.map((release) => release.chart);
}

test.each([
  ["of a repository", "istiod"],
  ["in an archive of the project", "assets/chart-istiod-1-30-4/A0901C46/istiod-1.30.4.tgz"],
  ["in an archive with a v in its version", "./charts/istiod-v1.30.4.tgz"],
])("a chart %s has its name", (_, chart) => {
  expect(releasesOf(chart)).toEqual(["istiod"]);
});

test.each(["binding-guard", "custom-resource-definitions"])(
  "the helper %s is no release of its own",
  (name) => {
    expect(releasesOf(`assets/chart-${name}/A0901C46`)).toEqual([]);
  },
);
