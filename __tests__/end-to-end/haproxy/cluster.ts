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

  /** How many requests came here, those of health checks aside. */
  async requests(): Promise<number> {
    const answer = answerOf(this.child, "requests");
    this.child.send("count");
    return (await answer).requests;
  }

  /** When a request for /held is here. */
  async holdsOne(): Promise<void> {
    await answerOf(this.child, "held");
  }

  /** Answers what was held. */
  release(): void {
    this.child.send("release");
  }

  /** Ends at once, with all its connections, as a node does that loses its power. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, "exit");
      this.child.kill("SIGKILL");
      await exit;
    }
  }
}

/** The next message that has a number of this name. */
function answerOf<Name extends string>(child: ChildProcess, name: Name): Promise<Record<Name, number>> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`the backend ended before it told its ${name}`));
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
