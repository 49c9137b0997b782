import { resolve } from "node:path";
import { fileChanges } from "../../cli/next/file-changes";
import type { GoalRequest } from "../../cli/planning/goal-options";
import { run } from "../../cli/rehearsal/run";
import { type PlayedStep, silence, UpgradeRehearsal } from "../../cli/rehearsal/upgrade-rehearsal";
import { Workspace } from "../../cli/rehearsal/workspace";
import { Catalog } from "../../upgrade/catalog/catalog";
import { KubernetesVersion } from "../../upgrade/kubernetes-version";
import type { FleetEdit } from "../../upgrade/planning/fleet-edit";
import type { ClusterGoal } from "../../upgrade/planning/upgrade-goal";

/*
 * Both ways of an upgrade, as the planner foretells them, in copies of this project. Needs Terraform 1.5 or later, an
 * AWS provider that its configuration can install, Python 3.9 or later with venv, and git. Each is played once, in
 * order, and the tests look at what came of it. Nothing runs inside the clusters here: the stacks that do are skipped,
 * and what is synthesized for them is compared.
 */

interface Played {
  readonly steps: readonly PlayedStep[];
  /** Of each plan that was made on the way: the steps that were left. */
  readonly left: readonly (readonly string[])[];
  readonly answersOutsideTheModel: readonly string[];
}

const PROJECT = resolve(__dirname, "..", "..");
const FLEET_FILE = "fleet/alpha-kr.ts";
const LONG = 30 * 60 * 1000;

const request = (goal: ClusterGoal): GoalRequest => ({
  version: KubernetesVersion.V1_36,
  clusters: [goal.cluster],
  goalOf: () => goal,
  rest: {},
  day: "2026-11-23",
  lastChanges: {},
  catalog: Catalog.DATED,
});

/** Plays what is left, step by step; `afterwards` may play something in between. */
async function play(
  rehearsal: UpgradeRehearsal,
  afterwards: (step: PlayedStep) => Promise<readonly PlayedStep[]> = async () => [],
): Promise<Played> {
  const steps: PlayedStep[] = [];
  const left: (readonly string[])[] = [];
  for (let rest = await rehearsal.left(); rest.length > 0; rest = await rehearsal.left()) {
    const [next] = rest;
    if (next === undefined) {
      break;
    }
    left.push(rest.map(({ title }) => title));
    const step = await rehearsal.play(next);
    steps.push(step);
    if (step.problems.length > 0) {
      break;
    }
    steps.push(...(await afterwards(step)));
  }
  for (const { title, stacks } of steps) {
    for (const { stack } of stacks.filter(({ outcome }) => outcome === "skipped")) {
      console.log(`skipped: ${stack} is not planned here, at "${title}"`);
    }
  }
  return { steps, left, answersOutsideTheModel: rehearsal.aws.problems };
}

function goesAsForetold(played: () => Played, mostLines: (step: PlayedStep) => number): void {
  test("does at each step exactly what was foretold, passes the review, and leaves nothing for a second plan", () => {
    expect(
      played().steps.flatMap(({ title, problems }) => problems.map((problem) => `${title}: ${problem}`)),
    ).toEqual([]);
  });

  test("changes few lines of one file at each step", () => {
    for (const step of played().steps.filter(({ diff }) => diff !== "")) {
      expect([step.title, step.changedLines <= mostLines(step)]).toEqual([step.title, true]);
      expect(step.diff.match(/^diff --git/gm)).toHaveLength(1);
    }
  });

  test("was answered as AWS's model of the API allows", () => {
    expect(played().answersOutsideTheModel).toEqual([]);
  });
}

describe("alpha-kr-a in place over three minors", () => {
  let played: Played;
  let synth: string;
  let diff: string;
  let deploy: string;
  let afterDeploy: string;

  beforeAll(async () => {
    const workspace = await Workspace.copyOf(PROJECT);
    const rehearsal = await UpgradeRehearsal.begin(
      workspace,
      request({ way: "in-place", cluster: "alpha-kr-a", version: "1.36" }),
      silence,
    );
    try {
      played = await play(rehearsal);
      const cdktf = (...args: readonly string[]) => cdktfIn(rehearsal, args);
      const offline = "--skip-provider-lock";
      workspace.write(
        FLEET_FILE,
        workspace
          .read(FLEET_FILE)
          .replace('"workers-v2": { ...workers,', '"workers-v2": { ...workers, labels: { team: "web" },'),
      );
      synth = await cdktf("synth");
      diff = await cdktf("diff", "alpha-kr-a", offline);
      deploy = await cdktf("deploy", "alpha-kr-a", "--auto-approve", offline);
      afterDeploy = await cdktf("diff", "alpha-kr-a", offline);
    } finally {
      await rehearsal.end();
    }
  }, LONG);

  goesAsForetold(
    () => played,
    () => 3,
  );

  test("raises the control plane three times, replaces the nodes once, and removes the old ones last", () => {
    expect(played.steps.map(({ title }) => title.replace(/^alpha-kr-a: /, ""))).toEqual([
      "control plane 1.33 → 1.34",
      expect.stringContaining("coredns"),
      "control plane 1.34 → 1.35",
      expect.stringContaining("coredns"),
      "control plane 1.35 → 1.36",
      expect.stringContaining("coredns"),
      expect.stringContaining("kube-proxy"),
      "workers-v2 of 1.36 beside workers-v1",
      "no new pods on workers-v1; workers-v2 takes them",
      "workers-v1 is drained, disruption budgets honoured",
      "workers-v1 gives up its nodes",
      "workers-v1 is removed",
    ]);
  });

  test("planned again after each step, gives the rest of the same plan", () => {
    const [whole = []] = played.left;
    expect(played.left).toEqual(whole.map((_, done) => whole.slice(done)));
  });

  test("cdktf synth, diff and deploy work as the README says", () => {
    expect(synth).toContain("Generated Terraform code for the stacks");
    expect(diff).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    expect(deploy).toContain("Resources: 0 added, 1 changed, 0 destroyed.");
    expect(afterDeploy).toContain("No changes.");
  });
});

describe("the webapp from alpha-kr-a to a new alpha-kr-b three minors later, once back in the middle", () => {
  let played: Played;

  beforeAll(async () => {
    const workspace = await Workspace.copyOf(PROJECT);
    withoutTheSecond(workspace);
    await workspace.commit("One cluster");
    const rehearsal = await UpgradeRehearsal.begin(
      workspace,
      request({
        way: "second-cluster",
        cluster: "alpha-kr-a",
        secondCluster: "alpha-kr-b",
        version: "1.36",
        previews: { "alpha-webapp": { priority: 20, hostHeaders: ["b.webapp.alpha.example.com"] } },
      }),
      silence,
    );
    let isTakenBack = false;
    try {
      played = await play(rehearsal, async ({ title }) => {
        if (isTakenBack || !title.includes("b 50")) {
          return [];
        }
        isTakenBack = true;
        return [await takenBack(rehearsal, title)];
      });
    } finally {
      await rehearsal.end();
    }
  }, LONG);

  // A new cluster is one entry, whose lines are those of the first.
  goesAsForetold(
    () => played,
    ({ title }) => (/^alpha-kr-b\b.*(beside|of 1\.36)/.test(title) ? Number.POSITIVE_INFINITY : 3),
  );

  test("shifts step by step, goes back once, and goes on from there", () => {
    expect(
      played.steps.map(({ title }) => title).filter((title) => /alpha-webapp: a|back/.test(title)),
    ).toEqual([
      "alpha-webapp: a 100, b 0 → a 90, b 10",
      "alpha-webapp: a 90, b 10 → a 50, b 50",
      "back to before: alpha-webapp: a 90, b 10 → a 50, b 50",
      "alpha-webapp: a 90, b 10 → a 50, b 50",
      "alpha-webapp: a 50, b 50 → a 0, b 100",
    ]);
  });

  /** The shift that was made last, taken back: the same resources change. */
  async function takenBack(rehearsal: UpgradeRehearsal, title: string): Promise<PlayedStep> {
    const edits: readonly FleetEdit[] = [
      { kind: "set", path: ["loadBalancers", "alpha-webapp", "weights", "a"], before: 50, after: 90 },
      { kind: "set", path: ["loadBalancers", "alpha-webapp", "weights", "b"], before: 50, after: 10 },
    ];
    return rehearsal.play({
      title: `back to before: ${title}`,
      kind: "shift",
      clusterName: "alpha-kr-a",
      edits,
    });
  }

  /** The fleet before there was a second cluster. */
  function withoutTheSecond(workspace: Workspace): void {
    const edits = [
      ["clusters", "alpha-kr-b"],
      ["loadBalancers", "alpha-webapp", "targetGroups", "b"],
      ["loadBalancers", "alpha-webapp", "weights", "b"],
      ["loadBalancers", "alpha-webapp", "previews", "b"],
    ].map((path): FleetEdit => ({ kind: "remove", path }));
    const changes = fileChanges(workspace.folder, { clusterName: "alpha-kr-a", edits });
    if ("problems" in changes) {
      throw new Error(changes.problems.join("\n"));
    }
    for (const { path, after } of changes) {
      workspace.write(path, after);
    }
  }
});

async function cdktfIn({ workspace, aws }: UpgradeRehearsal, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run("npx", ["cdktf", ...args], {
    cwd: workspace.folder,
    env: { ...aws.env, CI: "true", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" },
  });
  if (code !== 0) {
    throw new Error(`cdktf ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}
