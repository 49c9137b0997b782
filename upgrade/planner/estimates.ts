export interface Estimate {
  readonly minutes: number;
  readonly source: string;
}

export function guess(minutes: number, source = "an estimate: a small change"): Estimate {
  return { minutes, source };
}

/** Nodes that are replaced one after another. */
export function rollEstimate(nodes?: number): Estimate {
  return guess(
    13 * Math.max(1, nodes ?? 1),
    `aws/containers-roadmap #1560: 25 to 30 minutes for two nodes${nodes === undefined ? "; the number of nodes is not known" : ""}`,
  );
}
