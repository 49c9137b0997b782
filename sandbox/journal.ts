/** One request that reached the sandbox, and how it ended. */
export interface JournalEntry {
  /** The sandbox's time, ISO 8601. */
  readonly at: string;
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  /** The name, id or ARN of what the request is about, where it says so. */
  readonly resource?: string;
  readonly access: "read" | "write";
  readonly status: number;
  /** The exception's name, where the request was rejected. */
  readonly error?: string;
}

/** What to look for: an entry matches where every given field is equal. */
export type JournalQuery = Partial<
  Pick<JournalEntry, "service" | "region" | "operation" | "resource" | "access" | "error">
>;

/** Every request, in the order of the answers. */
export class Journal {
  private entries: JournalEntry[] = [];

  record(entry: JournalEntry): void {
    this.entries.push(entry);
  }

  find(query: JournalQuery = {}): readonly JournalEntry[] {
    return this.entries.filter((entry) => matches(entry, query));
  }

  clear(): void {
    this.entries = [];
  }
}

function matches(entry: JournalEntry, query: JournalQuery): boolean {
  return (
    (query.service ?? entry.service) === entry.service &&
    (query.region ?? entry.region) === entry.region &&
    (query.operation ?? entry.operation) === entry.operation &&
    (query.resource ?? entry.resource) === entry.resource &&
    (query.access ?? entry.access) === entry.access &&
    (query.error ?? entry.error) === entry.error
  );
}

/** Whether an operation only looks, by the verbs that AWS uses. */
export function accessOf(operation: string): "read" | "write" {
  return /^(Describe|List|Get|Head|BatchGet|Lookup|Search)/.test(operation) ? "read" : "write";
}
