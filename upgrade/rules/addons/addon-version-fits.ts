import type { Rule } from "../rule";
import { addonFindings } from "../support/addon-compatibility";
import { violations } from "../support/violations";

export const addonVersionFits: Rule = {
  id: "addon-version-fits",
  severity: "error",
  title: "An add-on version is incompatible with its cluster",
  why: "EKS rejects this version during the apply, or the add-on breaks when the control plane is upgraded. EKS checks a version when it is set, so the rule rejects one that the change sets and that a complete list of EKS (DescribeAddonVersions) does not have; versions from documents are points and not ranges, and only warn. An add-on that the change leaves alone only warns, except kube-proxy, which must be compatible with its API server. If EKS itself selects the version for the cluster (data.aws_eks_addon_version), it is compatible.",
  source:
    "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)",
  judge: (input) => violations(input, (fleet) => addonFindings(fleet, input, "error")),
};
