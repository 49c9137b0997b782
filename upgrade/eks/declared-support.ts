const SUPPORTS = "supports";

/** The Kubernetes versions that a release supports, as the code says. */
export interface DeclaredSupport {
  readonly oldest: string;
  readonly newest: string;
}

/** The comment ("//", which Terraform ignores) of a Helm release whose supported versions the code says. */
export function encodeSupport(supports: DeclaredSupport): Readonly<Record<string, DeclaredSupport>> {
  return { [SUPPORTS]: { oldest: supports.oldest, newest: supports.newest } };
}

export function decodeSupport(
  comment: Readonly<Record<string, unknown>> | undefined,
): DeclaredSupport | undefined {
  const supports = comment?.[SUPPORTS];
  return typeof supports === "object" &&
    supports !== null &&
    "oldest" in supports &&
    "newest" in supports &&
    typeof supports.oldest === "string" &&
    typeof supports.newest === "string"
    ? { oldest: supports.oldest, newest: supports.newest }
    : undefined;
}
