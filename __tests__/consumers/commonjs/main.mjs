// The same classes by ES modules' names.
import { createRequire } from "node:module";
import { Cluster, KubernetesVersion } from "cdktf-eks-upgrade";
import { ClusterStack } from "cdktf-eks-upgrade/stacks";
import { KubernetesVersion as Pure, rules } from "cdktf-eks-upgrade/upgrade";

const required = createRequire(import.meta.url)("cdktf-eks-upgrade");
console.log(
  JSON.stringify({
    classes: [Cluster, ClusterStack].map(({ name }) => name),
    rules: rules.length > 0,
    once: required.Cluster === Cluster && KubernetesVersion === Pure,
  }),
);
