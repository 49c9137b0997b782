/** A backend in the text of an HAProxy configuration. */
export interface HaproxyBackend {
  readonly name: string;
  readonly servers: readonly HaproxyBackendServer[];
}

export interface HaproxyBackendServer {
  readonly name: string;
  /** 1 without a weight, as HAProxy has it; `undefined` if it is no number. */
  readonly weight: number | undefined;
  /** In a comment at the end of its line. */
  readonly cluster?: string;
}

/** The comment at the end of the line of a server, which names the cluster behind it. */
export function clusterComment(clusterName: string): string {
  return `# cluster ${clusterName}`;
}

/** The backends that have servers, in the order of the text. A `listen` section is a backend as well. */
export function backendsIn(text: string): readonly HaproxyBackend[] {
  const backends: { readonly name: string; readonly servers: HaproxyBackendServer[] }[] = [];
  let open: HaproxyBackendServer[] | undefined;
  let standard: number | undefined = 1;
  for (const line of text.split("\n")) {
    const [code = "", comment] = partsOf(line);
    const [keyword, name, ...words] = code.trim().split(/\s+/);
    if (SECTIONS.has(keyword ?? "")) {
      open = undefined;
      standard = 1;
      if ((keyword === "backend" || keyword === "listen") && name !== undefined) {
        open = [];
        backends.push({ name, servers: open });
      }
    } else if (open !== undefined && keyword === "default-server") {
      standard = weightIn([name ?? "", ...words]) ?? standard;
    } else if (open !== undefined && keyword === "server" && name !== undefined) {
      const cluster = /^\s*cluster (\S+)\s*$/.exec(comment ?? "")?.[1];
      const weight = words.includes("weight") ? weightIn(words) : standard;
      open.push({ name, weight, ...(cluster === undefined ? {} : { cluster }) });
    }
  }
  return backends.filter(({ servers }) => servers.length > 0);
}

/** The lines of a configuration without the weights of its servers, with the lines of servers last. */
export function withoutWeights(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [code = ""] = partsOf(line);
    const trimmed = code.trim().replace(/\s+/g, " ");
    return trimmed === ""
      ? []
      : [trimmed.startsWith("server ") ? trimmed.replace(/ weight \d+/, "") : trimmed];
  });
}

const SECTIONS: ReadonlySet<string> = new Set([
  "backend",
  "cache",
  "defaults",
  "frontend",
  "global",
  "http-errors",
  "listen",
  "log-forward",
  "mailers",
  "peers",
  "program",
  "resolvers",
  "ring",
  "userlist",
]);

function partsOf(line: string): readonly string[] {
  const at = line.search(/(^|\s)#/);
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at).trim().slice(1)];
}

function weightIn(words: readonly string[]): number | undefined {
  const at = words.indexOf("weight");
  const text = at < 0 ? undefined : words[at + 1];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
