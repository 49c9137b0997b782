import { clusterAccessRemoved } from "./access/cluster-access-removed";
import { nodeAccessRemoved } from "./access/node-access-removed";
import { privateEndpointOff } from "./access/private-endpoint-off";
import { protectionOff } from "./access/protection-off";
import { publicEndpointOpen } from "./access/public-endpoint-open";
import { secretsEncryptionRemoved } from "./access/secrets-encryption-removed";
import { addonAheadOfControlPlane } from "./addons/addon-ahead-of-control-plane";
import { addonOneMinor } from "./addons/addon-one-minor";
import { addonRemoved } from "./addons/addon-removed";
import { addonVersionDecrease } from "./addons/addon-version-decrease";
import { addonVersionFits } from "./addons/addon-version-fits";
import { addonVersionKnown } from "./addons/addon-version-known";
import { karpenterCrdsMatch } from "./addons/karpenter-crds-match";
import { releaseSupportsKubernetes } from "./addons/release-supports-kubernetes";
import { unpinnedVersion } from "./addons/unpinned-version";
import { controlPlaneDecrease } from "./control-plane/control-plane-decrease";
import { controlPlaneOneMinor } from "./control-plane/control-plane-one-minor";
import { kubernetesVersionKnown } from "./control-plane/kubernetes-version-known";
import { kubernetesVersionSupported } from "./control-plane/kubernetes-version-supported";
import { oneChangeAtATime } from "./control-plane/one-change-at-a-time";
import { upgradePolicyAutomatic } from "./control-plane/upgrade-policy-automatic";
import { amiReleaseFits } from "./nodes/ami-release-fits";
import { amiTypeSupported } from "./nodes/ami-type-supported";
import { cordonWithoutSuccessor } from "./nodes/cordon-without-successor";
import { driftNotHeld } from "./nodes/drift-not-held";
import { forceUpdate } from "./nodes/force-update";
import { karpenterWithoutNodes } from "./nodes/karpenter-without-nodes";
import { lastCapacity } from "./nodes/last-capacity";
import { launchTemplateLatest } from "./nodes/launch-template-latest";
import { noExecuteTaint } from "./nodes/no-execute-taint";
import { nodeGroupBornAtClusterVersion } from "./nodes/node-group-born-at-cluster-version";
import { nodeGroupInUseReplaced } from "./nodes/node-group-in-use-replaced";
import { nodeGroupRetiredUndrained } from "./nodes/node-group-retired-undrained";
import { nodeGroupVersionDecrease } from "./nodes/node-group-version-decrease";
import { nodeGroupVersionSkew } from "./nodes/node-group-version-skew";
import { nodePoolAmiLatest } from "./nodes/node-pool-ami-latest";
import { nodePoolBudget } from "./nodes/node-pool-budget";
import { nodePoolExpiry } from "./nodes/node-pool-expiry";
import { nodePoolLimited } from "./nodes/node-pool-limited";
import { nodePoolVersion } from "./nodes/node-pool-version";
import { phaseOrder } from "./nodes/phase-order";
import { receivingClusterCapacity } from "./nodes/receiving-cluster-capacity";
import { scaleInOfActiveGroup } from "./nodes/scale-in-of-active-group";
import { scalingWithOtherChanges } from "./nodes/scaling-with-other-changes";
import { successorCapacity } from "./nodes/successor-capacity";
import { successorCoverage } from "./nodes/successor-coverage";
import { taintAdded } from "./nodes/taint-added";
import { twoAutoscalers } from "./nodes/two-autoscalers";
import { actionInvoked } from "./removal/action-invoked";
import { clusterRemovedInUse } from "./removal/cluster-removed-in-use";
import { clusterRemovedWhileProtected } from "./removal/cluster-removed-while-protected";
import { clusterRemovedWithTraffic } from "./removal/cluster-removed-with-traffic";
import { clusterRemovedWithWorkload } from "./removal/cluster-removed-with-workload";
import { clusterReplaced } from "./removal/cluster-replaced";
import { controllerRemovedBeforeBindings } from "./removal/controller-removed-before-bindings";
import { importedAndDestroyed } from "./removal/imported-and-destroyed";
import { inUseRemoved } from "./removal/in-use-removed";
import { networkInUseRemoved } from "./removal/network-in-use-removed";
import { nodeGroupRemovedUncordoned } from "./removal/node-group-removed-uncordoned";
import { nodeGroupRemovedWithNodes } from "./removal/node-group-removed-with-nodes";
import { nodePoolRemoved } from "./removal/node-pool-removed";
import { otherNodesRemoved } from "./removal/other-nodes-removed";
import { podCredentialsRemoved } from "./removal/pod-credentials-removed";
import { policyInUseDetached } from "./removal/policy-in-use-detached";
import { targetGroupRemovedWithTraffic } from "./removal/target-group-removed-with-traffic";
import { type Finding, type JudgeInput, type Rule, ruleInput, type Severity } from "./rule";
import { indexShifts, shiftText } from "./support/index-shift";
import { activeClusterHandOver } from "./traffic/active-cluster-hand-over";
import { bindingInUseReplaced } from "./traffic/binding-in-use-replaced";
import { haproxyConfiguration } from "./traffic/haproxy-configuration";
import { lastListenerRemoved } from "./traffic/last-listener-removed";
import { loadBalancerReplaced } from "./traffic/load-balancer-replaced";
import { newTargetGroupWithTraffic } from "./traffic/new-target-group-with-traffic";
import { oldTlsPolicy } from "./traffic/old-tls-policy";
import { recordNotChecked } from "./traffic/record-not-checked";
import { recordReplaced } from "./traffic/record-replaced";
import { recordSetSplit } from "./traffic/record-set-split";
import { recordTargetRemoved } from "./traffic/record-target-removed";
import { recordToNewLoadBalancer } from "./traffic/record-to-new-load-balancer";
import { requestsLost } from "./traffic/requests-lost";
import { routesDisagree } from "./traffic/routes-disagree";
import { shiftAndRemoval } from "./traffic/shift-and-removal";
import { stickinessOutlastsShift } from "./traffic/stickiness-outlasts-shift";
import { targetGroupInUseReplaced } from "./traffic/target-group-in-use-replaced";
import { targetGroupShared } from "./traffic/target-group-shared";
import { weightJump } from "./traffic/weight-jump";
import { weightWithoutCluster } from "./traffic/weight-without-cluster";
import { weightsAllZero } from "./traffic/weights-all-zero";

/** All rules, in the order in which their findings are reported. */
export const rules: readonly Rule[] = [
  kubernetesVersionKnown,
  kubernetesVersionSupported,
  controlPlaneOneMinor,
  controlPlaneDecrease,
  nodeGroupVersionSkew,
  nodePoolVersion,
  driftNotHeld,
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
  karpenterCrdsMatch,
  oneChangeAtATime,
  lastCapacity,
  nodePoolLimited,
  karpenterWithoutNodes,
  cordonWithoutSuccessor,
  successorCapacity,
  successorCoverage,
  receivingClusterCapacity,
  phaseOrder,
  nodeGroupRetiredUndrained,
  nodeGroupRemovedWithNodes,
  nodeGroupRemovedUncordoned,
  nodePoolRemoved,
  otherNodesRemoved,
  clusterRemovedWhileProtected,
  clusterRemovedInUse,
  clusterRemovedWithTraffic,
  clusterRemovedWithWorkload,
  targetGroupRemovedWithTraffic,
  lastListenerRemoved,
  controllerRemovedBeforeBindings,
  inUseRemoved,
  policyInUseDetached,
  networkInUseRemoved,
  podCredentialsRemoved,
  nodeAccessRemoved,
  clusterAccessRemoved,
  clusterReplaced,
  importedAndDestroyed,
  nodeGroupInUseReplaced,
  targetGroupInUseReplaced,
  bindingInUseReplaced,
  loadBalancerReplaced,
  weightsAllZero,
  weightWithoutCluster,
  requestsLost,
  routesDisagree,
  weightJump,
  shiftAndRemoval,
  newTargetGroupWithTraffic,
  stickinessOutlastsShift,
  targetGroupShared,
  recordNotChecked,
  recordSetSplit,
  recordReplaced,
  recordToNewLoadBalancer,
  recordTargetRemoved,
  haproxyConfiguration,
  activeClusterHandOver,
  forceUpdate,
  noExecuteTaint,
  taintAdded,
  scaleInOfActiveGroup,
  scalingWithOtherChanges,
  launchTemplateLatest,
  nodePoolAmiLatest,
  nodePoolBudget,
  nodePoolExpiry,
  twoAutoscalers,
  publicEndpointOpen,
  privateEndpointOff,
  oldTlsPolicy,
  secretsEncryptionRemoved,
  protectionOff,
  actionInvoked,
];

export interface Judgement extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/**
 * The findings of all rules.
 * @param own rules in addition to ours
 */
export function judge(judged: JudgeInput, own: readonly Rule[] = []): readonly Judgement[] {
  const input = ruleInput(judged);
  const judgements = [...rules, ...own].flatMap((rule) =>
    rule.judge(input).map((finding): Judgement => ({ severity: rule.severity, ...finding, rule: rule.id })),
  );
  const shifts = judgements.length === 0 ? undefined : indexShifts(input.resources);
  return shifts === undefined || shifts.isEmpty
    ? judgements
    : judgements.map((judgement) => {
        const shift = judgement.severity === "error" ? shifts.get(judgement) : undefined;
        return shift === undefined
          ? judgement
          : { ...judgement, message: `${judgement.message}${shiftText(shift)}` };
      });
}
