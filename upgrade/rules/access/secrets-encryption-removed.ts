import type { ResourceChange } from "../../fleet/change";
import type { Rule } from "../rule";
import { told } from "../support/wording";

export const secretsEncryptionRemoved: Rule = {
  id: "secrets-encryption-removed",
  severity: "error",
  title: "secrets of a cluster that would lose their key, or get another",
  why: "EKS cannot take the encryption of secrets off a cluster, nor give it another key. The provider replaces the cluster where the block is gone, which may well be an accident; where the key is another one it plans an update, does nothing, and writes the new key into the state, so that nobody sees which key must be kept.",
  source:
    "EKS user guide, enable-kms; AWS provider, aws_eks_cluster (a removed encryption_config forces a replacement); hashicorp/terraform-provider-aws #34883 (another key: planned, not done, and written down)",
  judge(input) {
    return input.diff.clusters.flatMap(({ before, change }) => {
      const harm = change === undefined ? undefined : harmOf(change);
      if (before === undefined || change === undefined || harm === undefined) {
        return [];
      }
      const { stack, address } = change;
      const message = `the ${harm}, or make a second cluster beside it`.replace(
        "%",
        told(before.clusterName),
      );
      return [{ stack, address, message }];
    });
  },
};

function harmOf({ action, changed, replacedFor }: ResourceChange): string | undefined {
  if (action === "replace" && replacedFor.some((path) => /^encryption_config(\W|$)/.test(path))) {
    return "encryption of the secrets of cluster % would be taken off or get another key, which EKS does for no cluster that exists; put encryption_config back as it was";
  }
  // A cluster that gets a key for the first time has another block as a whole.
  return action === "update" && changed.some((path) => path.startsWith("encryption_config."))
    ? "secrets of cluster % would get another key, which EKS gives no cluster that exists: the provider does nothing, and writes the new key into the state; put key_arn back"
    : undefined;
}
