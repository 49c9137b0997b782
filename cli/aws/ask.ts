/** What AWS, or the way to it, answers instead of what was asked; its message is for a person. */
export class AwsProblem extends Error {}

/** Settings of every client: whose credentials and which endpoint, the SDK's default chain decides. */
export interface AwsClientSettings {
  /** @default - the SDK's own: AWS_REGION, or the profile's */
  readonly region?: string;
}

// Which Node the SDK is tested with is ours to know: its versions are pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** For all requests of one operation, with their retries and pages. */
const LIMIT_SECONDS = 60;

/** @throws AwsProblem that names the operation and says what to do; after a minute without an answer too. */
export async function ask<T>(operation: string, answer: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, end) => {
    timer = setTimeout(() => end(new NoAnswer()), LIMIT_SECONDS * 1000);
  });
  try {
    return await Promise.race([answer(), tooLong]);
  } catch (error) {
    throw new AwsProblem(`${operation}: ${problemOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

class NoAnswer extends Error {
  override readonly message =
    `no answer in ${LIMIT_SECONDS} s; look at the network, and AWS_ENDPOINT_URL if it is set`;
}

/** All items of a listing, page by page. */
export function askAll<Page, Item>(
  operation: string,
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  return ask(operation, () => allOf(pages, items));
}

export async function allOf<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const page of pages) {
    all.push(...(items(page) ?? []));
  }
  return all;
}

/** `undefined` if AWS answers that it does not exist. */
export async function askFor<T>(
  operation: string,
  absent: readonly string[],
  answer: () => Promise<T>,
): Promise<T | undefined> {
  return ask(operation, async () => {
    try {
      return await answer();
    } catch (error) {
      if (absent.includes(nameOf(error))) {
        return undefined;
      }
      throw error;
    }
  });
}

/** What a client reads, which then is closed; `undefined` where AWS does not answer, for want of a permission. */
export async function readWith<Client extends { destroy(): void }, T>(
  client: Client,
  read: (client: Client) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read(client);
  } catch (error) {
    if (error instanceof AwsProblem) {
      return undefined;
    }
    throw error;
  } finally {
    client.destroy();
  }
}

const CREDENTIALS =
  'there are no credentials for AWS, or they have ended; sign in ("aws sso login"), or set AWS_PROFILE';

const REMEDIES: Readonly<Record<string, string>> = {
  CredentialsProviderError: CREDENTIALS,
  TokenProviderError: CREDENTIALS,
  ExpiredTokenException: CREDENTIALS,
  ExpiredToken: CREDENTIALS,
  UnrecognizedClientException: CREDENTIALS,
};

function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message.trim() : String(error);
  if (message === "Region is missing") {
    return "no region is set; give --region, or set AWS_REGION";
  }
  const code = codeOf(error);
  if (["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "TimeoutError"].includes(code)) {
    return `AWS cannot be reached (${code}); look at the network, the region's name, and AWS_ENDPOINT_URL if it is set`;
  }
  if (error instanceof NoAnswer) {
    return error.message;
  }
  const name = nameOf(error);
  return REMEDIES[name] ?? (message === "" ? name : `${name}: ${message}`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : nameOf(error);
}
