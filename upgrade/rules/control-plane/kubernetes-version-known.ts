import { KubernetesVersion } from "../../eks/kubernetes-version";
import { type ClusterState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { violations } from "../support/violations";
import { notJudged, told } from "../support/wording";

export const kubernetesVersionKnown: Rule = {
  id: "kubernetes-version-known",
  severity: "error",
  title: "a Kubernetes version that EKS does not have",
  why: "EKS refuses it in the middle of the apply, after the review. Of a cluster that is at such a version already it is only told.",
  source: "EKS user guide, kubernetes-versions",
  judge: (input) =>
    violations(input, ({ fleet }) => fleet.clusters.flatMap((cluster) => findingsOf(cluster, input))),
};

function findingsOf(cluster: ClusterState, { catalog, resources }: RuleInput): readonly Finding[] {
  const { clusterName, version: given } = cluster;
  if (isUnknown(given)) {
    const value = `the Kubernetes version of cluster ${told(clusterName)}`;
    return [notJudged(cluster, value, "whether EKS has it")];
  }
  const text = ifKnown(given) ?? "";
  const version = KubernetesVersion.parse(text);
  if (version === undefined) {
    // At synthesis, where there is no plan, the constructs refuse what is no version.
    const problem = resources.length === 0 || text === "" ? undefined : KubernetesVersion.problemOf(text);
    return problem === undefined
      ? []
      : [
          found(cluster, `the version of cluster ${told(clusterName)}: ${problem}`, {
            code: "malformed",
            values: { version: text },
          }),
        ];
  }
  if (catalog.knows(version)) {
    return [];
  }
  const wayOut =
    version.minor < 10
      ? `use one of these, in quotes: the number ${version}0 is ${version}`
      : `use one of these, or add ${version} to a catalog file of your own if EKS offers it by now`;
  const message = `Kubernetes ${version} of cluster ${told(clusterName)} is not in the catalog of EKS versions, which has ${catalog.oldest} to ${catalog.newest}; ${wayOut}`;
  return [found(cluster, message, { code: "not-in-catalog", values: { version: text } })];
}
