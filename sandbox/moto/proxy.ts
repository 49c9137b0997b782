import { Agent, type IncomingMessage, request as send } from "node:http";
import type { Clock } from "../clock";
import type { Faults } from "../faults";
import type { Journal } from "../journal";
import { bodyOf, type Loopback, serve, signingScopeOf } from "../loopback";
import { describeRequest, type RequestDescription } from "./requests";

export interface ProxyOptions {
  readonly upstream: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly error?: string;
}

/** Stands in front of moto: writes each request into the journal, and lets faults strike. */
export async function serveProxy({ upstream, clock, faults, journal }: ProxyOptions): Promise<Loopback> {
  const agent = new Agent({ keepAlive: true });
  const loopback = await serve(async (request, response) => {
    const body = await bodyOf(request);
    const { region, service } = signingScopeOf(request) ?? { region: "us-east-1", service: "unsigned" };
    const description = describeRequest(request, body);
    const { operation, resource, access } = description;
    const target = { service, operation, ...(resource === undefined ? {} : { resource }) };

    const fault = faults.strike("error", target);
    const answer =
      fault === undefined
        ? await forward(agent, upstream, request, body)
        : failure(description, service, fault.status, fault.code, fault.message ?? fault.code);

    journal.record({
      at: new Date(clock.now()).toISOString(),
      region,
      ...target,
      access,
      status: answer.status,
      ...(answer.status < 400 ? {} : { error: answer.error ?? errorCodeIn(answer.body) ?? "Unknown" }),
    });
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !HOP_BY_HOP.has(name)) response.setHeader(name, value);
    }
    response.writeHead(answer.status);
    response.end(answer.body);
  });
  return {
    url: loopback.url,
    stop: async () => {
      await loopback.stop();
      agent.destroy();
    },
  };
}

const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "expect"]);

function forward(agent: Agent, upstream: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const kept = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  return new Promise((resolve, reject) => {
    const outgoing = send(
      `${upstream}${request.url ?? "/"}`,
      {
        agent,
        method: request.method ?? "GET",
        headers: { ...Object.fromEntries(kept), "content-length": body.length },
      },
      (incoming) => {
        bodyOf(incoming).then(
          (answer) =>
            resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: answer }),
          reject,
        );
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

/** An error in the words of the service's protocol. */
function failure(
  { protocol }: RequestDescription,
  service: string,
  status: number,
  code: string,
  message: string,
): Answer {
  if (protocol === "json") {
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: Buffer.from(JSON.stringify({ __type: code, message })),
      error: code,
    };
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const xml =
    service === "ec2"
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>sandbox</RequestID></Response>`
      : protocol === "rest"
        ? `<Error>${error}</Error>`
        : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>sandbox</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(xml), error: code };
}

function errorCodeIn(body: Buffer): string | undefined {
  const text = body.toString();
  return (/<Code>([^<]+)<\/Code>/.exec(text) ?? /"__type":\s*"(?:[^"]*#)?([^"]+)"/.exec(text))?.[1];
}
