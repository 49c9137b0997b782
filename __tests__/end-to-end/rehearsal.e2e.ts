import { resolve } from "node:path";
import { Rehearsal, type StepResult, silence } from "../../cli/rehearsal/rehearsal";
import { run } from "../../cli/rehearsal/run";
import { edited, steps } from "../../cli/rehearsal/steps";
import type { PlannedAction } from "../../cli/rehearsal/terraform";

/*
 * Needs Terraform 1.5 or later, an AWS provider that its configuration can install, Python 3.9 or later with venv,
 * and git. Everything is played once, in order, and the tests look at what came of it.
 */

const STACKS = ["alpha-kr-a", "alpha-kr-b", "alpha-webapp"];

/** All that a shift may touch: both listeners, and the sixteen rules of each. */
const SHIFT = [
  "aws_lb_listener.listeners_http_118C22B1",
  "aws_lb_listener.listeners_https_5F94B91D",
  "aws_lb_listener_rule.listeners_rules_api_http_6BA8A908",
  "aws_lb_listener_rule.listeners_rules_api_https_6DFBC9AB",
  "aws_lb_listener_rule.listeners_rules_articles_http_3DC6408F",
  "aws_lb_listener_rule.listeners_rules_articles_https_5494D0C4",
  "aws_lb_listener_rule.listeners_rules_assets_http_F15225B3",
  "aws_lb_listener_rule.listeners_rules_assets_https_2907C158",
  "aws_lb_listener_rule.listeners_rules_categories_http_7ADC4E76",
  "aws_lb_listener_rule.listeners_rules_categories_https_650608DF",
  "aws_lb_listener_rule.listeners_rules_chat_http_BECA8396",
  "aws_lb_listener_rule.listeners_rules_chat_https_4792DF92",
  "aws_lb_listener_rule.listeners_rules_health_http_B9D19F15",
  "aws_lb_listener_rule.listeners_rules_health_https_CCB2F6BF",
  "aws_lb_listener_rule.listeners_rules_images_http_802B1EE1",
  "aws_lb_listener_rule.listeners_rules_images_https_7B7FE205",
  "aws_lb_listener_rule.listeners_rules_jobs_http_27A0BD1D",
  "aws_lb_listener_rule.listeners_rules_jobs_https_8C428925",
  "aws_lb_listener_rule.listeners_rules_login_http_8AEE5EE9",
  "aws_lb_listener_rule.listeners_rules_login_https_0DA9DC25",
  "aws_lb_listener_rule.listeners_rules_notifications_http_AA2E305C",
  "aws_lb_listener_rule.listeners_rules_notifications_https_D878F98E",
  "aws_lb_listener_rule.listeners_rules_profile_http_C93AD9A6",
  "aws_lb_listener_rule.listeners_rules_profile_https_936EACF3",
  "aws_lb_listener_rule.listeners_rules_regions_http_97BAB212",
  "aws_lb_listener_rule.listeners_rules_regions_https_66A5F376",
  "aws_lb_listener_rule.listeners_rules_reviews_http_8D0D0AD8",
  "aws_lb_listener_rule.listeners_rules_reviews_https_2242300A",
  "aws_lb_listener_rule.listeners_rules_search_http_3DCD5AAE",
  "aws_lb_listener_rule.listeners_rules_search_https_B4F7EA9B",
  "aws_lb_listener_rule.listeners_rules_signup_http_D0067843",
  "aws_lb_listener_rule.listeners_rules_signup_https_A57759F6",
  "aws_lb_listener_rule.listeners_rules_webhooks_http_28C5BDD5",
  "aws_lb_listener_rule.listeners_rules_webhooks_https_778ED66B",
].map((address) => ({ address, action: "update" }));

const V1 = "aws_eks_node_group.cluster_workers-v1_A6435936";
const V2 = "aws_eks_node_group.cluster_workers-v2_";

/** What the plan of each step holds, data reads aside: nothing else, and nothing replaced. */
const expected: Readonly<Record<string, readonly PlannedAction[]>> = {
  "control plane 1.34": [{ address: "aws_eks_cluster.cluster", action: "update" }],
  "add-ons": [
    { address: "aws_eks_addon.cluster_coredns_98314015", action: "update" },
    { address: "aws_eks_addon.cluster_kube-proxy_6C469389", action: "update" },
    { address: "aws_eks_addon.cluster_vpc-cni_88A11E7C", action: "update" },
  ],
  "workers-v2 beside workers-v1": [
    { address: V2, action: "create" },
    { address: "aws_launch_template.cluster_workers-v2_launch-template_", action: "create" },
  ],
  "workers-v1 cordoned": [{ address: V1, action: "update" }],
  "workers-v1 draining": [{ address: V1, action: "update" }],
  "workers-v1 retired": [{ address: V1, action: "update" }],
  "workers-v1 removed": [
    { address: V1, action: "delete" },
    { address: "aws_launch_template.cluster_workers-v1_launch-template_9040B53E", action: "delete" },
  ],
  "traffic 90/10": SHIFT,
  "traffic 50/50": SHIFT,
  "traffic 0/100": SHIFT,
  "traffic 100/0": SHIFT,
};

interface Story {
  readonly results: readonly StepResult[];
  readonly fault: {
    readonly failed: readonly string[];
    readonly healed: readonly string[];
    readonly left: number;
  };
  readonly synth: string;
  readonly diff: string;
  readonly deploy: string;
  readonly afterDeploy: string;
  readonly answersOutsideTheModel: readonly string[];
}

let story: Story;

beforeAll(async () => {
  const rehearsal = await Rehearsal.begin(resolve(__dirname, "..", ".."), STACKS, silence);
  try {
    for (const stack of STACKS) {
      await rehearsal.deploy(stack);
    }
    const results: StepResult[] = [];
    for (const step of steps) {
      results.push(await rehearsal.play(step));
    }
    const fault = await shiftWithFault(rehearsal);
    const cdktf = (...args: readonly string[]) => cdktfIn(rehearsal, args);
    const diff = "diff alpha-webapp --skip-provider-lock";
    weights(rehearsal, "{ a: 50, b: 50, default: 0 }", "{ a: 0, b: 100, default: 0 }");
    story = {
      results,
      fault,
      synth: await cdktf("synth"),
      diff: await cdktf(...diff.split(" ")),
      deploy: await cdktf("deploy", "alpha-webapp", "--auto-approve", "--skip-provider-lock"),
      afterDeploy: await cdktf(...diff.split(" ")),
      answersOutsideTheModel: rehearsal.aws.problems,
    };
  } finally {
    await rehearsal.end();
  }
});

/** A shift during which AWS refuses one of the many changes for good. */
async function shiftWithFault(rehearsal: Rehearsal): Promise<Story["fault"]> {
  weights(rehearsal, "{ a: 100, b: 0, default: 0 }", "{ a: 50, b: 50, default: 0 }");
  await rehearsal.workspace.synthesizeOrThrow();
  const terraform = await rehearsal.terraform("alpha-webapp");
  rehearsal.aws.faults.add({
    service: "elasticloadbalancing",
    operation: "ModifyRule",
    skip: 10,
    failure: { kind: "error", code: "ValidationError", status: 400, message: "planted" },
  });
  await terraform.plan();
  const { errors: failed } = await terraform.apply();
  await terraform.plan();
  const { errors: healed } = await terraform.apply();
  const { actions } = await terraform.plan();
  return { failed, healed, left: actions.length };
}

function weights({ workspace }: Rehearsal, from: string, to: string): void {
  const file = "fleet/alpha-kr.ts";
  workspace.write(
    file,
    edited(workspace.read(file), [{ find: `weights: ${from}`, replace: `weights: ${to}` }]),
  );
}

async function cdktfIn({ workspace, aws }: Rehearsal, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run("npx", ["cdktf", ...args], {
    cwd: workspace.folder,
    env: { ...aws.env, CI: "true", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" },
  });
  if (code !== 0) {
    throw new Error(`cdktf ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}

function result(title: string): StepResult {
  const found = story.results.find(({ step }) => step.title === title);
  if (found === undefined) {
    throw new Error(`there is no step "${title}"`);
  }
  return found;
}

/** The hash at the end of an address that is new in the rehearsal is not pinned here, but with the fleet's. */
function withoutNewHashes(actions: readonly PlannedAction[]): readonly PlannedAction[] {
  return actions.map(({ address, action }) => ({
    address: address.includes("workers-v2") ? address.replace(/[0-9A-F]{8}$/, "") : address,
    action,
  }));
}

describe.each(Object.keys(expected))("the step %s", (title) => {
  test("plans exactly what is expected, and nothing is replaced", () => {
    expect(result(title).refusals).toEqual([]);
    expect(withoutNewHashes(result(title).actions)).toEqual(expected[title]);
  });

  test("changes one to three lines of one file", () => {
    expect(result(title).changedLines).toBeGreaterThanOrEqual(1);
    expect(result(title).changedLines).toBeLessThanOrEqual(3);
    expect(result(title).diff.match(/^diff --git/gm)).toHaveLength(1);
  });

  test("leaves nothing for a second plan", () => {
    expect(result(title).left).toEqual([]);
  });

  test("gives the bytes of before when its diff is taken back", () => {
    expect(result(title).revertsToTheSameBytes).toBe(true);
  });
});

test("a cordoned group cannot be retired at once", () => {
  const { refusals, actions } = result("workers-v1 retired at once");
  expect(refusals).toEqual([
    'Resource precondition failed: workers-v1 of alpha-kr-a cannot be retired: it was not drained. Taking its nodes away would kill their pods past every disruption budget. Set its phase to "draining", apply, drain it, and then retire it. (retired-undrained)',
  ]);
  expect(actions).toEqual([]);
});

test("all steps were played", () => {
  const titles = story.results.filter(({ step }) => step.refused !== true).map(({ step }) => step.title);
  expect(titles).toEqual(Object.keys(expected));
});

test("a shift that fails half-way is healed by applying again", () => {
  expect(story.fault.failed.join("\n")).toContain("planted");
  expect(story.fault.healed).toEqual([]);
  expect(story.fault.left).toBe(0);
});

test("cdktf synth, diff and deploy work as the README says", () => {
  expect(story.synth).toContain("Generated Terraform code for the stacks");
  expect(story.diff).toContain("Plan: 0 to add, 34 to change, 0 to destroy.");
  expect(story.deploy).toContain("Resources: 0 added, 34 changed, 0 destroyed.");
  expect(story.afterDeploy).toContain("No changes.");
});

test("the sandbox answered as AWS's model of the API allows", () => {
  expect(story.answersOutsideTheModel).toEqual([]);
});
