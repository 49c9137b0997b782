import type { FleetDiff, Pair } from "../../fleet/diff";
import { type AddonState, ifKnown, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { madeAgain, reasonOf, tellTheMove } from "../support/replacement";
import { told } from "../support/wording";

/** The add-ons that pods need, and what happens without them. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ["vpc-cni", "no new pod gets an address"],
  ["kube-proxy", "new nodes do not lead to services"],
  ["coredns", "no pod finds a service by its name"],
  ["aws-ebs-csi-driver", "no volume is attached any more"],
  ["aws-efs-csi-driver", "no volume is mounted any more"],
  ["eks-pod-identity-agent", "pods get no credentials by Pod Identity"],
]);

export const addonRemoved: Rule = {
  id: "addon-removed",
  severity: "error",
  title: "an add-on that pods need, removed from a cluster that stays",
  why: "With the add-on EKS deletes what it runs in the cluster, unless the add-on was applied with preserve before. An add-on that is deleted at one address and made again at another is there twice for a while, or not at all: nothing orders the two, and EKS refuses the second. Add-ons that pods do not need to start, to be found and to have their volumes may go.",
  source:
    "EKS API reference, DeleteAddon (preserve); awslabs/cdk-eks-blueprints #366 (a cluster without a network), aws-ia/terraform-aws-eks-blueprints #1345 (replaced: new nodes without a network), hashicorp/terraform-provider-aws #22226",
  judge(input) {
    const { diff } = input;
    const addons = diff.addons.filter(
      ({ before, after, change }) => change !== undefined && !diff.destroys((before ?? after)?.cluster),
    );
    const again = madeAgain(addons, keyOf);
    const isMoved = new Set(again.map(({ was }) => was));
    return [
      ...addons.flatMap((addon) =>
        addon.before !== undefined && isMoved.has(addon.before) ? [] : findingsOf(addon, diff),
      ),
      ...again.map((move) => ({
        stack: move.was.stack,
        address: move.was.address,
        message: `${nameOf(move.was, diff)} would be removed and made again, because ${tellTheMove(move)}`,
      })),
    ];
  },
};

function findingsOf({ before, change }: Pair<AddonState>, diff: FleetDiff): readonly Finding[] {
  const harm = NEEDED.get(ifKnown(before?.addonName) ?? "");
  if (before === undefined || change === undefined || before.isPreserved === true || harm === undefined) {
    return [];
  }
  const { stack, address } = change;
  const name = nameOf(before, diff);
  switch (change.action) {
    case "delete": {
      const message = `${name} would be removed with all that it runs there, and then ${harm}; put it back, or set preserve = true in a step before, and what it runs stays`;
      return [{ stack, address, message }];
    }
    case "replace": {
      const message = `${name} would be replaced, and until it is back ${harm}, because ${reasonOf(change)}; keep it as it is, or set preserve = true in a step before`;
      return [{ stack, address, message }];
    }
    default:
      return [];
  }
}

function nameOf({ addonName, cluster }: AddonState, diff: FleetDiff): string {
  return `add-on ${told(addonName)} of cluster ${told(diff.nameOf(cluster))}`;
}

function keyOf({ cluster, addonName }: AddonState): string | undefined {
  return isUnknown(cluster) || isUnknown(addonName) ? undefined : `${cluster}/${addonName}`;
}
