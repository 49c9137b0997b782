import { invalidParameter } from "./errors";

const LARGEST = 100;

/** One page of a listing, under the name that the operation gives it. */
export function page<K extends string, T>(
  name: K,
  items: readonly T[],
  request: { readonly maxResults: string | number | null; readonly nextToken: string | null },
): object {
  const size = request.maxResults === null ? LARGEST : Number(request.maxResults);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST) {
    throw invalidParameter(`maxResults must be between 1 and ${LARGEST}, got: ${request.maxResults}`);
  }
  const start = request.nextToken === null ? 0 : offsetOf(request.nextToken);
  const end = start + size;
  return { [name]: items.slice(start, end), ...(end < items.length ? { nextToken: tokenOf(end) } : {}) };
}

/** `page`, as asked for in the query string. */
export function pageOf<K extends string, T>(name: K, items: readonly T[], query: URLSearchParams): object {
  return page(name, items, { maxResults: query.get("maxResults"), nextToken: query.get("nextToken") });
}

function tokenOf(offset: number): string {
  return Buffer.from(`from:${offset}`).toString("base64url");
}

function offsetOf(token: string): number {
  const [, offset] = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (offset === undefined) throw invalidParameter("Invalid nextToken");
  return Number(offset);
}
