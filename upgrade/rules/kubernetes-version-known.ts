import { ifKnown } from "../fleet-state";
import { KubernetesVersion } from "../kubernetes-version";
import type { Rule } from "./rule";
import { told } from "./wording";

export const kubernetesVersionKnown: Rule = {
  id: "kubernetes-version-known",
  severity: "error",
  title: "a Kubernetes version that EKS does not have",
  why: "EKS refuses it in the middle of the apply, after the review.",
  source: "EKS user guide, kubernetes-versions",
  judge({ after, catalog }) {
    return after.clusters.flatMap(({ stack, address, clusterName, version: text }) => {
      const version = KubernetesVersion.parse(ifKnown(text) ?? "");
      if (version === undefined || catalog.knows(version)) {
        return [];
      }
      const message = `Kubernetes ${version} of cluster ${told(clusterName)} is not in the catalog of EKS versions, which has ${catalog.oldest} to ${catalog.newest}; use one of these, or add ${version} to a catalog file of your own if EKS offers it by now`;
      return [{ stack, address, message }];
    });
  },
};
