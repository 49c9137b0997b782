import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { incompatibilityOf } from "../support/addon-compatibility";
import { buildIn, versionIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

export const addonAheadOfControlPlane: Rule = {
  id: "addon-ahead-of-control-plane",
  severity: "error",
  title: "an add-on build for the version that the control plane goes to in the same step",
  why: 'Where nothing orders the two, Terraform updates the add-on while the control plane still runs the older version: EKS answers "Addon version specified is not supported", or a kube-proxy newer than its API server runs on every node.',
  source: "terraform-aws-modules/terraform-aws-eks #2570; Kubernetes, version skew policy (kube-proxy)",
  judge(input) {
    const { diff } = input;
    return diff.addons.flatMap(({ after, change }) => {
      if (after === undefined || change === undefined) {
        return [];
      }
      const cluster = diff.cluster(after.cluster);
      const [from, to] = [versionIn(cluster?.before?.version), versionIn(cluster?.after?.version)];
      if (from === undefined || to === undefined) {
        return [];
      }
      const { stack, address, addonName, addonVersion } = after;
      if (to.compare(from) <= 0 || diff.destroys(after.cluster)) {
        return [];
      }
      const name = told(addonName);
      const clusterName = told(cluster?.after?.clusterName);
      if (isUnknown(addonName) || isUnknown(addonVersion)) {
        const value = `the ${isUnknown(addonName) ? "name" : "version"} of add-on ${name} of cluster ${clusterName}`;
        return [notJudged(after, value, `whether it fits ${from} as well`)];
      }
      const build = buildIn(addonVersion);
      if (
        build === undefined ||
        incompatibilityOf(addonName, build, from, input.catalog)?.severity !== "error"
      ) {
        return [];
      }
      const message = `add-on ${name} would be ${build} in the step that upgrades cluster ${clusterName} from ${from} to ${to}, and does not fit ${from}, which the control plane runs until then; upgrade the control plane first and the add-on in the step after it`;
      return [{ stack, address, message }];
    });
  },
};
