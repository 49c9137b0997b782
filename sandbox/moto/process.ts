import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { GivenResources } from "./given";
import type { MotoInstallation } from "./install";

export interface MotoProcess {
  readonly url: string;
  /** Makes resources exist under the ids they have. */
  give(resources: GivenResources): Promise<void>;
  stop(): Promise<void>;
}

/** Lines of standard error that are kept for a message. */
const TAIL = 20;

/** Starts moto; it ends with this process, because its standard input does. */
export async function startMoto({ python }: MotoInstallation): Promise<MotoProcess> {
  const child = spawn(python, [join(__dirname, "server.py")], {
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const read = answersOf(child);

  const started = await read();
  const port = started.get("port");
  if (typeof port !== "number") throw new Error("moto did not say its port");

  return {
    url: `http://127.0.0.1:${port}`,
    async give(resources) {
      child.stdin.write(`${JSON.stringify(resources)}\n`);
      const error = (await read()).get("error");
      if (error !== undefined) throw new Error(`moto cannot be given these resources: ${error}`);
    },
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Reads the child's answers, a JSON object a line; fails when it ends before it answers. */
function answersOf(child: ChildProcessWithoutNullStreams): () => Promise<ReadonlyMap<string, unknown>> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    errors.push(line);
    if (errors.length > TAIL) errors.shift();
  });
  return async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`moto ended:\n${errors.join("\n")}`);
    return new Map<string, unknown>(Object.entries(JSON.parse(value)));
  };
}
