import type { Rule } from "../rule";
import { found } from "../support/finding";
import { type Fixes, fixOf, moveReason, reasonOf, recreatedElsewhere } from "../support/replacement";
import { shown } from "../support/wording";

const OTHER = "create a second cluster and shift the traffic";

const atCreation = (attribute: string) =>
  `${attribute} has an effect only at creation: write the value with which the cluster was created, or let Terraform ignore it (lifecycle.ignore_changes)`;

const FIXES: Fixes = {
  bootstrap_self_managed_addons: atCreation("bootstrap_self_managed_addons"),
  "access_config.bootstrap_cluster_creator_admin_permissions": atCreation(
    "access_config.bootstrap_cluster_creator_admin_permissions",
  ),
  role_arn: `Keep the role (if its ARN is known after apply, the role is replaced: keep that), or ${OTHER}`,
  encryption_config: `Restore encryption_config, because it cannot be removed from a cluster, or ${OTHER}`,
};

export const clusterReplaced: Rule = {
  id: "cluster-replaced",
  severity: "error",
  title: "A cluster would be replaced",
  why: "Terraform destroys the cluster, with everything that runs in it, before it creates the new one. A small edit causes it: the name, the role, a bootstrap flag that a new module version writes, or an address that changes without a moved block.",
  source:
    "AWS provider, aws_eks_cluster (attributes that force a replacement); terraform-aws-modules/terraform-aws-eks #3148, #3576, #3266, #1744; dasmeta PR #153",
  judge(input) {
    const { clusters } = input.diff;
    const replaced = clusters.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace") {
        return [];
      }
      const name = shown((before ?? after)?.clusterName);
      const message = `cluster ${name} would be replaced, with everything that runs in it: ${reasonOf(change)}. ${fixOf(change, FIXES, OTHER)}`;
      return [found(change, message, { code: "replaced" })];
    });
    const again = recreatedElsewhere(clusters, ({ key }) => key).map((move) => {
      const message = `cluster ${shown(move.was.clusterName)} would be replaced, with everything that runs in it: ${moveReason(move)}`;
      return found(move.was, message, { code: "moved" });
    });
    return [...replaced, ...again];
  },
};
