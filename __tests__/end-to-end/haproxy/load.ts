import { Agent, request } from "node:http";

/** The outcome of a number of requests. */
export interface Outcome {
  readonly requests: number;
  /** Answers by the name of the cluster. */
  readonly answered: ReadonlyMap<string, number>;
  /** Failures with the method: "POST 502", "GET ECONNRESET". Clients never retry. */
  readonly failures: readonly string[];
}

interface Phase {
  begun: number;
  readonly limit: number;
  readonly answered: Map<string, number>;
  readonly failures: string[];
  ended: number;
  readonly onEnd: () => void;
}

/**
 * Clients that send requests without a pause, each over a keep-alive connection: nine GETs, then a POST.
 */
export class Load {
  private readonly agent: Agent;
  private readonly clients: readonly Promise<void>[];
  private readonly phases: Phase[] = [];
  private phase = newPhase(Number.POSITIVE_INFINITY);
  private isEnding = false;
  private sent = 0;

  constructor(
    private readonly port: number,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.phases.push(this.phase);
    this.clients = Array.from({ length: connections }, () => this.ask());
  }

  /** The outcome of exactly this many requests that start from now on. */
  measure(requests: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const phase = newPhase(requests, () => resolve(outcomeOf([phase])));
      this.begin(phase);
    });
  }

  /** Waits for the last answer, and returns the outcome of all requests. */
  async end(): Promise<Outcome> {
    this.isEnding = true;
    await Promise.all(this.clients);
    this.agent.destroy();
    return outcomeOf(this.phases);
  }

  private begin(phase: Phase): void {
    this.phase = phase;
    this.phases.push(phase);
  }

  private async ask(): Promise<void> {
    while (!this.isEnding) {
      if (this.phase.begun === this.phase.limit) {
        this.begin(newPhase(Number.POSITIVE_INFINITY));
      }
      const { phase } = this;
      phase.begun += 1;
      this.sent += 1;
      const method = this.sent % 10 === 0 ? "POST" : "GET";
      const { name, failure } = await this.send(method);
      if (failure === undefined) {
        phase.answered.set(name, (phase.answered.get(name) ?? 0) + 1);
      } else {
        phase.failures.push(`${method} ${failure}`);
      }
      phase.ended += 1;
      if (phase.ended === phase.limit) {
        phase.onEnd();
      }
    }
  }

  private send(method: string): Promise<{ readonly name: string; readonly failure?: string }> {
    return new Promise((resolve) => {
      const failed = (failure: string) => resolve({ name: "", failure });
      const asked = request(
        { agent: this.agent, host: "127.0.0.1", port: this.port, path: "/", method },
        (response) => {
          let name = "";
          response.setEncoding("latin1");
          response.on("data", (part) => {
            name += part;
          });
          response.on("error", ({ message }) => failed(message));
          response.on("end", () =>
            response.statusCode === 200 ? resolve({ name }) : failed(`${response.statusCode}`),
          );
        },
      );
      asked.on("error", (error) => failed("code" in error ? `${error.code}` : error.message));
      asked.end(method === "POST" ? "an order" : undefined);
    });
  }
}

function newPhase(limit: number, onEnd: () => void = () => undefined): Phase {
  return { begun: 0, ended: 0, limit, answered: new Map(), failures: [], onEnd };
}

function outcomeOf(phases: readonly Phase[]): Outcome {
  const answered = new Map<string, number>();
  for (const [name, count] of phases.flatMap((phase) => [...phase.answered])) {
    answered.set(name, (answered.get(name) ?? 0) + count);
  }
  return {
    requests: phases.reduce((sum, { ended }) => sum + ended, 0),
    answered,
    failures: phases.flatMap(({ failures }) => failures),
  };
}
