/**
 * - `open`: a rollback is possible at any time;
 * - `closes`: a rollback is possible for a limited time;
 * - `none`: no rollback.
 */
export type RollbackState = "open" | "closes" | "none";

export interface Rollback {
  readonly state: RollbackState;
  /** How to roll back, or why this is not possible: "restore the weights". */
  readonly how: string;
}

export const open = (how: string): Rollback => ({ state: "open", how });
export const none = (how: string): Rollback => ({ state: "none", how });

/** @param what - of a release: "version", "values" */
export const reinstall = (what: string): Rollback =>
  open(`install the former ${what} again; Helm does not take back changes of definitions (CRDs)`);
