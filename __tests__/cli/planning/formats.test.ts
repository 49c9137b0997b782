import Ajv from "ajv/dist/2020";
import { fileChanges } from "../../../cli/next/file-changes";
import { pullRequestOf } from "../../../cli/next/pull-request";
import { jsonOf } from "../../../cli/planning/json";
import { markdownOf } from "../../../cli/planning/markdown";
import type { Planned } from "../../../cli/planning/planned";
import { textOf } from "../../../cli/planning/text";
import { duration } from "../../../cli/planning/wording";
import schema from "../../../schemas/plan.schema.json";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import type { FleetState } from "../../../upgrade/fleet/state";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import { stepKinds } from "../../../upgrade/planner/step-kinds";
import type { ClusterGoal, UpgradeGoal } from "../../../upgrade/planner/upgrade-goal";
import { type NamedStack, readSynthesized } from "../../../upgrade/terraform/read-synthesized";
import { cluster, stacksOf, withLoadBalancer, workers } from "../../stacks/fixtures";

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

function fleetOf(stacks: readonly NamedStack[]): FleetState {
  const fleet = readSynthesized(stacks);
  if ("problem" in fleet) {
    throw new Error(fleet.problem);
  }
  return fleet;
}

const fleet = fleetOf(
  Object.entries(
    stacksOf([
      {
        ...withLoadBalancer(),
        clusters: {
          "beta-kr-a": cluster,
          "beta-kr-b": {
            ...cluster,
            version: "1.36",
            addons: {
              "kube-proxy": "v1.36.0-eksbuild.45",
              coredns: "v1.14.7-eksbuild.11",
              "vpc-cni": "v1.23.2-eksbuild.1",
            },
            nodeGroups: { "workers-v1": { ...workers, version: "1.36" } },
          },
        },
      },
    ]),
  ).map(([name, json]) => ({ name, json })),
);

function planned(clusters: readonly ClusterGoal[], more: Omit<UpgradeGoal, "clusters"> = {}): Planned {
  const goal = { ...more, clusters };
  const plan = planUpgrade(fleet, goal, {
    catalog: Catalog.DATED,
    day: "2026-11-24",
    lastChanges: { "beta-kr-a": "2026-11-24T09:00:00Z" },
  });
  if ("problems" in plan) {
    throw new Error(plan.problems.join("\n"));
  }
  return { goal, plan, day: "2026-11-24", stacks: [] };
}

const inPlace = planned([{ way: "in-place", cluster: "beta-kr-a", version: "1.35" }], {
  soakHours: { "control-plane": 72 },
});
const shift = planned([
  { way: "second-cluster", cluster: "beta-kr-a", secondCluster: "beta-kr-b", version: "1.36" },
]);
const done = planned([{ way: "in-place", cluster: "beta-kr-b", version: "1.36" }]);

test.each([
  ["in place", inPlace],
  ["by a second cluster", shift],
  ["with nothing left", done],
])("the JSON of a plan %s is valid by the published schema", (_, plan) => {
  validate(JSON.parse(jsonOf(plan)));
  expect(validate.errors).toBeNull();
});

test("the schema has all kinds of steps, and rejects unknown properties", () => {
  expect(schema.$defs.step.properties.kind.enum).toEqual([...stepKinds]);
  expect(validate({ ...JSON.parse(jsonOf(done)), more: 1 })).toBe(false);
});

test("the text has one line for each step, with those that have no rollback and those that wait", () => {
  const text = textOf(inPlace, false);
  expect(text).toMatch(/^beta-kr-a to 1\.35 in place: \d+ steps, about .* plus soak times\n/);
  expect(text).toMatch(
    /^ *1 {2} {3}1 {3}40 {2}beta-kr-a: 1 update +beta-kr-a +Upgrade control plane 1\.34 → 1\.35$/m,
  );
  expect(text).toContain(
    "no rollback after this step: EKS rolls a control plane back by one minor: after this step, 1.33 cannot be reached",
  );
  expect(text).toContain("Waiting\n  step 1 not before 2026-11-27T09:00:00.000Z\n");
  expect(text).not.toContain("\u001b");
  expect(textOf(inPlace, true)).toContain("\u001b[33m");
  expect(textOf(done, false)).toMatch(/^beta-kr-b to 1\.36 in place: no steps left\.\n/);
});

test("the Markdown has a diagram and a table of the steps, and no accidental markup", () => {
  const text = markdownOf(shift);
  expect(text).toContain("## EKS upgrade: beta-kr-a to beta-kr-b (1.36)\n");
  expect(text).toContain('```mermaid\nflowchart LR\n  subgraph wave1 ["wave 1"]\n    direction TB\n');
  expect(text).toMatch(/ {6}step0 --> step1\["2\. beta-kr-b: Shift beta-webapp: a 50, b 50"\]\n/);
  expect(text).toContain("loadBalancers.beta-webapp.weights.a: 100 → 90<br>");
  expect(text).toContain(
    "```\n\n|  | cluster | step | in the fleet file | Terraform | min | rollback |\n| --- |",
  );
  expect(markdownOf(done)).toMatch(/No steps left\./);
});

test.each([
  [0, "0 min"],
  [59, "59 min"],
  [60, "1 h"],
  [61.4, "1 h 1 min"],
])("%d minutes are %s", (minutes, text) => {
  expect(duration(minutes)).toBe(text);
});

test("the text of a pull request says what changes, what Terraform does, and how to roll back", () => {
  const [step] = inPlace.plan.steps;
  if (step === undefined) {
    throw new Error("there is no step");
  }
  const { title, body } = pullRequestOf(step, 1, 9);
  expect(title).toBe("beta-kr-a: Upgrade control plane 1.34 → 1.35");
  expect(body).toBe(`Step 1 of 9, about 40 min (${step.estimate.source}).

### In the fleet file

- clusters.beta-kr-a.version: "1.34" → "1.35"

### What Terraform does, in this order

- **beta-kr-a**
  - update aws\\_eks\\_cluster.cluster

### Rollback

${step.rollback.how}

### Notes

- no rollback after this step: EKS rolls a control plane back by one minor: after this step, 1.33 cannot be reached
- waits until 72 h after the last change
`);
});

test("a step without an edit of the fleet file changes no file", () => {
  const [step] = inPlace.plan.steps;
  expect(step === undefined ? undefined : fileChanges("nowhere", { ...step, edits: [] })).toEqual([]);
});
