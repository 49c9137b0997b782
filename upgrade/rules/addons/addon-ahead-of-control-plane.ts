import { isUnknown } from "../../fleet/state";
import type { Rule } from "../rule";
import { incompatibilityOf } from "../support/addon-compatibility";
import { found, notEvaluated } from "../support/finding";
import { buildIn, versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const addonAheadOfControlPlane: Rule = {
  id: "addon-ahead-of-control-plane",
  severity: "error",
  title: "An add-on version that needs the control plane upgrade of the same change",
  why: 'If the add-on does not refer to its cluster resource, nothing orders the two: Terraform updates the add-on while the control plane still runs the older version. EKS answers "Addon version specified is not supported", or a kube-proxy newer than its API server runs on every node.',
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
      const { addonName, addonVersion } = after;
      if (to.compare(from) <= 0 || diff.destroys(after.cluster)) {
        return [];
      }
      const name = shown(addonName);
      const clusterName = shown(cluster?.after?.clusterName);
      if (isUnknown(addonName) || isUnknown(addonVersion)) {
        if (after.isAsked === true) {
          const value = `the version of add-on ${name} of cluster ${clusterName} that EKS selects`;
          const fix = `Pin its version first (addon_version), upgrade the control plane from ${from} to ${to}, and update the add-on in the next change`;
          return [notEvaluated(after, value, `whether it is compatible with ${from} too`, fix)];
        }
        const value = `the ${isUnknown(addonName) ? "name" : "version"} of add-on ${name} of cluster ${clusterName}`;
        return [notEvaluated(after, value, `whether it is compatible with ${from} too`)];
      }
      if (after.isAfterCluster === true) {
        return [];
      }
      const build = buildIn(addonVersion);
      if (
        build === undefined ||
        incompatibilityOf(addonName, build, from, input.catalog)?.severity !== "error"
      ) {
        return [];
      }
      const message = `add-on ${name} would be updated to ${build} in the change that upgrades cluster ${clusterName} from ${from} to ${to}: it is incompatible with ${from}, which may still run then. Upgrade the control plane first, and the add-on in the next change`;
      return [found(after, message, { values: { version: `${build}`, from: `${from}`, to: `${to}` } })];
    });
  },
};
