import type { KubernetesVersion } from "./kubernetes-version";

/**
 * How many minors a kubelet or a kube-proxy may be older than its API server; never newer. Three, and two
 * before 1.25. Source: Kubernetes, version skew policy; EKS user guide, update-cluster (2026).
 */
export function allowedSkew(older: KubernetesVersion): number {
  return older.minor < 25 ? 2 : 3;
}

/** The oldest kubelet or kube-proxy that may run under a control plane of `version`. */
export function oldestUnder(version: KubernetesVersion): KubernetesVersion {
  const oldest = version.plus(-3);
  return version.minorsAheadOf(oldest) <= allowedSkew(oldest) ? oldest : version.plus(-2);
}
