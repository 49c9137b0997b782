// What `import … from "cdktf-eks-upgrade"` gives. A test pins the names.

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
export { KubernetesVersion } from "../upgrade/eks/kubernetes-version";
export { type NodeGroupPhase, nodeGroupPhases } from "../upgrade/eks/node-group-phase";
export { TrafficWeights, type WeightMap } from "../upgrade/fleet/traffic-weights";
export {
  AccessEntry,
  type AccessEntryOptions,
  type AccessEntryProps,
  AccessPolicy,
} from "./eks/access-entry";
export { Addon, type AddonOptions, type AddonProps } from "./eks/addon";
export { Cluster, type ClusterAttributes, type ClusterProps, type ICluster } from "./eks/cluster";
export type { ClusterGuardName, ClusterGuardsOff, Rollback, TrafficSource } from "./eks/cluster-guard";
export { ControlPlaneLogs, type ControlPlaneLogType } from "./eks/control-plane-logs";
export { DeletionProtection } from "./eks/deletion-protection";
export { EndpointAccess } from "./eks/endpoint-access";
export {
  PodIdentityAssociation,
  type PodIdentityAssociationOptions,
  type PodIdentityAssociationProps,
} from "./eks/pod-identity-association";
export { type AllowStatement, PodRole, type PodRoleProps } from "./eks/pod-role";
export { SecretsEncryption } from "./eks/secrets-encryption";
export type { GuardOff, GuardsOff } from "./guard";
export { ClusterAutoscaler, type ClusterAutoscalerProps } from "./kubernetes/cluster-autoscaler";
export { ClusterIdentity, type ClusterIdentityProps } from "./kubernetes/cluster-identity";
export { HelmRelease, type HelmReleaseOptions, type HelmReleaseProps } from "./kubernetes/helm-release";
export {
  LoadBalancerController,
  type LoadBalancerControllerProps,
} from "./kubernetes/load-balancer-controller";
export { type DrainOptions, NodeGroupDrain, type NodeGroupDrainProps } from "./kubernetes/node-group-drain";
export {
  type ServiceReference,
  TargetGroupBinding,
  type TargetGroupBindingNetworking,
  type TargetGroupBindingProps,
} from "./kubernetes/target-group-binding";
export {
  LaunchTemplate,
  type LaunchTemplateOptions,
  type LaunchTemplateVersion,
} from "./nodes/launch-template";
export {
  type DrainedByHand,
  NodeGroup,
  type NodeGroupOptions,
  type NodeGroupProps,
  type Taint,
  type UpdateConfig,
} from "./nodes/node-group";
export type { AdoptedPart } from "./traffic/adopted-part";
export {
  type AccessLogs,
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerAttributes,
  type ApplicationLoadBalancerProps,
  type IApplicationLoadBalancer,
  type PodAccess,
} from "./traffic/application-load-balancer";
export {
  HaproxyConfiguration,
  type HaproxyConfigurationProps,
  type HaproxyHealthCheck,
  type HaproxyListener,
  type HaproxyServer,
  type HaproxyServerTls,
  type HaproxyTimeouts,
} from "./traffic/haproxy/configuration";
export { Haproxy, type HaproxyImage, type HaproxyProps } from "./traffic/haproxy/haproxy";
export type { HealthCheck } from "./traffic/health-check";
export { type FixedResponseOptions, ListenerAction, type RedirectOptions } from "./traffic/listener-action";
export {
  type IListener,
  type ListenerConditions,
  ListenerRule,
  type ListenerRuleProps,
} from "./traffic/listener-rule";
export { LoadBalancerScheme } from "./traffic/load-balancer-scheme";
export { PlainHttp } from "./traffic/plain-http";
export {
  type ITargetGroup,
  TargetGroup,
  type TargetGroupAttributes,
  type TargetGroupProps,
} from "./traffic/target-group";
export {
  type AdoptedListeners,
  type AdoptedRule,
  type ListenerGuardsOff,
  type PreviewOptions,
  type RuleOptions,
  WeightedListeners,
  type WeightedListenersProps,
} from "./traffic/weighted-listeners";
