// What `import … from "cdktf-eks-upgrade/upgrade"` gives: pure functions over plain data. A test pins the names.

export { AddonVersion } from "./addon-version";
export { type AmiType, amiTypes } from "./ami-type";
export {
  type AddonVersionRow,
  Catalog,
  type CatalogData,
  type KubernetesVersionRow,
  type Support,
} from "./catalog/catalog";
export { withCatalogFile } from "./catalog/catalog-file";
export { type Action, declared, type FleetChange, type ResourceChange } from "./fleet-change";
export {
  type AddonState,
  type BindingState,
  type ClusterKey,
  type ClusterState,
  clusterKey,
  EMPTY_FLEET,
  type FleetState,
  ifKnown,
  isUnknown,
  type Known,
  type LoadBalancerKey,
  type LoadBalancerState,
  mergedFleet,
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
} from "./fleet-state";
export { haproxyWeights, runtimeCommands } from "./haproxy-weights";
export { KubernetesVersion } from "./kubernetes-version";
export { drainCommand, type NodeGroupPhase, nodeGroupPhases } from "./node-group-phase";
export { type NamedPlan, type PlansReading, readPlans } from "./plan/read-plans";
export type { SensitiveText } from "./plan/sensitive-text";
export { applyStep } from "./planning/apply-edits";
export type {
  CopyValue,
  FleetEdit,
  FleetPath,
  FleetValue,
  RemoveValue,
  SetValue,
} from "./planning/fleet-edit";
export { type PlanningContext, planUpgrade } from "./planning/plan-upgrade";
export type {
  ClusterGoal,
  InPlaceGoal,
  NodeGroupRoll,
  Preview,
  SecondClusterGoal,
  UpgradeGoal,
} from "./planning/upgrade-goal";
export {
  type NextStep,
  type NoPlan,
  type StepKind,
  stepKinds,
  UPGRADE_DAY,
  type UpgradePlan,
  type UpgradeStep,
} from "./planning/upgrade-plan";
export { type ReviewedStep, type ReviewResult, review, type WaivedJudgement } from "./review/review";
export type { ReviewedChange } from "./review/reviewed-change";
export type { Waiver } from "./review/waiver";
export type { Finding, Rule, RuleInput, Severity } from "./rules/rule";
export { type Judgement, judge, rules } from "./rules/rules";
export { type NamedStack, readSynthesized } from "./synthesized/read-synthesized";
export { TrafficWeights, type WeightMap } from "./traffic-weights";
export { allowedSkew, oldestUnder } from "./version-skew";
