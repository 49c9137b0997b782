import type { ClusterPath, FleetPath, LoadBalancerPath } from "./path";

/** A path in an environment. A path that does not exist fails to compile. */
export function fleetPath<const Path extends FleetPath>(...path: Path): Path {
  return path;
}

/** A path in a cluster: `clusterPath("alpha-kr-a", "nodeGroups", "workers-v1", "phase")`. */
export function clusterPath<const Path extends ClusterPath | readonly []>(
  clusterName: string,
  ...path: Path
): readonly ["clusters", string, ...Path] {
  return ["clusters", clusterName, ...path];
}

/** A path in a load balancer: `loadBalancerPath("alpha-webapp", "weights", "b")`. */
export function loadBalancerPath<const Path extends LoadBalancerPath | readonly []>(
  loadBalancerName: string,
  ...path: Path
): readonly ["loadBalancers", string, ...Path] {
  return ["loadBalancers", loadBalancerName, ...path];
}
