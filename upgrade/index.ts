// The exports of "cdktf-eks-upgrade/upgrade": pure functions over plain data. A test pins the names.

export { AddonVersion } from "./eks/addon-version";
export { type AmiType, amiTypes } from "./eks/ami-type";
export {
  type AddonVersionRow,
  Catalog,
  type CatalogData,
  type KubernetesVersionRow,
  type Support,
} from "./eks/catalog/catalog";
export { withCatalogFile } from "./eks/catalog/catalog-file";
export { KubernetesVersion } from "./eks/kubernetes-version";
export { type NodeGroupPhase, nodeGroupPhases } from "./eks/node-group-phase";
export { allowedSkew, oldestUnder } from "./eks/version-skew";
export { type Action, declared, type FleetChange, type ResourceChange } from "./fleet/change";
export { haproxyWeights, runtimeCommands } from "./fleet/haproxy-weights";
export { clusterKey, type Identity } from "./fleet/key";
export { mergedFleet } from "./fleet/parts";
export type { FleetPath, FleetValue } from "./fleet/path";
export {
  type AddonState,
  type BindingState,
  type ClusterKey,
  type ClusterState,
  EMPTY_FLEET,
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type LoadBalancerState,
  type NodeGroupState,
  type OtherNodesState,
  type Place,
  type ReleaseState,
  type RoleState,
  type RouteState,
  type TaintState,
  type TargetGroupKey,
  type TargetGroupState,
  UNKNOWN,
  type Unknown,
  type WeightedTarget,
} from "./fleet/state";
export { TrafficWeights, type WeightMap } from "./fleet/traffic-weights";
export { applyStep } from "./planner/edits/apply-edits";
export type { CopyValue, FleetEdit, RemoveValue, SetValue } from "./planner/edits/fleet-edit";
export { type PlanningContext, planUpgrade } from "./planner/plan-upgrade";
export { type StepKind, stepKinds } from "./planner/step-kinds";
export type {
  ClusterGoal,
  InPlaceGoal,
  NodeRoll,
  Preview,
  SecondClusterGoal,
  UpgradeGoal,
} from "./planner/upgrade-goal";
export {
  type NextStep,
  type NoPlan,
  UPGRADE_DAY,
  type UpgradePlan,
  type UpgradeStep,
} from "./planner/upgrade-plan";
export { type ReviewInput, type ReviewResult, review, type WaivedJudgement } from "./review/review";
export type { ReviewedChange } from "./review/reviewed-change";
export type { Waiver } from "./review/waiver";
export type { Finding, JudgeInput, Rule, RuleInput, Severity } from "./rules/rule";
export { type Judgement, judge, rules } from "./rules/rules";
export { type NamedPlan, readPlans } from "./terraform/plans-of-json";
export type { PlansReading } from "./terraform/read-plans";
export { type NamedStack, readSynthesized } from "./terraform/read-synthesized";
export type { SensitiveText } from "./terraform/sensitive-text";
