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
  HaproxySettings,
  HcpBackendSettings,
  HttpBackendSettings,
  LoadBalancerSettings,
  NodeGroupSettings,
  ProviderVersions,
  ReleaseSettings,
  S3BackendSettings,
  ServiceSettings,
  TargetGroupSettings,
  WeightedRecordSettings,
} from "../upgrade/fleet/settings";
export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { EnvironmentStack } from "./environment-stack";
export { declareFleet } from "./fleet";
export { HaproxyStack, type HaproxyStackProps } from "./haproxy-stack";
export { synthesizeFleet } from "./synthesize";
export { TrafficStack, type TrafficStackProps } from "./traffic-stack";
export { WeightedRecordStack, type WeightedRecordStackProps } from "./weighted-record-stack";
export { WorkloadStack, type WorkloadStackProps } from "./workload-stack";
