import type { Catalog } from "../catalog/catalog";
import type { ClusterState } from "../fleet-state";
import { addonVersionFits, addonVersionKnown } from "./addon-version-fits";
import { amiTypeSupported } from "./ami-type-supported";
import { kubernetesVersionKnown } from "./kubernetes-version-known";
import { nodeGroupVersionSkew } from "./node-group-version-skew";
import type { Finding, Rule, Severity } from "./rule";

/** All rules, in the order in which their findings are told. */
export const rules: readonly Rule[] = [
  kubernetesVersionKnown,
  nodeGroupVersionSkew,
  amiTypeSupported,
  addonVersionFits,
  addonVersionKnown,
];

export interface Judgement extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/** What all rules say against a cluster. */
export function judge(cluster: ClusterState, catalog: Catalog): readonly Judgement[] {
  return rules.flatMap((rule) =>
    rule.judge(cluster, catalog).map((finding) => ({ ...finding, rule: rule.id, severity: rule.severity })),
  );
}
