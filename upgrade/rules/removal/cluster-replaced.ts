import type { Rule } from "../rule";
import { madeAgain, reasonOf, tellTheMove, type WaysOut, wayOutOf } from "../support/replacement";
import { told } from "../support/wording";

const OTHER = "make a second cluster beside it and move the traffic";

const atBirth = (attribute: string) =>
  `${attribute} means something at the birth of a cluster alone: write the value that it was made with, or have Terraform ignore it (lifecycle.ignore_changes)`;

const WAYS_OUT: WaysOut = {
  bootstrap_self_managed_addons: atBirth("bootstrap_self_managed_addons"),
  "access_config.bootstrap_cluster_creator_admin_permissions": atBirth(
    "access_config.bootstrap_cluster_creator_admin_permissions",
  ),
  role_arn: `keep the role (where its ARN is only known after the apply, the role is replaced: keep that), or ${OTHER}`,
  encryption_config: `keep encryption_config as it is, for it cannot be taken off a cluster, or ${OTHER}`,
};

export const clusterReplaced: Rule = {
  id: "cluster-replaced",
  severity: "error",
  title: "a cluster that would be replaced",
  why: "Terraform deletes the cluster, with all that runs in it, before it makes the new one. A small edit does it: the name, the role, a bootstrap flag that a new version of a module writes out, or an address that changes without a moved block.",
  source:
    "AWS provider, aws_eks_cluster (attributes that force a replacement); terraform-aws-modules/terraform-aws-eks #3148, #3576, #3266, #1744; dasmeta PR #153",
  judge(input) {
    const { clusters } = input.diff;
    const replaced = clusters.flatMap(({ before, after, change }) => {
      if (change?.action !== "replace") {
        return [];
      }
      const name = told((before ?? after)?.clusterName);
      const message = `cluster ${name} would be replaced, with all that runs in it, because ${reasonOf(change)}; ${wayOutOf(change, WAYS_OUT, OTHER)}`;
      return [{ stack: change.stack, address: change.address, message }];
    });
    const again = madeAgain(clusters, ({ key }) => key).map((move) => ({
      stack: move.was.stack,
      address: move.was.address,
      message: `cluster ${told(move.was.clusterName)} would be replaced, with all that runs in it, because ${tellTheMove(move)}`,
    }));
    return [...replaced, ...again];
  },
};
