import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface Loopback {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves HTTP on 127.0.0.1, on a port that the system chooses. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Loopback> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(`sandbox: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port on 127.0.0.1");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function bodyOf(message: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Region and service for which a request is signed (the credential scope of Signature Version 4). */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

export function signingScopeOf(request: IncomingMessage): SigningScope | undefined {
  const scope = /Credential=[^/,]+\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(
    request.headers.authorization ?? "",
  );
  const [, region, service] = scope ?? [];
  return region === undefined || service === undefined ? undefined : { region, service };
}
