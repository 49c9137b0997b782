import type { Rule } from "../rule";
import { addonFindings } from "../support/addon-compatibility";
import { violations } from "../support/violations";

export const addonVersionKnown: Rule = {
  id: "addon-version-known",
  severity: "warning",
  title: "The catalog does not have the add-on version for the version of its cluster",
  why: "The version may exist, because AWS releases versions every week. But nobody checked that it is compatible. If no version is known that is compatible with a Kubernetes version and the one before, the add-on keeps working until it is updated.",
  source:
    "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)",
  judge: (input) => violations(input, (fleet) => addonFindings(fleet, input, "warning")),
};
