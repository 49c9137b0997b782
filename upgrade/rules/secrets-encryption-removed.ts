import type { Rule } from "./rule";
import { Step } from "./step";
import { told } from "./wording";

export const secretsEncryptionRemoved: Rule = {
  id: "secrets-encryption-removed",
  severity: "error",
  title: "secrets of a cluster that would lose their key",
  why: "EKS cannot take the encryption of secrets off a cluster, nor give it another key. The provider therefore replaces the cluster for it; that the block is only missing by accident is what one should think of first.",
  source:
    "EKS user guide, enable-kms; AWS provider, aws_eks_cluster (a removed encryption_config forces a replacement)",
  judge(input) {
    return Step.of(input).clusters.flatMap(({ before, change }) => {
      const isCause = change?.replacedFor.some((path) => /^encryption_config(\W|$)/.test(path)) ?? false;
      if (before === undefined || change?.action !== "replace" || !isCause) {
        return [];
      }
      const { stack, address } = change;
      const message = `the encryption of the secrets of cluster ${told(before.clusterName)} would be taken off or get another key, which EKS does for no cluster that exists; put encryption_config back as it was, or make a second cluster beside it`;
      return [{ stack, address, message }];
    });
  },
};
