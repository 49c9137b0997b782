import { KubernetesVersion } from "../../eks/kubernetes-version";
import { type ClusterState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const kubernetesVersionKnown: Rule = {
  id: "kubernetes-version-known",
  severity: "error",
  title: "EKS does not have the Kubernetes version",
  why: "EKS rejects an unknown version during the apply. If the cluster already has such a version, the rule only warns.",
  source: "EKS user guide, kubernetes-versions",
  judge: (input) =>
    violations(input, ({ fleet }) => fleet.clusters.flatMap((cluster) => findingsOf(cluster, input))),
};

function findingsOf(cluster: ClusterState, { catalog, resources }: RuleInput): readonly Finding[] {
  const { clusterName, version: given } = cluster;
  const name = shown(clusterName);
  if (isUnknown(given)) {
    return [notEvaluated(cluster, `the Kubernetes version of cluster ${name}`, "whether EKS has it")];
  }
  const text = ifKnown(given) ?? "";
  const values = { version: text };
  const version = KubernetesVersion.parse(text);
  if (version === undefined) {
    // At synthesis there is no plan, and the constructs reject a malformed version.
    const problem = resources.length === 0 || text === "" ? undefined : KubernetesVersion.problemOf(text);
    return problem === undefined
      ? []
      : [found(cluster, `the version of cluster ${name}: ${problem}`, { code: "malformed", values })];
  }
  if (catalog.knows(version)) {
    return [];
  }
  const fix =
    version.minor < 10
      ? `Write the version in quotes: the number ${version}0 is read as ${version}`
      : `Use one of these, or add ${version} to a catalog file of your own if EKS has it by now`;
  const message = `cluster ${name} has Kubernetes ${version}: the catalog of EKS versions has ${catalog.oldest} to ${catalog.newest}. ${fix}`;
  return [found(cluster, message, { code: "not-in-catalog", values })];
}
