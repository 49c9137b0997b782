import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A backend in a process of its own. */
export class Cluster {
  static async start(name: string): Promise<Cluster> {
    const child = fork(join(__dirname, "backend.ts"), [name], { execArgv: ["--import", "tsx"] });
    const { port } = await answerOf(child, "port");
    return new Cluster(child, port);
  }

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** The number of requests without health checks. */
  async requests(): Promise<number> {
    const answer = answerOf(this.child, "requests");
    this.child.send("count");
    return (await answer).requests;
  }

  /** Resolves when a request for /held has arrived. */
  async holdsOne(): Promise<void> {
    await answerOf(this.child, "held");
  }

  /** Answers the held requests. */
  release(): void {
    this.child.send("release");
  }

  /** Ends at once with all its connections, like a node that loses power. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, "exit");
      this.child.kill("SIGKILL");
      await exit;
    }
  }
}

/** The next message with a number of this name. */
function answerOf<Name extends string>(child: ChildProcess, name: Name): Promise<Record<Name, number>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`the backend ended before it sent its ${name}`));
    const onMessage = (message: unknown) => {
      if (isAbout(name, message)) {
        child.off("exit", onExit);
        child.off("message", onMessage);
        resolve(message);
      }
    };
    child.on("exit", onExit);
    child.on("message", onMessage);
  });
}

function isAbout<Name extends string>(name: Name, message: unknown): message is Record<Name, number> {
  return typeof message === "object" && message !== null && name in message;
}
