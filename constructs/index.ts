// The exports of "cdktf-eks-upgrade". A test pins the names.

export { AddonVersion } from "../upgrade/eks/addon-version";
export type { AmiType } from "../upgrade/eks/ami-type";
export {
  type AddonVersionRow,
  Catalog,
  type CatalogData,
  type KubernetesVersionRow,
  type Support,
} from "../upgrade/eks/catalog/catalog";
export { withCatalogFile } from "../upgrade/eks/catalog/catalog-file";
export type { ControlPlaneLogType } from "../upgrade/eks/control-plane-log-type";
export { KubernetesVersion } from "../upgrade/eks/kubernetes-version";
export { type NodeGroupPhase, nodeGroupPhases } from "../upgrade/eks/node-group-phase";
export type {
  AccessEntrySettings,
  AccessLogs,
  AddonSettings,
  AdoptedCluster,
  AdoptedListeners,
  AdoptedLoadBalancer,
  AdoptedPart,
  AdoptedRule,
  AuthenticationMode,
  ClusterGuardName,
  ClusterGuardsOff,
  ClusterSettings,
  DrainedByHand,
  DrainOptions,
  ExistingLaunchTemplate,
  GuardOff,
  GuardsOff,
  HealthCheck,
  HelmReleaseOptions,
  LaunchTemplateOptions,
  ListenerConditions,
  ListenerGuardsOff,
  LoadBalancerSettings,
  NodeGroupSettings,
  PodIdentityAssociationOptions,
  PreviewOptions,
  RollbackSettings,
  RuleSettings,
  ServiceReference,
  ServiceSettings,
  Taint,
  TargetGroupBindingNetworking,
  UpdateConfig,
} from "../upgrade/fleet/settings";
export { TrafficWeights, type WeightMap } from "../upgrade/fleet/traffic-weights";
export type { AwsResourcesProps } from "./aws-resources";
export {
  AccessEntry,
  type AccessEntryOptions,
  type AccessEntryProps,
  AccessPolicy,
} from "./eks/access-entry";
export { Addon, type AddonOptions, type AddonProps } from "./eks/addon";
export { Cluster, type ClusterProps } from "./eks/cluster";
export type { Rollback, TrafficSource } from "./eks/cluster-guard";
export type { ClusterReference, RegisteredAddon, RegisteredNodeGroup } from "./eks/cluster-reference";
export type {
  ConnectionOptions,
  HelmConnection,
  KubernetesConnection,
  TokenCommand,
} from "./eks/connection";
export { ControlPlaneLogs } from "./eks/control-plane-logs";
export { EndpointAccess } from "./eks/endpoint-access";
export type { ICluster } from "./eks/icluster";
export type { ClusterAttributes } from "./eks/imported-cluster";
export { IrsaRole, type IrsaRoleProps } from "./eks/irsa-role";
export { KarpenterResources, type KarpenterResourcesProps } from "./eks/karpenter-resources";
export { OidcProvider, type OidcProviderProps } from "./eks/oidc-provider";
export { PodIdentityAssociation, type PodIdentityAssociationProps } from "./eks/pod-identity-association";
export { type AllowStatement, PodRole, type PodRoleProps } from "./eks/pod-role";
export { SecretsEncryption } from "./eks/secrets-encryption";
export { declaredFleet } from "./fleet-part";
export { ClusterAutoscaler, type ClusterAutoscalerProps } from "./kubernetes/cluster-autoscaler";
export { ClusterIdentity, type ClusterIdentityProps } from "./kubernetes/cluster-identity";
export { HelmRelease, type HelmReleaseProps } from "./kubernetes/helm-release";
export { Karpenter, type KarpenterProps } from "./kubernetes/karpenter";
export {
  LoadBalancerController,
  type LoadBalancerControllerProps,
} from "./kubernetes/load-balancer-controller";
export { Namespace, type NamespaceProps } from "./kubernetes/namespace";
export { NodeGroupDrain, type NodeGroupDrainProps } from "./kubernetes/node-group-drain";
export { NodePool, type NodePoolProps } from "./kubernetes/node-pool";
export { TargetGroupBinding, type TargetGroupBindingProps } from "./kubernetes/target-group-binding";
export { FargateProfile, type FargateProfileProps } from "./nodes/fargate-profile";
export { LaunchTemplate, type LaunchTemplateVersion } from "./nodes/launch-template";
export { NodeGroup, type NodeGroupOptions, type NodeGroupProps } from "./nodes/node-group";
export { problemsOf, type SynthesisOptions, synthesizeApp } from "./synthesize";
export {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerAttributes,
  type ApplicationLoadBalancerProps,
  type IApplicationLoadBalancer,
  type PodAccess,
} from "./traffic/application-load-balancer";
export { HaproxyConfiguration } from "./traffic/haproxy/configuration";
export { Haproxy, type HaproxyImage, type HaproxyProps } from "./traffic/haproxy/haproxy";
export { HaproxyParameter, type HaproxyParameterProps } from "./traffic/haproxy/haproxy-parameter";
export type {
  HaproxyConfigurationProps,
  HaproxyHealthCheck,
  HaproxyListener,
  HaproxyServer,
  HaproxyServerTls,
  HaproxyTimeouts,
} from "./traffic/haproxy/settings";
export { type FixedResponseOptions, ListenerAction, type RedirectOptions } from "./traffic/listener-action";
export { type IListener, ListenerRule, type ListenerRuleProps } from "./traffic/listener-rule";
export { WeightedRecord, type WeightedRecordProps } from "./traffic/record/weighted-record";
export {
  type ITargetGroup,
  TargetGroup,
  type TargetGroupAttributes,
  type TargetGroupProps,
} from "./traffic/target-group";
export {
  type MovedListeners,
  type RuleOptions,
  WeightedListeners,
  type WeightedListenersProps,
} from "./traffic/weighted-listeners";
