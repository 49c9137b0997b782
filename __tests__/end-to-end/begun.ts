import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { killGroup } from "../../cli/shared/run";

/** What a line of shell printed so far, to both streams, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** A line of shell that can still run. */
export interface Begun {
  /** The code is 0 as long as it runs. */
  readonly ran: Ran;
  /** Stops it with all that it started. @default SIGKILL */
  end(signal?: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/** The place where a line of shell runs. */
export interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Longer than any line of the documents takes, on a busy machine. */
const PATIENCE_IN_SECONDS = 300;

/**
 * Starts a line of shell, and waits until it prints a text, or ends.
 *
 * @throws Error with what it printed, if it does neither in time
 */
export function begin(
  line: string,
  until: string | undefined,
  { folder: cwd, env }: Place,
  seconds = PATIENCE_IN_SECONDS,
): Promise<Begun> {
  // Its own process group: npm forwards no signal.
  const child = spawn("bash", ["-c", `exec 2>&1\n${line}`], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const ended = new Promise<number>((finish, fail) => {
    child.on("error", fail);
    child.on("close", (code) => finish(code ?? 1));
  });
  const printed: string[] = [];
  const begun = (code: number): Begun => ({ ran: { code, output: `${printed.join("\n")}\n` }, end });

  async function end(signal?: "SIGKILL" | "SIGTERM"): Promise<void> {
    killGroup(child.pid, signal);
    await ended;
  }

  return new Promise((said, failed) => {
    const patience = setTimeout(() => {
      const waited = until === undefined ? "end" : `print ${JSON.stringify(until)}`;
      failed(new Error(`"${line}" did not ${waited} in ${seconds} s. It printed:\n${printed.join("\n")}`));
      end().catch(failed);
    }, seconds * 1000);
    createInterface({ input: child.stdout }).on("line", (text) => {
      printed.push(text);
      if (until !== undefined && text.includes(until)) {
        clearTimeout(patience);
        said(begun(0));
      }
    });
    ended.then((code) => {
      clearTimeout(patience);
      said(begun(code));
    }, failed);
  });
}
