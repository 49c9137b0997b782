import "@microsoft/jest-sarif";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Jobs, StackJob } from "../../cli/jobs/jobs";
import { awsFor } from "../../cli/rehearsal/aws";
import { Workspace } from "../../cli/rehearsal/workspace";
import { run } from "../../cli/shared/run";
import type { Aws } from "../../sandbox/aws";
import { builtCommand } from "../cli/built";
import { type Edit, edited } from "../fixtures/rehearsal/steps";
import { notAllowed, statementsOf } from "../workflows/policy";

/*
 * The scripts of the workflows for a whole pull request: a base and a head of this repository with a step in between,
 * real Terraform, AWS on loopback. It runs once, in order, and the tests check the results. Needs what rehearsal.e2e.ts
 * needs, and bash.
 */

const STACKS = ["alpha-kr-a", "alpha-kr-b", "alpha-webapp"];
const FILE = "fleet/alpha-kr.ts";

/** A secret from a variable, as it should be, and one as a literal in code. */
const SECRETS = { variable: "planted-secret-5f3c-by-variable", literal: "planted-secret-71ab-as-literal" };

/** The fleet of one region, and a resource of a team in the same stack. */
const PROGRAM = `import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { fleet } from "./fleet/fleet";
import { declareFleet } from "./stacks/fleet";

const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? "cdktf.out" });
declareFleet(app, fleet);
const stack = app.node.tryFindChild("alpha-kr-a");
if (stack !== undefined && TerraformStack.isStack(stack)) {
  const token = new TerraformVariable(stack, "token", { type: "string", sensitive: true });
  new SsmParameter(stack, "parameter", { name: "/alpha/token", type: "SecureString", value: token.stringValue });
  new SsmParameter(stack, "literal", { name: "/alpha/literal", type: "SecureString", value: "${SECRETS.literal}" });
}
app.synth();
`;

interface Ran {
  readonly code: number;
  /** The output of both streams. */
  readonly log: string;
  /** The summary of the run. */
  readonly summary: string;
}

/** The requests to AWS, as IAM actions. */
interface Asked {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Runs the scripts in the folder of a repository. */
class Runner {
  readonly ran: Ran[] = [];

  constructor(
    readonly workspace: Workspace,
    private readonly aws: Aws,
  ) {}

  async script(name: string, ...args: readonly string[]): Promise<Ran> {
    const { folder } = this.workspace;
    const summary = join(folder, ".cache", `summary-${this.ran.length}.md`);
    writeFileSync(summary, "");
    const { code, stdout, stderr } = await run("bash", [join("workflows", "scripts", name), ...args], {
      cwd: folder,
      env: {
        ...this.aws.env,
        CDKTF_EKS_UPGRADE: `node ${builtCommand()}`,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: join(folder, ".cache", `output-${this.ran.length}`),
        CHECKPOINT_DISABLE: "1",
        CI: "true",
        DAY: "2026-11-23",
        TF_VAR_token: SECRETS.variable,
      },
    });
    const ran = { code, log: `${stdout}\n${stderr}`, summary: readFileSync(summary, "utf8") };
    this.ran.push(ran);
    return ran;
  }

  /** Runs the workflow of a pull request, compared with a new checkout of the commit before. */
  async reviewOfHead(name: string): Promise<Reviewed> {
    const { folder } = this.workspace;
    if (existsSync(join(folder, "base"))) {
      await run("git", ["worktree", "remove", "--force", "base"], { cwd: folder });
    }
    await this.pass(join("..", "atlantis", "synthesize.sh"), "HEAD^1");
    const changes = await this.pass("jobs.sh", "workflows/github/eks-upgrade.json");
    const jobs: Jobs = JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8"));
    return this.review(name, jobs.plan, { jobs, changes });
  }

  async review(
    name: string,
    stacks: readonly StackJob[],
    { jobs, changes }: Pick<Reviewed, "jobs" | "changes">,
  ): Promise<Reviewed> {
    this.asked();
    const planned: Ran[] = [];
    for (const { stack, directory, destroy } of stacks) {
      planned.push(await this.script("plan.sh", stack, directory, String(destroy), `${name}/plans`));
    }
    const asked = this.asked();
    const review = await this.script("review.sh", JSON.stringify(stacks), `${name}/plans`, `${name}/review`);
    return { jobs, changes, planned, review, asked };
  }

  /** The requests to AWS since the last call. */
  asked(): Asked {
    const { journal } = this.aws;
    const actions = (access: "read" | "write") =>
      [
        ...new Set(journal.find({ access }).map(({ service, operation }) => `${service}:${operation}`)),
      ].sort();
    const asked = { reads: actions("read"), writes: actions("write") };
    journal.clear();
    return asked;
  }

  async commit(message: string, edits: readonly Edit[]): Promise<void> {
    this.workspace.write(FILE, edited(this.workspace.read(FILE), edits));
    await this.workspace.commit(message);
  }

  /** Discards uncommitted changes, and synthesizes the code again. */
  async takeBack(): Promise<void> {
    await run("git", ["checkout", "--quiet", FILE], { cwd: this.workspace.folder });
    await this.workspace.synthesizeOrThrow();
  }

  private async pass(name: string, ...args: readonly string[]): Promise<Ran> {
    const ran = await this.script(name, ...args);
    if (ran.code !== 0) {
      throw new Error(`${name} ${args.join(" ")} ended with ${ran.code}:\n${ran.log}`);
    }
    return ran;
  }
}

const inClusterA = (find: string, replace: string): Edit => ({ find, replace, in: '"alpha-kr-a": {' });

const TO_1_34 = inClusterA('version: "1.33",\n      addons', 'version: "1.34",\n      addons');
/** Two minors at once, with compatible add-ons: only AWS knows what runs. */
const TO_1_36 = [
  inClusterA('version: "1.34",\n      addons', 'version: "1.36",\n      addons'),
  inClusterA("v1.33.10-eksbuild.29", "v1.36.0-eksbuild.25"),
  inClusterA("v1.12.4-eksbuild.38", "v1.14.3-eksbuild.23"),
  inClusterA("v1.22.4-eksbuild.3", "v1.23.1-eksbuild.1"),
];
const MORE_WORKERS: Edit = { find: "maxSize: 10", replace: "maxSize: 12" };
/** Cordoned, with no other node group for new pods. */
const REJECTED = [
  inClusterA(
    '"workers-v1": { ...workers, version: "1.33"',
    '"workers-v1": { ...workers, version: "1.33", phase: "cordoned"',
  ),
];

/** The texts of all files that a run leaves in a folder, except states, earlier files and downloads. */
function filesIn(folder: string, under = ""): readonly string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = join(under, entry.name);
    if (["node_modules", ".git", ".terraform"].includes(entry.name) || entry.name.includes(".tfstate")) {
      return [];
    }
    return entry.isDirectory()
      ? filesIn(folder, path)
      : entry.isFile()
        ? [`${path}\n${readFileSync(join(folder, path), "utf8")}`]
        : [];
  });
}

function outputsIn(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, "terraform.alpha-kr-a.tfstate"), "utf8")).outputs;
}

/** A step in progress: planned and reviewed, not applied. */
interface Reviewed {
  readonly jobs: Jobs;
  readonly changes: Ran;
  readonly planned: readonly Ran[];
  readonly review: Ran;
  readonly asked: Asked;
}

interface Story {
  readonly first: Reviewed;
  readonly later: Reviewed;
  readonly firstApplied: readonly Ran[];
  readonly firstAsked: readonly Asked[];
  /** All plans made again during the apply. */
  readonly again: Reviewed;
  readonly step: Reviewed;
  readonly stepMarkdown: string;
  readonly stepSarif: string;
  readonly otherApplied: Ran;
  readonly otherAsked: Asked;
  readonly stepApplied: Ran;
  readonly stepAsked: Asked;
  readonly rejected: Reviewed;
  readonly guarded: Reviewed;
  readonly unreviewed: Ran;
  /** All files in the folder of the run, except states and downloads of Terraform. */
  readonly leftFiles: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

let story: Story;
let logs: readonly Ran[] = [];

beforeAll(async () => {
  const workspace = await Workspace.copyOf(resolve(__dirname, "..", ".."));
  mkdirSync(join(workspace.folder, ".cache"));
  writeFileSync(join(workspace.folder, ".git", "info", "exclude"), "base\njobs.json\n*/plans\n*/review\n");
  workspace.write("main.ts", PROGRAM);
  workspace.write("fleet/fleet.ts", "export const fleet = [];\n");
  await workspace.commit("No cluster yet");
  workspace.write(
    "fleet/fleet.ts",
    'import { alphaKr } from "./alpha-kr";\n\nexport const fleet = [alphaKr];\n',
  );
  await workspace.commit("Two clusters behind a load balancer");
  await workspace.synthesizeOrThrow();
  const aws = await awsFor(workspace, STACKS, () => undefined);
  const runner = new Runner(workspace, aws);
  try {
    story = await play(runner);
  } finally {
    logs = runner.ran;
    await aws.stop();
    workspace.remove();
  }
});

async function play(runner: Runner): Promise<Story> {
  const { workspace } = runner;
  const first = await runner.reviewOfHead("first");
  const [wave, next] = first.jobs.environments[0]?.waves ?? [];
  const apply = (stacks: readonly StackJob[] = [], plans: string) =>
    runner.script("apply.sh", JSON.stringify(stacks), plans);
  runner.asked();
  const firstApplied = [await apply(wave?.apply, "first/plans")];
  const unreviewed = await apply(next?.apply, "first/plans");
  const firstAsked = [runner.asked()];
  if (firstApplied.some(({ code }) => code !== 0)) {
    throw new Error(`the clusters cannot be made:\n${runner.ran.map(({ log }) => log).join("\n")}`);
  }
  const later = await runner.review("later", next?.plan ?? [], first);
  firstApplied.push(await apply(next?.apply, "later/plans"));
  firstAsked.push(runner.asked());
  const again = await runner.review("again", [...first.jobs.plan, ...(next?.plan ?? [])], first);

  await runner.commit("alpha-kr-a: control plane 1.34", [TO_1_34]);
  const step = await runner.reviewOfHead("step");
  const stepMarkdown = readFileSync(join(workspace.folder, "step/review/review.md"), "utf8");
  const stepSarif = readFileSync(join(workspace.folder, "step/review/review.sarif"), "utf8");

  // Meanwhile another commit is pushed to the branch.
  workspace.write(FILE, edited(workspace.read(FILE), [MORE_WORKERS]));
  await workspace.synthesizeOrThrow();
  const otherApplied = await apply(step.jobs.plan, "step/plans");
  const otherAsked = runner.asked();
  await runner.takeBack();
  const stepApplied = await apply(step.jobs.plan, "step/plans");
  const stepAsked = runner.asked();

  await runner.commit("alpha-kr-a: workers-v1 cordoned", REJECTED);
  const rejected = await runner.reviewOfHead("rejected");
  await runner.commit("alpha-kr-a: control plane 1.36", TO_1_36);
  const guarded = await runner.reviewOfHead("guarded");
  return {
    first,
    later,
    firstApplied,
    firstAsked,
    again,
    step,
    stepMarkdown,
    stepSarif,
    otherApplied,
    otherAsked,
    stepApplied,
    stepAsked,
    rejected,
    guarded,
    unreviewed,
    leftFiles: filesIn(workspace.folder),
    outputs: outputsIn(workspace.folder),
  };
}

const codes = ({ planned, review }: Reviewed) => [...planned.map(({ code }) => code), review.code];
const stacksOf = (jobs: readonly StackJob[]) => jobs.map(({ stack }) => stack);

test("a stack that looks up missing resources is planned after the merge, and the summary says so", () => {
  const { jobs, changes } = story.first;
  expect(stacksOf(jobs.plan)).toEqual(["alpha-kr-a", "alpha-kr-b"]);
  expect(jobs.environments[0]?.waves.map(({ plan, apply }) => [stacksOf(plan), stacksOf(apply)])).toEqual([
    [[], ["alpha-kr-a", "alpha-kr-b"]],
    [["alpha-webapp"], ["alpha-webapp"]],
    [
      ["alpha-kr-a-workload", "alpha-kr-b-workload"],
      ["alpha-kr-a-workload", "alpha-kr-b-workload"],
    ],
  ]);
  expect(changes.summary).toContain(
    "| `alpha-webapp` | added | alpha | **after the merge**, once `alpha-kr-a`, `alpha-kr-b` are applied: what it looks up in AWS is not there yet.",
  );
});

test("two clusters and their load balancer are reviewed, and applied as reviewed, wave by wave", () => {
  expect([codes(story.first), codes(story.later)]).toEqual([
    [0, 0, 0],
    [0, 0],
  ]);
  expect(story.firstApplied.map(({ code }) => code)).toEqual([0, 0]);
  expect(story.firstApplied.map(({ summary }) => summary).join("")).toMatch(
    /^- alpha-kr-a is applied\. The plan matches the reviewed plan: \d+ changes\.\n- alpha-kr-b is applied\. .*\n- alpha-webapp is applied\. .*\n$/,
  );
});

test("a stack without a reviewed plan is not applied", () => {
  expect([story.unreviewed.code, story.unreviewed.summary]).toEqual([
    1,
    "**alpha-webapp is not applied: it has no reviewed plan.** The plan may have expired. Run this workflow by hand with anew: true.\n",
  ]);
});

test("the review of a step is Markdown with one change and its rollback, and valid SARIF", () => {
  expect(stacksOf(story.step.jobs.plan)).toEqual(["alpha-kr-a"]);
  expect(codes(story.step)).toEqual([0, 0]);
  expect(story.stepMarkdown.match(/^\| alpha-kr-a \| .*$/gm)).toEqual([
    expect.stringContaining("| alpha-kr-a | control plane 1.33 → 1.34 |"),
  ]);
  expect(story.step.review.summary).toBe(story.stepMarkdown);
  expect(JSON.parse(story.stepSarif)).toBeValidSarifLog();
});

test("a plan writes nothing", () => {
  for (const { asked } of [story.first, story.later, story.again, story.step]) {
    expect(asked.writes).toEqual([]);
  }
});

test("another change on the branch fails the apply: the plan differs from the reviewed one", () => {
  expect(story.otherApplied.code).toBe(1);
  const { summary } = story.otherApplied;
  expect(summary).toMatch(/^\*\*alpha-kr-a is not applied\.\*\*\n\n```text\n/);
  expect(summary.match(/\baws_\S+(?=:)/g)).toEqual(["aws_eks_node_group.cluster_workers-v1_A6435936"]);
  expect(story.otherAsked.writes).toEqual([]);
});

test("a reviewed step is applied after a preflight", () => {
  expect([story.stepApplied.code, story.stepApplied.summary]).toEqual([
    0,
    "- alpha-kr-a is applied. The plan matches the reviewed plan: 1 change.\n",
  ]);
  expect(story.stepAsked.writes).toEqual(["eks:UpdateClusterVersion"]);
  expect(story.stepAsked.reads).toEqual(expect.arrayContaining(["eks:ListInsights", "ec2:DescribeSubnets"]));
});

test("a rejected step fails the run, with the id of the rule", () => {
  expect(codes(story.rejected)).toEqual([0, 1]);
  expect(story.rejected.review.summary).toContain("| `last-capacity` |");
});

test("a step that a guard rejects fails the run with the message of the guard, and counts as not evaluated", () => {
  expect(codes(story.guarded)).toEqual([1, 2]);
  expect(story.guarded.planned[0]?.summary).toContain("(control-plane-step)");
  expect(story.guarded.review.summary).toContain("**Not evaluated, because there is no plan: alpha-kr-a.**");
});

describe("the policies allow", () => {
  const planPolicy = statementsOf("plan");
  const applyPolicies = [...planPolicy, ...statementsOf("apply", "apply-roles")];

  test("a plan may read all it needs, and may not write what an apply writes", () => {
    const reads = [story.first, story.later, story.again, story.step].flatMap(({ asked }) => asked.reads);
    expect(reads).toEqual(expect.arrayContaining(["elasticloadbalancing:DescribeRules", "iam:GetRole"]));
    expect(notAllowed(reads, planPolicy)).toEqual([]);
    const writes = story.firstAsked.flatMap((asked) => asked.writes);
    expect(writes).toEqual(expect.arrayContaining(["eks:CreateCluster", "iam:CreateRole"]));
    expect(notAllowed(writes, planPolicy)).toEqual(writes);
  });

  test("an apply and its preflight may make all their requests", () => {
    const asked = [...story.firstAsked, story.otherAsked, story.stepAsked];
    expect(
      notAllowed(
        asked.flatMap(({ reads, writes }) => [...reads, ...writes]),
        applyPolicies,
      ),
    ).toEqual([]);
  });
});

describe("no secret is", () => {
  test.each(Object.entries(SECRETS))("in logs and on pages, given by %s", (_, secret) => {
    expect(logs.length).toBeGreaterThan(15);
    expect(logs.filter(({ log, summary }) => `${log}${summary}`.includes(secret))).toEqual([]);
  });

  test("in files, except a program with the literal, and the state of Terraform", () => {
    const holders = story.leftFiles.filter((text) =>
      Object.values(SECRETS).some((secret) => text.includes(secret)),
    );
    const names = holders.map((text) => text.split("\n")[0]?.replace(/^base\//, ""));
    expect([...new Set(names)].sort()).toEqual([
      "__tests__/end-to-end/pull-request.e2e.ts",
      "cdktf.out/stacks/alpha-kr-a/cdk.tf.json",
      "main.ts",
    ]);
    expect(holders.filter((text) => text.startsWith("cdktf.out") && text.includes(SECRETS.variable))).toEqual(
      [],
    );
    expect(story.leftFiles.some((text) => text.startsWith("step/plans/alpha-kr-a.json\n"))).toBe(true);
  });

  test("in an output of a state: there is none", () => {
    expect(story.outputs).toEqual({});
  });
});
