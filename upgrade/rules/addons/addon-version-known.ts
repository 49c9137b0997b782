import type { Rule } from "../rule";
import { addonFindings } from "../support/addon-compatibility";
import { violations } from "../support/violations";

/** A build that may well exist, but that the catalog has not seen. */
export const addonVersionKnown: Rule = {
  id: "addon-version-known",
  severity: "warning",
  title: "an add-on build that the catalog has not seen for its cluster's version",
  why: "It may well exist: builds come out every week. But nobody checked that it fits. Where none is known that fits a version and the one before, the add-on goes on as it is until it is updated.",
  source:
    "EKS DescribeAddonVersions, as far as the catalog has it; Kubernetes, version skew policy (kube-proxy)",
  judge: (input) => violations(input, (fleet) => addonFindings(fleet, input.catalog, "warning")),
};
