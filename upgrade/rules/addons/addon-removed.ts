import type { FleetDiff, Pair } from "../../fleet/diff";
import { type AddonState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { allOtherNodesIn } from "../support/other-nodes";
import { moveReason, reasonOf, recreatedElsewhere } from "../support/replacement";
import { shown } from "../support/wording";

/** The add-ons that pods need, and what happens without them. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ["vpc-cni", "no new pod gets an address"],
  ["kube-proxy", "new nodes do not route to services"],
  ["coredns", "no pod resolves the name of a service"],
  ["aws-ebs-csi-driver", "no volume is attached"],
  ["aws-efs-csi-driver", "no volume is mounted"],
  ["eks-pod-identity-agent", "pods get no credentials from Pod Identity"],
]);

export const addonRemoved: Rule = {
  id: "addon-removed",
  severity: "error",
  title: "An add-on that pods need is removed from a cluster that stays",
  why: "EKS deletes what the add-on runs in the cluster, unless preserve was applied before. If an add-on is destroyed at one address and created at another, it is missing for a while, or EKS rejects the second one, because nothing orders the two. Add-ons that pods do not need to start, to be found or to use volumes may be removed.",
  source:
    "EKS API reference, DeleteAddon (preserve); awslabs/cdk-eks-blueprints #366 (a cluster without a network), aws-ia/terraform-aws-eks-blueprints #1345 (replaced: new nodes without a network), hashicorp/terraform-provider-aws #22226",
  judge(input) {
    const { diff } = input;
    const addons = diff.addons.filter(
      ({ before, after, change }) => change !== undefined && !diff.destroys((before ?? after)?.cluster),
    );
    const again = recreatedElsewhere(addons, keyOf);
    const isMoved = new Set(again.map(({ was }) => was));
    return [
      ...addons.flatMap((addon) =>
        addon.before !== undefined && isMoved.has(addon.before) ? [] : findingsOf(addon, diff),
      ),
      ...again.map((move) =>
        found(move.was, `${nameOf(move.was, diff)} would be recreated: ${moveReason(move)}`, {
          code: "moved",
        }),
      ),
    ];
  },
};

function findingsOf({ before, change }: Pair<AddonState>, diff: FleetDiff): readonly Finding[] {
  const harm = NEEDED.get(ifKnown(before?.addonName) ?? "");
  if (before === undefined || change === undefined || before.isPreserved === true || harm === undefined) {
    return [];
  }
  const name = nameOf(before, diff);
  if (isAllAutoMode(before, diff)) {
    const message = `${name} would be removed, and all nodes of the cluster are Auto Mode's, which has its own: check that no other nodes join`;
    return [found(change, message, { code: "auto-mode", severity: "warning" })];
  }
  switch (change.action) {
    case "delete": {
      const message = `${name} would be removed with what it runs: ${harm} without it. Restore it, or set preserve = true first, in a separate change, to keep what it runs`;
      return [found(change, message, { code: "removed" })];
    }
    case "replace": {
      const message = `${name} would be replaced, because ${reasonOf(change)}: ${harm} in between. Keep it as it is, or set preserve = true first, in a separate change`;
      return [found(change, message, { code: "replaced" })];
    }
    default:
      return [];
  }
}

/** Auto Mode runs networking, DNS and storage on its nodes by itself. */
function isAllAutoMode({ cluster }: AddonState, diff: FleetDiff): boolean {
  if (isUnknown(cluster)) {
    return false;
  }
  const kinds = new Set(
    allOtherNodesIn(diff).flatMap(({ before, after }) =>
      [before, after].flatMap((nodes) => (nodes?.cluster === cluster ? [nodes.kind] : [])),
    ),
  );
  const hasGroups = diff
    .nodeGroupsOf(cluster)
    .some(({ before, after }) =>
      [before, after].some((group) => group !== undefined && group.desiredSize !== 0),
    );
  return kinds.has("auto-mode") && kinds.size === 1 && !hasGroups;
}

function nameOf({ addonName, cluster }: AddonState, diff: FleetDiff): string {
  return `add-on ${shown(addonName)} of cluster ${shown(diff.nameOf(cluster))}`;
}

function keyOf({ cluster, addonName }: AddonState): string | undefined {
  return isUnknown(cluster) || isUnknown(addonName) ? undefined : `${cluster}/${addonName}`;
}
