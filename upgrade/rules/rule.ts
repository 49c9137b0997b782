import type { Catalog } from "../catalog/catalog";
import type { ClusterState } from "../fleet-state";

export type Severity = "error" | "warning";

/** What a rule says against something of a cluster. */
export interface Finding {
  readonly address: string;
  /** One sentence: the values, what is allowed, and the way out. */
  readonly message: string;
}

/** A judgement on a cluster as it is declared. Rules are pure: the same state has the same findings. */
export interface Rule {
  /** Kebab-case, and never changed: waivers and reports refer to it. */
  readonly id: string;
  readonly severity: Severity;
  /** Where the rule comes from. */
  readonly source: string;
  /** Values that are missing or malformed are reported elsewhere, and no rule judges them. */
  judge(cluster: ClusterState, catalog: Catalog): readonly Finding[];
}
