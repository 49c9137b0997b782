import { addonVersionFits, addonVersionKnown } from "./addon-version-fits";
import { amiTypeSupported } from "./ami-type-supported";
import { kubernetesVersionKnown } from "./kubernetes-version-known";
import { nodeGroupVersionSkew } from "./node-group-version-skew";
import type { Finding, Rule, RuleInput, Severity } from "./rule";

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

/** What all rules say. */
export function judge(input: RuleInput): readonly Judgement[] {
  return rules.flatMap((rule) =>
    rule.judge(input).map((finding) => ({ severity: rule.severity, ...finding, rule: rule.id })),
  );
}
