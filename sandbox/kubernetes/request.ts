import { readFileSync } from "node:fs";
import { request } from "node:https";

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
}

/** What an API server answers, as JSON. `undefined` if it does not answer, or rejects the request. */
export function answerOfApi(
  { url, token }: { readonly url: string; readonly token: string },
  certificate: string,
  { method, path, body }: ApiRequest,
) {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
  };
  return new Promise((resolve) => {
    const sent = request(`${url}${path}`, { method, headers, ca: readFileSync(certificate) }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", () => resolve(undefined));
      response.on("end", () => {
        const isDone = (response.statusCode ?? 500) < 300;
        resolve(isDone ? JSON.parse(Buffer.concat(parts).toString("utf8")) : undefined);
      });
    });
    sent.on("error", () => resolve(undefined));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
