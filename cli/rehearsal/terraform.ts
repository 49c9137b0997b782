import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunOptions, run } from "../shared/run";

/** What a plan does to one resource: "create", "update", "delete", "replace", … */
export interface PlannedAction {
  readonly address: string;
  readonly action: string;
}

export interface Plan {
  readonly actions: readonly PlannedAction[];
  /** What Terraform says against it; empty where it can be applied. */
  readonly errors: readonly string[];
}

export interface Applied {
  readonly errors: readonly string[];
}

/** Where to hear how an apply goes on: a resource, and what is done to it. */
export type Progress = (address: string, state: "start" | "progress" | "complete", seconds: number) => void;

/** Milliseconds after which the request for a change has been answered, and the change is still under way. */
const REQUEST_IS_SENT = 300;

const PLAN_FILE = "rehearsal.tfplan";

/**
 * Most of the CPU time of a small plan goes into the schema of the AWS provider, which each run reads again. With fewer
 * garbage collections it takes a fifth less, and 50 MB more memory.
 */
const GO_GARBAGE_COLLECTION = process.env.GOGC ?? "400";

/** Terraform in the folder of one stack. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  async init(): Promise<void> {
    const { code, stdout, stderr } = await this.terraform(["init", "-input=false", "-no-color"]);
    if (code !== 0) {
      throw new Error(`terraform init failed in ${this.folder}:\n${stderr.trim() || stdout.trim()}`);
    }
  }

  /** Plans the code against the current state of AWS, or the destruction of all resources. */
  async plan(isDestroy = false): Promise<Plan> {
    const actions: PlannedAction[] = [];
    const errors: string[] = [];
    const destroy = isDestroy ? ["-destroy"] : [];
    await this.terraform(["plan", "-input=false", "-json", ...destroy, `-out=${PLAN_FILE}`], (message) => {
      if (message.type === "planned_change" && message.change.action !== "read") {
        actions.push({ address: message.change.resource.addr, action: message.change.action });
      }
      errors.push(...errorOf(message));
    });
    return { actions: actions.sort((left, right) => (left.address < right.address ? -1 : 1)), errors };
  }

  /** The last plan, in Terraform's form for programs. */
  async show(): Promise<unknown> {
    const { stdout } = await this.terraform(["show", "-json", PLAN_FILE]);
    return JSON.parse(stdout);
  }

  /** Applies the last plan. */
  apply(onProgress?: Progress): Promise<Applied> {
    return this.applyWith([PLAN_FILE], onProgress);
  }

  /** Plans and applies in one run, which takes half the time: nobody looks at the plan. */
  planAndApply(onProgress?: Progress): Promise<Applied> {
    return this.applyWith(["-auto-approve"], onProgress);
  }

  private async applyWith(args: readonly string[], onProgress: Progress = () => undefined): Promise<Applied> {
    const errors: string[] = [];
    await this.terraform(["apply", "-input=false", "-json", ...args], (message) => {
      errors.push(...errorOf(message));
      if (message.type === "apply_start") {
        onProgress(message.hook.resource.addr, "start", 0);
      } else if (message.type === "apply_progress") {
        onProgress(message.hook.resource.addr, "progress", message.hook.elapsed_seconds);
      } else if (message.type === "apply_complete") {
        onProgress(message.hook.resource.addr, "complete", message.hook.elapsed_seconds);
      }
    });
    return { errors };
  }

  /** Applies the last plan, and is killed with its providers as soon as the change of a resource is under way. */
  async applyAndKill(address: string): Promise<void> {
    let kill = (): void => undefined;
    await this.terraform(
      ["apply", "-input=false", "-json", PLAN_FILE],
      (message) => {
        if (message.type === "apply_start" && message.hook.resource.addr === address) {
          setTimeout(kill, REQUEST_IS_SENT);
        }
      },
      // The providers would outlive Terraform, and end what it began.
      (killAll) => {
        kill = killAll;
      },
    );
  }

  /** The state as it lies in its backend; empty where nothing of it can be read. */
  async pullState(): Promise<string> {
    const { code, stdout } = await this.terraform(["state", "pull"]);
    return code === 0 ? stdout.trim() : "";
  }

  /** Puts a state that was pulled in place of what is there. */
  async pushState(state: string): Promise<void> {
    const file = join(this.folder, "rehearsal.pulled.tfstate");
    writeFileSync(file, state);
    await this.terraform(["state", "push", "-force", file]);
    rmSync(file);
  }

  /** Takes something that is there into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.terraform(["import", "-input=false", "-no-color", address, id]);
  }

  private terraform(
    args: readonly string[],
    onMessage?: (message: Message) => void,
    onStart?: RunOptions["onStart"],
  ) {
    return run("terraform", args, {
      cwd: this.folder,
      env: { ...this.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1", GOGC: GO_GARBAGE_COLLECTION },
      onStart,
      onLine: (line) => {
        const message = onMessage === undefined ? undefined : messageIn(line);
        if (message !== undefined) {
          onMessage?.(message);
        }
      },
    });
  }
}

/** A program that is killed can leave half a line. */
function messageIn(line: string): Message | undefined {
  try {
    return line.startsWith("{") ? JSON.parse(line) : undefined;
  } catch {
    return undefined;
  }
}

interface Resource {
  readonly addr: string;
}

/** Of Terraform's machine-readable messages, those that are read here (format version 1). */
type Message =
  | {
      readonly type: "planned_change";
      readonly change: { readonly resource: Resource; readonly action: string };
    }
  | {
      readonly type: "apply_start" | "apply_progress" | "apply_complete";
      readonly hook: { readonly resource: Resource; readonly elapsed_seconds: number };
    }
  | {
      readonly type: "diagnostic";
      readonly diagnostic: { readonly severity: string; readonly summary: string; readonly detail?: string };
    };

function errorOf(message: Message): readonly string[] {
  if (message.type !== "diagnostic" || message.diagnostic.severity !== "error") {
    return [];
  }
  const { summary, detail } = message.diagnostic;
  return [detail === undefined || detail === "" ? summary : `${summary}: ${detail}`];
}
