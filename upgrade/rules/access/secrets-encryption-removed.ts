import type { ResourceChange } from "../../fleet/change";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { shown } from "../support/wording";

export const secretsEncryptionRemoved: Rule = {
  id: "secrets-encryption-removed",
  severity: "error",
  title: "The secrets of a cluster would lose their key, or get another",
  why: "EKS can neither remove the encryption of secrets from a cluster nor change its key. If the block is removed, the provider replaces the cluster, maybe by accident. If the key changes, the provider plans an update, does nothing, and writes the new key into the state. Nobody then sees which key must be kept.",
  source:
    "EKS user guide, enable-kms; AWS provider, aws_eks_cluster (a removed encryption_config forces a replacement); hashicorp/terraform-provider-aws #34883 (another key: planned, not done, and written down)",
  judge({ diff }) {
    return diff.clusters.flatMap(({ before, change }) => {
      if (before === undefined || change === undefined) {
        return [];
      }
      const name = shown(before.clusterName);
      const other = "or create a second cluster";
      if (isEncryptionReplaced(change)) {
        const message = `the encryption of the secrets of cluster ${name} would be removed or get another key: EKS does this for no existing cluster. Restore encryption_config, ${other}`;
        return [found(change, message, { code: "replaced" })];
      }
      if (isKeyChanged(change)) {
        const message = `the secrets of cluster ${name} would get another key: EKS does not change the key of an existing cluster, and the provider only writes it into the state. Restore key_arn, ${other}`;
        return [found(change, message, { code: "key" })];
      }
      return [];
    });
  },
};

function isEncryptionReplaced({ action, replacedFor }: ResourceChange): boolean {
  return action === "replace" && replacedFor.some((path) => /^encryption_config(\W|$)/.test(path));
}

/** A cluster that gets a key for the first time has another block as a whole. */
function isKeyChanged({ action, changed }: ResourceChange): boolean {
  return action === "update" && changed.some((path) => path.startsWith("encryption_config."));
}
