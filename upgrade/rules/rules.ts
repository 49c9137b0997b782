import { activeClusterHandOver } from "./active-cluster-hand-over";
import { addonAheadOfControlPlane } from "./addon-ahead-of-control-plane";
import { addonOneMinor } from "./addon-one-minor";
import { addonRemoved } from "./addon-removed";
import { addonVersionDecrease } from "./addon-version-decrease";
import { addonVersionFits, addonVersionKnown } from "./addon-version-fits";
import { amiReleaseFits } from "./ami-release-fits";
import { amiTypeSupported } from "./ami-type-supported";
import { bindingInUseReplaced } from "./binding-in-use-replaced";
import { clusterRemovedWhileProtected } from "./cluster-removed-while-protected";
import { clusterRemovedWithTraffic } from "./cluster-removed-with-traffic";
import { clusterRemovedWithWorkload } from "./cluster-removed-with-workload";
import { clusterReplaced } from "./cluster-replaced";
import { controlPlaneDecrease } from "./control-plane-decrease";
import { controlPlaneOneMinor } from "./control-plane-one-minor";
import { controllerRemovedBeforeBindings } from "./controller-removed-before-bindings";
import { cordonWithoutSuccessor } from "./cordon-without-successor";
import { forceUpdate } from "./force-update";
import { kubernetesVersionKnown } from "./kubernetes-version-known";
import { kubernetesVersionSupported } from "./kubernetes-version-supported";
import { lastCapacity } from "./last-capacity";
import { lastListenerRemoved } from "./last-listener-removed";
import { launchTemplateLatest } from "./launch-template-latest";
import { loadBalancerReplaced } from "./load-balancer-replaced";
import { newTargetGroupWithTraffic } from "./new-target-group-with-traffic";
import { noExecuteTaint } from "./no-execute-taint";
import { nodeGroupBornAtClusterVersion } from "./node-group-born-at-cluster-version";
import { nodeGroupInUseReplaced } from "./node-group-in-use-replaced";
import { nodeGroupRemovedUncordoned } from "./node-group-removed-uncordoned";
import { nodeGroupRemovedWithNodes } from "./node-group-removed-with-nodes";
import { nodeGroupRetiredUndrained } from "./node-group-retired-undrained";
import { nodeGroupVersionDecrease } from "./node-group-version-decrease";
import { nodeGroupVersionSkew } from "./node-group-version-skew";
import { oldTlsPolicy } from "./old-tls-policy";
import { oneChangeAtATime } from "./one-change-at-a-time";
import { otherNodesRemoved } from "./other-nodes-removed";
import { phaseOrder } from "./phase-order";
import { protectionOff } from "./protection-off";
import { publicEndpointOpen } from "./public-endpoint-open";
import { receivingClusterCapacity } from "./receiving-cluster-capacity";
import { releaseSupportsKubernetes } from "./release-supports-kubernetes";
import { routesDisagree } from "./routes-disagree";
import type { Finding, Rule, RuleInput, Severity } from "./rule";
import { scaleInOfActiveGroup } from "./scale-in-of-active-group";
import { scalingWithOtherChanges } from "./scaling-with-other-changes";
import { secretsEncryptionRemoved } from "./secrets-encryption-removed";
import { shiftAndRemoval } from "./shift-and-removal";
import { stickinessOutlastsShift } from "./stickiness-outlasts-shift";
import { successorCapacity } from "./successor-capacity";
import { successorCoverage } from "./successor-coverage";
import { targetGroupInUseReplaced } from "./target-group-in-use-replaced";
import { targetGroupRemovedWithTraffic } from "./target-group-removed-with-traffic";
import { targetGroupShared } from "./target-group-shared";
import { unpinnedVersion } from "./unpinned-version";
import { upgradePolicyAutomatic } from "./upgrade-policy-automatic";
import { weightJump } from "./weight-jump";
import { weightWithoutCluster } from "./weight-without-cluster";
import { weightsAllZero } from "./weights-all-zero";

/** All rules, in the order in which their findings are told. */
export const rules: readonly Rule[] = [
  kubernetesVersionKnown,
  kubernetesVersionSupported,
  controlPlaneOneMinor,
  controlPlaneDecrease,
  nodeGroupVersionSkew,
  nodeGroupBornAtClusterVersion,
  nodeGroupVersionDecrease,
  amiTypeSupported,
  amiReleaseFits,
  addonVersionFits,
  addonVersionKnown,
  addonOneMinor,
  addonAheadOfControlPlane,
  addonVersionDecrease,
  addonRemoved,
  unpinnedVersion,
  upgradePolicyAutomatic,
  releaseSupportsKubernetes,
  oneChangeAtATime,
  lastCapacity,
  cordonWithoutSuccessor,
  successorCapacity,
  successorCoverage,
  receivingClusterCapacity,
  phaseOrder,
  nodeGroupRetiredUndrained,
  nodeGroupRemovedWithNodes,
  nodeGroupRemovedUncordoned,
  otherNodesRemoved,
  clusterRemovedWhileProtected,
  clusterRemovedWithTraffic,
  clusterRemovedWithWorkload,
  targetGroupRemovedWithTraffic,
  lastListenerRemoved,
  controllerRemovedBeforeBindings,
  clusterReplaced,
  nodeGroupInUseReplaced,
  targetGroupInUseReplaced,
  bindingInUseReplaced,
  loadBalancerReplaced,
  weightsAllZero,
  weightWithoutCluster,
  routesDisagree,
  weightJump,
  shiftAndRemoval,
  newTargetGroupWithTraffic,
  stickinessOutlastsShift,
  targetGroupShared,
  activeClusterHandOver,
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
