import { addonVersionFits, addonVersionKnown } from "./addon-version-fits";
import { amiTypeSupported } from "./ami-type-supported";
import { clusterReplaced } from "./cluster-replaced";
import { forceUpdate } from "./force-update";
import { kubernetesVersionKnown } from "./kubernetes-version-known";
import { launchTemplateLatest } from "./launch-template-latest";
import { loadBalancerReplaced } from "./load-balancer-replaced";
import { newTargetGroupWithTraffic } from "./new-target-group-with-traffic";
import { noExecuteTaint } from "./no-execute-taint";
import { nodeGroupInUseReplaced } from "./node-group-in-use-replaced";
import { nodeGroupVersionSkew } from "./node-group-version-skew";
import { oldTlsPolicy } from "./old-tls-policy";
import { protectionOff } from "./protection-off";
import { publicEndpointOpen } from "./public-endpoint-open";
import { routesDisagree } from "./routes-disagree";
import type { Finding, Rule, RuleInput, Severity } from "./rule";
import { scaleInOfActiveGroup } from "./scale-in-of-active-group";
import { scalingWithOtherChanges } from "./scaling-with-other-changes";
import { secretsEncryptionRemoved } from "./secrets-encryption-removed";
import { shiftAndRemoval } from "./shift-and-removal";
import { stickinessOutlastsShift } from "./stickiness-outlasts-shift";
import { targetGroupInUseReplaced } from "./target-group-in-use-replaced";
import { targetGroupShared } from "./target-group-shared";
import { weightJump } from "./weight-jump";
import { weightWithoutCluster } from "./weight-without-cluster";
import { weightsAllZero } from "./weights-all-zero";

/** All rules, in the order in which their findings are told. */
export const rules: readonly Rule[] = [
  kubernetesVersionKnown,
  nodeGroupVersionSkew,
  amiTypeSupported,
  addonVersionFits,
  addonVersionKnown,
  clusterReplaced,
  nodeGroupInUseReplaced,
  targetGroupInUseReplaced,
  loadBalancerReplaced,
  weightsAllZero,
  weightWithoutCluster,
  routesDisagree,
  weightJump,
  shiftAndRemoval,
  newTargetGroupWithTraffic,
  stickinessOutlastsShift,
  targetGroupShared,
  forceUpdate,
  noExecuteTaint,
  scaleInOfActiveGroup,
  scalingWithOtherChanges,
  launchTemplateLatest,
  publicEndpointOpen,
  oldTlsPolicy,
  secretsEncryptionRemoved,
  protectionOff,
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
