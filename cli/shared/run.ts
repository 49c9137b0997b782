import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with each line of the output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Where it is given, the program gets a group of its own, and this what kills it with all that it has started. */
  readonly onStart?: (kill: () => void) => void;
}

/** Runs a program to its end. Rejects where it cannot be started at all. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  return new Promise((finish, fail) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: options.onStart !== undefined,
    });
    options.onStart?.(() => killGroup(child.pid));
    const stdout: string[] = [];
    const stderr: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      stdout.push(line);
      options.onLine?.(line);
    });
    createInterface({ input: child.stderr }).on("line", (line) => stderr.push(line));
    child.on("error", fail);
    child.on("close", (code) =>
      finish({ code: code ?? 1, stdout: `${stdout.join("\n")}\n`, stderr: `${stderr.join("\n")}\n` }),
    );
  });
}

/** Sends a signal to all processes of a group, where some are left. */
export function killGroup(group: number | undefined, signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): void {
  try {
    if (group !== undefined) {
      process.kill(-group, signal);
    }
  } catch {
    // They have ended by themselves.
  }
}
