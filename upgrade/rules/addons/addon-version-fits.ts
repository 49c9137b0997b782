import type { Rule } from "../rule";
import { addonFindings } from "../support/addon-compatibility";
import { violations } from "../support/violations";

/** An add-on build whose minor does not fit its cluster. */
export const addonVersionFits: Rule = {
  id: "addon-version-fits",
  severity: "error",
  title: "an add-on build that does not fit its cluster",
  why: "EKS refuses the build in the middle of the apply, or the add-on stops working when the control plane moves under it. Of an add-on that did not fit before the step it is only told. A build that is not known yet, and that EKS itself is asked for by the version of the cluster (data.aws_eks_addon_version), fits.",
  source:
    "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)",
  judge: (input) => violations(input, (fleet) => addonFindings(fleet, input.catalog, "error")),
};
