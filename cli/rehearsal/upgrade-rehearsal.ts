import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Aws } from "../../sandbox/aws";
import { drainedParameter } from "../../upgrade/eks/drained";
import type { FleetEdit } from "../../upgrade/planner/edits/fleet-edit";
import type { ExpectedAction, ExpectedStack } from "../../upgrade/planner/expected/expected-stack";
import type { UpgradeStep } from "../../upgrade/planner/upgrade-plan";
import { review } from "../../upgrade/review/review";
import { judge } from "../../upgrade/rules/rules";
import { parsePlan } from "../../upgrade/terraform/plan-json";
import { readPlans } from "../../upgrade/terraform/read-plans";
import { changedStacks } from "../changed/changed-stacks";
import { fileChanges } from "../next/file-changes";
import type { GoalRequest } from "../planning/goal-options";
import { type Planned, plannedFrom } from "../planning/planned";
import type { SynthesizedStack } from "../shared/declared-fleet";
import { awsFor } from "./aws";
import { applyThroughFaults } from "./faults";
import { InsideClusters, isInside } from "./inside-clusters";
import { keepStateHere } from "./local-state";
import { resourceActions } from "./resource-actions";
import { type PlannedAction, type Progress, Terraform } from "./terraform";
import { changedLines, type Workspace } from "./workspace";

/** What became of a stack in a step. */
export interface PlayedStack {
  readonly stack: string;
  /** "skipped": it runs inside a cluster, and none can be had here; what is synthesized for it is compared. */
  readonly outcome: "applied" | "destroyed" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  readonly actions: readonly PlannedAction[];
}

/** What became of a step. */
export interface PlayedStep {
  readonly title: string;
  readonly kind: string;
  readonly diff: string;
  readonly changedLines: number;
  readonly stacks: readonly PlayedStack[];
  /** A sentence for each difference from the plan. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** At which steps something goes wrong in the middle of each apply. */
export const faultTimes = ["none", "once-a-kind", "every-step"] as const;

export type FaultsAt = (typeof faultTimes)[number];

/** Shows people the progress of a rehearsal. */
export interface Audience {
  stage(text: string): void;
  /** What holds for all that follows. */
  notice(sentence: string): void;
  progress: Progress;
}

export const silence: Audience = {
  stage: () => undefined,
  notice: () => undefined,
  progress: () => undefined,
};

/** What is done to a fleet file, and what Terraform is to do then. */
export interface Play {
  readonly title: string;
  /** Of the step, "cordon". */
  readonly kind: string;
  readonly clusterName: string;
  readonly edits: readonly FleetEdit[];
  /** The expected stacks. @default - nothing is compared */
  readonly stacks?: readonly ExpectedStack[];
}

export interface RehearsalOptions {
  readonly audience: Audience;
  /** @default "none" */
  readonly faults?: FaultsAt;
  /** Why in-cluster stacks are skipped. @default - they are applied if this machine can */
  readonly skipInside?: string;
}

/** The steps of an upgrade plan, applied in a copy of the project with real Terraform against AWS on loopback. */
export class UpgradeRehearsal {
  /** Synthesizes the copy, and applies what the steps of the plan stand on. */
  static async begin(
    workspace: Workspace,
    request: GoalRequest,
    { audience, faults = "none", skipInside }: RehearsalOptions,
  ): Promise<UpgradeRehearsal> {
    await workspace.synthesizeOrThrow();
    const planned = await planOrThrow(workspace, request);
    const stacks = await workspace.stacks();
    const inside = new InsideClusters(
      (sentence) => audience.notice(sentence),
      skipInside === undefined ? undefined : () => skipInside,
    );
    const aws = await awsFor(
      workspace,
      standing(stacks, planned).map(({ name }) => name),
      (line) => audience.stage(line),
      inside.apiServerOf,
    );
    const rehearsal = new UpgradeRehearsal(workspace, aws, inside, request, audience, faults);
    try {
      await rehearsal.deployStanding(stacks, planned);
    } catch (error) {
      await rehearsal.stop();
      throw error;
    }
    return rehearsal;
  }

  private readonly disturbedKinds = new Set<string>();
  private readonly terraforms = new Map<string, Terraform>();

  private constructor(
    readonly workspace: Workspace,
    readonly aws: Aws,
    private readonly inside: InsideClusters,
    private readonly request: GoalRequest,
    private readonly audience: Audience,
    private readonly faults: FaultsAt,
  ) {}

  /** The remaining steps, planned from the code of the copy. */
  async left(): Promise<readonly UpgradeStep[]> {
    return (await planOrThrow(this.workspace, this.request)).plan.steps;
  }

  async play({ title, kind, clusterName, edits, stacks }: Play): Promise<PlayedStep> {
    const begin = performance.now();
    const { workspace, audience } = this;
    const was = await workspace.stacks();
    const bytesBefore = workspace.synthesizedBytes();
    const changes = fileChanges(workspace.folder, { clusterName, edits });
    if ("problems" in changes) {
      throw new Error(
        `the step "${title}" cannot be written:\n${changes.problems.map((line) => `  ${line}`).join("\n")}`,
      );
    }
    const texts = changes.map(({ path }) => ({ path, text: workspace.read(path) }));
    for (const { path, after } of changes) {
      writeFileSync(join(workspace.folder, path), after);
    }
    const diff = await workspace.diff();
    await workspace.synthesizeOrThrow();
    const becomes = await workspace.stacks();

    const problems: string[] = [];
    const changed = changedStacks(was, becomes);
    const expectedStacks = stacks ?? changed.map(({ stack, change }) => expected(stack, change));
    for (const { stack } of changed.filter(
      (each) => !expectedStacks.some(({ stack: name }) => name === each.stack),
    )) {
      problems.push(`${stack} changes, and the plan does not expect it`);
    }
    const isDisturbed =
      this.faults === "every-step" || (this.faults === "once-a-kind" && !this.disturbedKinds.has(kind));
    this.disturbedKinds.add(kind);
    const played: PlayedStack[] = [];
    for (const expectedStack of expectedStacks) {
      const [before, after] = [was, becomes].map((side) =>
        side.find(({ name }) => name === expectedStack.stack),
      );
      const reason = await this.reach(after ?? before);
      const result =
        reason === undefined
          ? await this.apply(expectedStack, isDisturbed && !isInside(after ?? before), problems)
          : skipped(expectedStack, reason, before, after);
      played.push(result);
      if (stacks !== undefined) {
        problems.push(...difference(expectedStack, result.actions));
      }
    }
    if (played.some(({ outcome }) => outcome === "skipped")) {
      await this.endDrains(edits);
    }

    // Reverting the diff must restore every byte.
    for (const { path, text } of texts) {
      workspace.write(path, text);
    }
    if ((await workspace.bytesOfSynthesis()) !== bytesBefore) {
      problems.push("reverting the diff does not restore the synthesized bytes");
    }
    for (const { path, after } of changes) {
      workspace.write(path, after);
    }
    await workspace.commit(title);
    audience.stage("done");
    return {
      title,
      kind,
      diff,
      changedLines: changedLines(diff),
      stacks: played,
      problems,
      seconds: (performance.now() - begin) / 1000,
    };
  }

  /** Stops AWS and the in-cluster resources, and removes the copy. */
  async end(): Promise<void> {
    await this.stop();
    this.workspace.remove();
  }

  async terraform(stack: string): Promise<Terraform> {
    const known = this.terraforms.get(stack);
    if (known !== undefined) {
      return known;
    }
    const env = { ...this.aws.env, ...this.inside.env };
    const folder = this.workspace.stackFolder(stack);
    keepStateHere(folder);
    const terraform = new Terraform(folder, env);
    await terraform.init();
    this.terraforms.set(stack, terraform);
    return terraform;
  }

  private async stop(): Promise<void> {
    await this.inside.stop();
    await this.aws.stop();
  }

  private async deployStanding(stacks: readonly SynthesizedStack[], planned: Planned): Promise<void> {
    const all = standing(stacks, planned);
    const areSkipped = (await this.reach(all.find(isInside))) !== undefined;
    // What those inside clusters look up is needed for them alone.
    const outside = stacks.filter((stack) => !isInside(stack));
    for (const stack of areSkipped ? standing(outside, planned) : all) {
      await this.reach(stack);
      await this.deploy(stack);
    }
  }

  /** Gives the clusters that a stack is planned with an API. @returns why it is to be skipped, where it is */
  private async reach(stack: SynthesizedStack | undefined): Promise<string | undefined> {
    if (stack === undefined || !isInside(stack)) {
      return undefined;
    }
    return this.inside.open(
      stack,
      async () => {
        await this.terraform(stack.name);
      },
      (region, clusterName) => this.aws.nodeGroups(region, clusterName),
    );
  }

  /** Applies a stack as it is, for the first time. */
  private async deploy(stack: SynthesizedStack): Promise<void> {
    this.audience.stage(`${stack.name}: terraform apply`);
    const terraform = await this.terraform(stack.name);
    const { errors } = await terraform.planAndApply(this.audience.progress);
    if (errors.length > 0) {
      const fix = isInside(stack) ? " (--skip-inside skips it)" : "";
      throw new Error(`${stack.name} cannot be deployed${fix}:\n${errors.join("\n")}`);
    }
  }

  private async apply(
    { stack, command }: ExpectedStack,
    isDisturbed: boolean,
    problems: string[],
  ): Promise<PlayedStack> {
    const { audience } = this;
    const terraform = await this.terraform(stack);
    audience.stage(`${stack}: terraform plan`);
    const { actions, errors } = await terraform.plan(command === "destroy");
    const outcome = command === "destroy" ? "destroyed" : "applied";
    if (errors.length > 0) {
      problems.push(...errors.map((error) => `${stack}: Terraform rejects the plan: ${error}`));
      return { stack, outcome, actions };
    }
    problems.push(...rejections(stack, await terraform.show(), this.request));
    if (isDisturbed) {
      audience.stage(`${stack}: terraform apply, through faults`);
      const left = await applyThroughFaults({
        terraform,
        aws: this.aws,
        actions,
        isDestroyed: command === "destroy",
      });
      problems.push(...left.map((problem) => `${stack}: ${problem}`));
      // The last plan of these applies was empty: a second plan has been made.
      return { stack, outcome, actions };
    }
    audience.stage(`${stack}: terraform apply`);
    const applied = await terraform.apply(audience.progress);
    if (applied.errors.length > 0) {
      throw new Error(`${stack} cannot be applied:\n${applied.errors.join("\n")}`);
    }
    if (command === "deploy") {
      audience.stage(`${stack}: terraform plan, again`);
      const again = await terraform.plan();
      problems.push(
        ...again.errors.map((error) => `${stack}: Terraform rejects a second plan: ${error}`),
        ...again.actions.map(({ address, action }) => `${stack}: a second plan would ${action} ${address}`),
      );
    }
    return { stack, outcome, actions };
  }

  /** A drain runs inside the cluster, and leaves word of its end; for one that was skipped, it is left here. */
  private async endDrains(edits: readonly FleetEdit[]): Promise<void> {
    for (const edit of edits) {
      const [, clusterName = "", , nodeGroupName = ""] = edit.path;
      if (edit.kind === "set" && edit.path[4] === "phase" && edit.after === "draining") {
        const name = drainedParameter(clusterName, nodeGroupName);
        const region = regionOf(await this.workspace.stacks(), clusterName);
        await this.aws.give({ parameters: [{ name, region, value: nodeGroupName }] });
      }
    }
  }
}

async function planOrThrow(workspace: Workspace, request: GoalRequest): Promise<Planned> {
  // What was synthesized last is what the code says: it is not synthesized once more.
  const planned = await plannedFrom(join(workspace.folder, "cdktf.out"), [], request);
  if ("problems" in planned) {
    throw new Error(`there is no plan:\n${planned.problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
  return planned;
}

/** The stacks that a plan changes, with those that they look up in AWS, in the order of applying. */
function standing(stacks: readonly SynthesizedStack[], { plan }: Planned): readonly SynthesizedStack[] {
  const all = changedStacks([], stacks);
  const needed = new Set(plan.steps.flatMap((step) => step.stacks.map(({ stack }) => stack)));
  for (const { stack, plannedAfter } of [...all].reverse()) {
    if (needed.has(stack)) {
      for (const other of plannedAfter) {
        needed.add(other);
      }
    }
  }
  return all.flatMap(({ stack }) => (needed.has(stack) ? stacks.filter(({ name }) => name === stack) : []));
}

function skipped(
  { stack }: ExpectedStack,
  reason: string,
  before: SynthesizedStack | undefined,
  after: SynthesizedStack | undefined,
): PlayedStack {
  return { stack, outcome: "skipped", reason, actions: resourceActions(before?.json, after?.json) };
}

function expected(stack: string, change: "added" | "changed" | "removed"): ExpectedStack {
  return { stack, command: change === "removed" ? "destroy" : "deploy", actions: [], isComplete: false };
}

/** What a review rejects in a plan. */
function rejections(stack: string, json: unknown, { catalog, day }: GoalRequest): readonly string[] {
  const plan = parsePlan(json);
  if ("problem" in plan) {
    return [`${stack}: the plan cannot be evaluated: ${plan.problem}`];
  }
  const step = readPlans([{ name: stack, plan }]);
  const { rejected, notEvaluated } = review(step, judge({ ...step, catalog, day }), [], day);
  return [...rejected, ...notEvaluated.filter(({ severity }) => severity === "error")].map(
    ({ address, message, rule }) => `${stack}: the review rejects ${address}: ${message} (${rule})`,
  );
}

/** The differences between the expected actions and those that Terraform plans. */
function difference(
  { stack, actions: expectedActions, isComplete }: ExpectedStack,
  planned: readonly PlannedAction[],
): readonly string[] {
  const worded = ({ address, action }: ExpectedAction | PlannedAction) => `${action} ${address}`;
  const [wanted, got] = [new Set(expectedActions.map(worded)), new Set(planned.map(worded))];
  return [
    ...[...wanted]
      .filter((each) => !got.has(each))
      .map((each) => `${stack}: expected change missing: ${each}`),
    ...(isComplete
      ? [...got].filter((each) => !wanted.has(each)).map((each) => `${stack}: unexpected change: ${each}`)
      : []),
  ];
}

function regionOf(stacks: readonly SynthesizedStack[], clusterName: string): string {
  const stack = changedStacks([], stacks).find(({ stack: name }) => name === clusterName);
  if (stack?.region === undefined || stack.region === null) {
    throw new Error(`the stack ${clusterName} does not say its region`);
  }
  return stack.region;
}
