import type { Aws } from "../../sandbox/aws";
import { awsFor } from "./aws";
import { edited, type Step } from "./steps";
import { type PlannedAction, type Progress, Terraform } from "./terraform";
import { changedLines, Workspace } from "./workspace";

/** What became of a step. */
export interface StepResult {
  readonly step: Step;
  readonly diff: string;
  readonly changedLines: number;
  readonly actions: readonly PlannedAction[];
  /** Why the plan was refused; empty where it was applied. */
  readonly refusals: readonly string[];
  /** What a second plan after the apply would still do. */
  readonly left: readonly PlannedAction[];
  /** Whether the diff, taken back, gives the bytes of before. */
  readonly revertsToTheSameBytes: boolean;
  readonly seconds: number;
}

/** Is told how a rehearsal goes on, for people to read. */
export interface Audience {
  stage(text: string): void;
  progress: Progress;
}

export const silence: Audience = { stage: () => undefined, progress: () => undefined };

/** An upgrade played in a copy of the project, with real Terraform against AWS on loopback. */
export class Rehearsal {
  static async begin(project: string, stacks: readonly string[], audience: Audience): Promise<Rehearsal> {
    const workspace = await Workspace.copyOf(project);
    await workspace.synthesizeOrThrow();
    const aws = await awsFor(workspace, stacks, (line) => audience.stage(line));
    return new Rehearsal(workspace, aws, audience);
  }

  private readonly terraforms = new Map<string, Terraform>();

  private constructor(
    readonly workspace: Workspace,
    readonly aws: Aws,
    private readonly audience: Audience,
  ) {}

  /** Applies a stack as it is, for the first time. */
  async deploy(stack: string): Promise<readonly PlannedAction[]> {
    const terraform = await this.terraform(stack);
    const { actions, errors } = await terraform.plan();
    const applied = errors.length > 0 ? { errors } : await terraform.apply(this.audience.progress);
    if (applied.errors.length > 0) {
      throw new Error(`${stack} cannot be deployed:\n${applied.errors.join("\n")}`);
    }
    return actions;
  }

  async play(step: Step): Promise<StepResult> {
    const begin = performance.now();
    const { workspace, audience } = this;
    const before = workspace.read(step.file);
    const bytesBefore = workspace.synthesizedBytes();
    const after = edited(before, step.edits);
    workspace.write(step.file, after);
    const diff = await workspace.diff();
    await workspace.synthesizeOrThrow();
    const terraform = await this.terraform(step.stack);
    audience.stage("terraform plan");
    const { actions, errors } = await terraform.plan();
    const done = (rest: Partial<StepResult>): StepResult => ({
      step,
      diff,
      changedLines: changedLines(diff),
      actions,
      refusals: errors,
      left: [],
      revertsToTheSameBytes: false,
      ...rest,
      seconds: (performance.now() - begin) / 1000,
    });
    if (errors.length > 0) {
      workspace.write(step.file, before);
      await workspace.synthesizeOrThrow();
      return done({ revertsToTheSameBytes: workspace.synthesizedBytes() === bytesBefore });
    }
    audience.stage("terraform apply");
    const applied = await terraform.apply(audience.progress);
    if (applied.errors.length > 0) {
      throw new Error(`the step "${step.title}" failed:\n${applied.errors.join("\n")}`);
    }
    if (step.meanwhile !== undefined) {
      await this.aws.give(step.meanwhile.given);
    }
    audience.stage("terraform plan, again");
    const { actions: left } = await terraform.plan();

    workspace.write(step.file, before);
    await workspace.synthesizeOrThrow();
    const revertsToTheSameBytes = workspace.synthesizedBytes() === bytesBefore;
    workspace.write(step.file, after);
    await workspace.synthesizeOrThrow();
    await workspace.commit(step.title);
    return done({ left, revertsToTheSameBytes });
  }

  async end(): Promise<void> {
    await this.aws.stop();
    this.workspace.remove();
  }

  async terraform(stack: string): Promise<Terraform> {
    const known = this.terraforms.get(stack);
    if (known !== undefined) {
      return known;
    }
    const terraform = new Terraform(this.workspace.stackFolder(stack), this.aws.env);
    this.terraforms.set(stack, terraform);
    await terraform.init();
    return terraform;
  }
}
