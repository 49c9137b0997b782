import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, ScaledClock } from "./clock";
import { Fields } from "./eks/fields";
import { setDesiredSize } from "./eks/node-group-config";
import type { EksRegion } from "./eks/region";
import type { Failure, Fault, Faults } from "./faults";
import type { Journal } from "./journal";
import { bodyOf } from "./loopback";

export interface Controlled {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  region(name: string): EksRegion;
}

type Answer = (controlled: Controlled, body: Fields, path: readonly string[]) => object;

/**
 * The endpoint for whoever is not in this process: `GET /_sandbox/journal`,
 * `POST /_sandbox/clock {"advance": 60000}`, and what else ANSWERS lists.
 */
export async function control(
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, , noun = "", ...path] = (request.url ?? "")
    .split("?", 1)
    .join()
    .split("/")
    .map(decodeURIComponent);
  const answer = ANSWERS[`${request.method} ${noun}`];
  const text = (await bodyOf(request)).toString();
  const { status, body } = attempt(() => {
    if (answer === undefined) throw new Error(`expected one of: ${Object.keys(ANSWERS).join(", ")}`);
    return answer(controlled, Fields.of(text === "" ? {} : JSON.parse(text)), path);
  });
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function attempt(answer: () => object): { readonly status: number; readonly body: object } {
  try {
    return { status: 200, body: answer() };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

const time = ({ clock }: Controlled): object => ({ now: new Date(clock.now()).toISOString() });

const ANSWERS: Readonly<Record<string, Answer>> = {
  "GET clock": time,
  "POST clock": (controlled, body) => {
    const { clock } = controlled;
    const speed = body.integer("speed");
    clock.advance(body.integer("advance") ?? 0);
    if (speed !== undefined && clock instanceof ScaledClock) clock.setSpeed(speed);
    return time(controlled);
  },
  "GET journal": ({ journal }) => ({ entries: journal.find() }),
  "DELETE journal": ({ journal }) => {
    journal.clear();
    return {};
  },
  "GET faults": ({ faults }) => ({ pending: faults.pending() }),
  "POST faults": ({ faults }, body) => {
    faults.add(faultIn(body));
    return { pending: faults.pending() };
  },
  "DELETE faults": ({ faults }) => {
    faults.clear();
    return {};
  },
  "PUT node-groups": (controlled, body, [region = "", cluster = "", nodeGroup = ""]) => {
    const desiredSize = body.integer("desiredSize");
    if (desiredSize === undefined) throw new Error("desiredSize is required");
    setDesiredSize(controlled.region(region).cluster(cluster), nodeGroup, desiredSize);
    return { desiredSize };
  },
};

function faultIn(body: Fields): Fault {
  const resource = body.string("resource");
  const skip = body.integer("skip");
  const times = body.integer("times");
  return {
    service: body.requiredString("service"),
    operation: body.requiredString("operation"),
    ...(resource === undefined ? {} : { resource }),
    ...(skip === undefined ? {} : { skip }),
    ...(times === undefined ? {} : { times }),
    failure: failureIn(body.object("failure") ?? Fields.of(undefined, "failure")),
  };
}

function failureIn(body: Fields): Failure {
  const message = body.string("message");
  const said = message === undefined ? {} : { message };
  return body.oneOf("kind", ["error", "update"]) === "update"
    ? { kind: "update", errorCode: body.requiredString("errorCode"), ...said }
    : { kind: "error", code: body.requiredString("code"), status: body.integer("status") ?? 400, ...said };
}
