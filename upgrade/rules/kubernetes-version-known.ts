import { KubernetesVersion } from "../kubernetes-version";
import type { Rule } from "./rule";

export const kubernetesVersionKnown: Rule = {
  id: "kubernetes-version-known",
  severity: "error",
  source: "EKS user guide, kubernetes-versions",
  judge(cluster, catalog) {
    const version = KubernetesVersion.parse(cluster.version ?? "");
    if (version === undefined || catalog.knows(version)) {
      return [];
    }
    return [
      {
        address: cluster.address,
        message: `Kubernetes ${version} of cluster ${cluster.clusterName} is not in the catalog of EKS versions, which has ${catalog.oldest} to ${catalog.newest}; use one of these, or add ${version} to a catalog file of your own if EKS offers it by now`,
      },
    ];
  },
};
