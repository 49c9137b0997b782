import type { Rule } from "../rule";
import { addonFindings } from "../support/addon-compatibility";
import { violations } from "../support/violations";

export const addonVersionFits: Rule = {
  id: "addon-version-fits",
  severity: "error",
  title: "An add-on version is incompatible with its cluster",
  why: "EKS rejects this version during the apply, or the add-on breaks when the control plane is upgraded. If the add-on was already incompatible before this change, the rule only warns. If EKS itself selects the version for the cluster (data.aws_eks_addon_version), it is compatible.",
  source:
    "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)",
  judge: (input) => violations(input, (fleet) => addonFindings(fleet, input.catalog, "error")),
};
