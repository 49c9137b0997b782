import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type GoalOptions, goalRequestOf, withGoalOptions } from "../../../cli/planning/goal-options";
import { jsonOf } from "../../../cli/planning/json";
import { type Planned, plannedFrom } from "../../../cli/planning/planned";
import { alphaKr } from "../../../fleet/alpha-kr";
import { fleet } from "../../../fleet/fleet";
import type { Environment } from "../../../stacks/environment";
import type { UpgradeStep } from "../../../upgrade/planner/upgrade-plan";
import { NEXT } from "../../fixtures/minors";
import { blocksOf, documents } from "../../repository/documents";
import { synthesizeInto, temporaryFolder } from "../../stacks/fixtures";
import { editedEnvironment } from "../../upgrade/planner/edit-environment";

/* The declared fleet of this repository and a goal in a file: the plan of "plan --goal". */

const DAY = "2026-11-24";

/** From the synthesized stacks, without "terraform show". */
async function planned(
  environments: Environment | readonly Environment[],
  goal: unknown,
  ...args: readonly string[]
) {
  const folder = temporaryFolder();
  const [outdir, file] = [join(folder, "cdktf.out"), join(folder, "goal.json")];
  expect(synthesizeInto(outdir, [environments].flat())).toEqual({ exitCode: 0, message: "" });
  writeFileSync(file, JSON.stringify(goal));
  const options = withGoalOptions(new Command())
    .parse(["--day", DAY, "--goal", file, ...args], { from: "user" })
    .opts<GoalOptions>();
  const request = goalRequestOf(options);
  const result = "problems" in request ? request : await plannedFrom(outdir, [], request);
  return "problems" in result
    ? { problems: result.problems.map((problem) => problem.replaceAll(file, "goal.json")) }
    : result;
}

async function plan(environment: Environment, goal: unknown, ...args: readonly string[]): Promise<Planned> {
  const result = await planned(environment, goal, ...args);
  if ("problems" in result) {
    throw new Error(result.problems.join("\n"));
  }
  return result;
}

const changesOf = ({ edits, stacks }: UpgradeStep) => ({
  edits,
  actions: stacks.flatMap(({ stack, actions }) =>
    actions.map(({ address, action }) => `${stack}: ${action} ${address}`),
  ),
});

test("a node group is rolled to an AMI release, if its add-ons are up to date", async () => {
  const { plan: of } = await plan(alphaKr, {
    clusters: [
      {
        way: "in-place",
        cluster: "alpha-kr-a",
        version: "1.33",
        rolls: { "workers-v1": { releaseVersion: "1.33.10-20261015" } },
      },
    ],
  });
  expect(of.steps.map(({ kind }) => kind)).toEqual(["add-ons", "add-ons", "node-group-roll"]);
  const roll = of.steps.at(-1);
  expect(roll?.title).toBe("Roll workers-v1: AMI release 1.33.10-20261015");
  expect(roll === undefined ? undefined : changesOf(roll)).toEqual({
    edits: [
      {
        kind: "set",
        path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "releaseVersion"],
        after: "1.33.10-20261015",
      },
    ],
    actions: ["alpha-kr-a: update aws_eks_node_group.cluster_workers-v1_A6435936"],
  });
});

test("a node group is rolled to a version of its launch template", async () => {
  const path = ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "launchTemplate"];
  const environment = editedEnvironment(alphaKr, [
    { kind: "set", path, after: { launchTemplateId: "lt-0a1", version: 3 } },
  ]);
  const goal = (launchTemplateVersion: number) => ({
    clusters: [
      {
        way: "in-place",
        cluster: "alpha-kr-a",
        version: "1.33",
        rolls: { "workers-v1": { launchTemplateVersion } },
      },
    ],
  });
  const { plan: of } = await plan(environment, goal(4));
  expect(of.steps.at(-1)).toMatchObject({
    kind: "node-group-roll",
    title: "Roll workers-v1: launch template 3 → 4",
    edits: [{ kind: "set", path: [...path, "version"], before: 3, after: 4 }],
  });
  expect((await plan(environment, goal(3))).plan.steps.map(({ kind }) => kind)).toEqual([
    "add-ons",
    "add-ons",
  ]);
});

test("each goal in the documents can be planned here", async () => {
  const shown = documents()
    .flatMap((document) => blocksOf(document))
    .filter(({ language, code }) => language === "json" && code.includes('"clusters"'));
  expect(shown.length).toBeGreaterThan(0);
  for (const { place, code } of shown) {
    expect([place, await planned(fleet, JSON.parse(code))]).toEqual([
      place,
      expect.objectContaining({ day: DAY }),
    ]);
  }
});

const withoutB = editedEnvironment(
  alphaKr,
  [
    ["clusters", "alpha-kr-b"],
    ["loadBalancers", "alpha-webapp", "targetGroups", "b"],
    ["loadBalancers", "alpha-webapp", "weights", "b"],
    ["loadBalancers", "alpha-webapp", "previews", "b"],
  ].map((path) => ({ kind: "remove", path }) as const),
);

const toB = {
  way: "second-cluster",
  cluster: "alpha-kr-a",
  secondCluster: "alpha-kr-b",
  version: "1.36",
  previews: { "alpha-webapp": { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] } },
};

test("traffic shifts to a second cluster that has a preview with its own host", async () => {
  const { plan: of } = await plan(withoutB, { clusters: [toB] });
  expect(of.steps.map(({ title }) => title)).toEqual([
    "Create alpha-kr-b (1.36)",
    "Bind alpha-kr-b to alpha-webapp (weight 0, preview b.webapp.alpha.example.com)",
    "Shift alpha-webapp: a 90, b 10",
    "Shift alpha-webapp: a 50, b 50",
    "Shift alpha-webapp: a 0, b 100",
    "Deactivate alpha-kr-a (no cluster is active)",
    "Activate alpha-kr-b",
    "Unbind alpha-kr-a",
    "Remove aws-load-balancer-controller",
    "Disable the deletion protection of alpha-kr-a",
    "Remove alpha-kr-a",
  ]);
  const [, bind] = of.steps.map(changesOf);
  expect(bind?.edits.at(-1)).toEqual({
    kind: "set",
    path: ["loadBalancers", "alpha-webapp", "previews", "b"],
    after: toB.previews["alpha-webapp"],
  });
  expect(bind?.actions.filter((action) => action.includes("previews"))).toEqual([
    expect.stringMatching(/^alpha-webapp: create aws_lb_listener_rule\.listeners_previews_b_http_\w{8}$/),
    expect.stringMatching(/^alpha-webapp: create aws_lb_listener_rule\.listeners_previews_b_https_\w{8}$/),
  ]);
});

test("the goal in the JSON of a plan can be used as a file", async () => {
  const made = await plan(withoutB, { clusters: [toB], environments: ["alpha"], soakHours: { shift: 1 } });
  const { goal } = JSON.parse(jsonOf(made));
  expect(await plan(withoutB, goal)).toEqual(made);
});

test("problems of the format and problems in this fleet are reported at once", async () => {
  const goal = {
    clusters: [
      { ...toB, preview: {}, version: NEXT },
      { way: "in-place", cluster: "alpha-kr-a", version: "1.34" },
      { way: "in-place", cluster: "alpha-jp-a", version: "1.34", nodes: 2 },
    ],
  };
  expect(await planned(withoutB, goal)).toEqual({
    problems: [
      'goal.json: clusters[0]: unknown property "preview": did you mean "previews"?',
      'goal.json: clusters[2].nodes: invalid value 2: expected "second-group" or "roll"',
      expect.stringContaining("duplicate cluster alpha-kr-a"),
      expect.stringContaining(`the goal of alpha-kr-a is Kubernetes ${NEXT}, which is not in the catalog`),
      expect.stringContaining("no cluster alpha-jp-a"),
    ],
  });
});

test("a time of the last change without a name is for each cluster without its own time", async () => {
  const goal = {
    clusters: [{ way: "in-place", cluster: "alpha-kr-a", version: "1.33" }],
    soakHours: { "add-ons": 24 },
  };
  const times = ["--last-change", "2026-11-24T09:00:00Z"];
  const own = ["--last-change", "alpha-kr-a=2026-11-20T09:00:00Z"];
  expect((await plan(alphaKr, goal, ...times)).plan.next).toEqual([
    { step: 0, notBefore: "2026-11-25T09:00:00.000Z" },
  ]);
  expect((await plan(alphaKr, goal, ...times, ...own)).plan.next).toEqual([
    { step: 0, notBefore: "2026-11-21T09:00:00.000Z" },
  ]);
});
