import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/** Lines of a log that are kept for a message. */
const TAIL = 20;

/** Runs a command until it ends, or until the end of standard input: so it never outlives whoever started it. */
const UNTIL_END_OF_INPUT = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
{ cat <&3 >/dev/null; kill "$child" 2>/dev/null; } &
exec 3<&-
wait "$child"
`;

/** A program that runs in the background. */
export class BackgroundProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;

  constructor(
    private readonly name: string,
    private readonly log: string,
    command: string,
    args: readonly string[],
  ) {
    const output = openSync(log, "w");
    this.child = spawn("sh", ["-c", UNTIL_END_OF_INPUT, "sh", command, ...args], {
      stdio: ["pipe", output, output],
    });
    closeSync(output);
    this.exited = new Promise((resolve) => {
      this.child.once("exit", () => resolve());
      this.child.once("error", () => resolve());
    });
  }

  /** Why it has ended, where it has. */
  get failure(): string | undefined {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) {
      return undefined;
    }
    const tail = readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-TAIL).join("\n");
    return `${this.name} ended with ${exitCode ?? signalCode}:\n${tail}`;
  }

  async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.exited;
  }
}
