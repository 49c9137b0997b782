// The exports of "cdktf-eks-upgrade/stacks". A test pins the names.

export { problemsOf } from "../constructs/synthesize";
export type {
  AccessEntrySettings,
  AdoptedCluster,
  AdoptedLoadBalancer,
  AdoptedTargetGroup,
  AzurermBackendSettings,
  BackendSettings,
  ClusterSettings,
  Environment,
  GcsBackendSettings,
  HcpBackendSettings,
  HttpBackendSettings,
  LoadBalancerSettings,
  NodeGroupSettings,
  ProviderVersions,
  ReleaseSettings,
  S3BackendSettings,
  ServiceSettings,
  TargetGroupSettings,
} from "../upgrade/fleet/settings";
export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { EnvironmentStack } from "./environment-stack";
export { declareFleet } from "./fleet";
export { synthesizeFleet } from "./synthesize";
export { TrafficStack, type TrafficStackProps } from "./traffic-stack";
export { WorkloadStack, type WorkloadStackProps } from "./workload-stack";
