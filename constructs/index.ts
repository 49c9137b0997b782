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
  LaunchTemplate,
  type LaunchTemplateOptions,
  type LaunchTemplateVersion,
} from "./eks/launch-template";
export {
  type DrainedByHand,
  NodeGroup,
  type NodeGroupOptions,
  type NodeGroupProps,
  type Taint,
  type UpdateConfig,
} from "./eks/node-group";
export {
  PodIdentityAssociation,
  type PodIdentityAssociationOptions,
  type PodIdentityAssociationProps,
} from "./eks/pod-identity-association";
export { type AllowStatement, PodRole, type PodRoleProps } from "./eks/pod-role";
export { SecretsEncryption } from "./eks/secrets-encryption";
export type { AdoptedPart } from "./elbv2/adopted-part";
export {
  type AccessLogs,
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerAttributes,
  type ApplicationLoadBalancerProps,
  type IApplicationLoadBalancer,
  type PodAccess,
} from "./elbv2/application-load-balancer";
export type { HealthCheck } from "./elbv2/health-check";
export { type FixedResponseOptions, ListenerAction, type RedirectOptions } from "./elbv2/listener-action";
export {
  type IListener,
  type ListenerConditions,
  ListenerRule,
  type ListenerRuleProps,
} from "./elbv2/listener-rule";
export { LoadBalancerScheme } from "./elbv2/load-balancer-scheme";
export { PlainHttp } from "./elbv2/plain-http";
export {
  type ITargetGroup,
  TargetGroup,
  type TargetGroupAttributes,
  type TargetGroupProps,
} from "./elbv2/target-group";
export {
  type AdoptedListeners,
  type AdoptedRule,
  type ListenerGuardsOff,
  type PreviewOptions,
  type RuleOptions,
  WeightedListeners,
  type WeightedListenersProps,
} from "./elbv2/weighted-listeners";
export type { GuardOff, GuardsOff } from "./guard";
export {
  HaproxyConfiguration,
  type HaproxyConfigurationProps,
  type HaproxyHealthCheck,
  type HaproxyListener,
  type HaproxyServer,
  type HaproxyServerTls,
  type HaproxyTimeouts,
} from "./haproxy/configuration";
export { Haproxy, type HaproxyImage, type HaproxyProps } from "./haproxy/haproxy";
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
