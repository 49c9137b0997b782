import type { IncomingMessage, ServerResponse } from "node:http";
import { accessOf, type Journal } from "../journal";
import { bodyOf, type Loopback, serve, signingScopeOf } from "../loopback";
import type { Call } from "./call";
import { EksError, type ExceptionSubject } from "./errors";
import { Fields } from "./fields";
import { Identifiers } from "./identifiers";
import type { ApiModel } from "./model";
import type { EksOptions } from "./options";
import { EksRegion } from "./region";
import { OPERATIONS, type Route, resourceOf, route } from "./router";

export interface EksServer extends Loopback {
  region(name: string): EksRegion;
  /** Answers of ours that AWS's model of the API does not allow: bugs of the sandbox. */
  readonly problems: readonly string[];
}

export interface EksServerOptions extends EksOptions {
  readonly journal: Journal;
  /** @default - requests and answers are not held against AWS's model of the API */
  readonly model?: ApiModel | undefined;
  /** Answers what begins with "/_sandbox/". */
  readonly control?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly error?: string;
}

/** The EKS API on loopback. */
export async function serveEks(options: EksServerOptions): Promise<EksServer> {
  const ids = new Identifiers();
  const regions = new Map<string, EksRegion>();
  const problems: string[] = [];
  const regionOf = (name: string): EksRegion => {
    const region = regions.get(name) ?? new EksRegion(name, ids);
    regions.set(name, region);
    return region;
  };

  // One request after the other, so that none sees another half done.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  problems.push(...(options.model?.problemsOfRoutes(OPERATIONS) ?? []));

  const loopback = await serve(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://sandbox");
    if (url.pathname.startsWith("/_sandbox/") && options.control !== undefined) {
      return options.control(request, response);
    }
    const region = signingScopeOf(request)?.region ?? "us-east-1";
    const text = (await bodyOf(request)).toString();
    const method = request.method ?? "GET";
    const found = route(method, url.pathname);
    const body = parsed(text);
    const name = found?.name ?? `${method} ${url.pathname}`;
    const resource = found === undefined ? undefined : resourceOf(found.labels, body);
    const target = { service: "eks", operation: name, ...(resource === undefined ? {} : { resource }) };

    const fault = options.faults.strike("error", target);
    const answer: Answer =
      fault !== undefined
        ? { status: fault.status, body: { message: fault.message ?? fault.code }, error: fault.code }
        : found === undefined
          ? unknownOperation(name)
          : await inTurn(() => answered(found, regionOf(region), url.searchParams, body));

    options.journal.record({
      at: new Date(options.clock.now()).toISOString(),
      region,
      ...target,
      access: accessOf(name),
      status: answer.status,
      ...(answer.error === undefined ? {} : { error: answer.error }),
    });
    response.writeHead(answer.status, {
      "content-type": "application/json",
      ...(answer.error === undefined ? {} : { "x-amzn-errortype": answer.error }),
    });
    response.end(JSON.stringify(answer.body));
  });

  async function answered(
    { name, operation, labels }: Route,
    region: EksRegion,
    query: URLSearchParams,
    body: unknown,
  ): Promise<Answer> {
    try {
      options.model?.rejectRequest(name, { labels, query, body });
      const call: Call = {
        operation: name,
        region,
        options,
        query,
        body: Fields.of(body ?? {}),
        now: options.clock.now(),
        label: (label) => labels.get(label) ?? "",
      };
      const result: unknown = JSON.parse(JSON.stringify(await operation.answer(call)));
      const wrong = options.model?.problemsOfResponse(name, result) ?? [];
      if (wrong.length > 0) {
        problems.push(...wrong.map((problem) => `${name}: ${problem}`));
        return failed(`the sandbox's answer does not fit AWS's model: ${wrong.join("; ")}`);
      }
      return { status: 200, body: typeof result === "object" && result !== null ? result : {} };
    } catch (error) {
      if (error instanceof EksError)
        return rejected(error.exception, error.status, error.message, error.subject);
      problems.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
      return failed(`the sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return { ...loopback, region: regionOf, problems };
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rejected(exception: string, status: number, message: string, subject: ExceptionSubject): Answer {
  return { status, body: { ...subject, message }, error: exception };
}

function failed(message: string): Answer {
  return rejected("ServerException", 500, message, {});
}

function unknownOperation(name: string): Answer {
  return rejected("UnknownOperationException", 404, `the sandbox's EKS does not know ${name}`, {});
}
