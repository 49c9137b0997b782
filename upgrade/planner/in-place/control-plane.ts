import type { KubernetesVersion } from "../../eks/kubernetes-version";
import { ROLLBACK_DAYS } from "../../eks/rollback-window";
import { clusterPath } from "../../fleet/path-to";
import { ifKnown } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import type { Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { remove, set } from "../edits/make-edit";
import { poolNameOf } from "../node-pools";
import { STEP_KINDS } from "../step-kinds";
import { UPGRADE_DAY } from "../upgrade-plan";
import type { InPlace } from "./in-place";

/** One minor up. A declared rollback ends with it. */
export function controlPlaneStep(at: InPlace): Draft | undefined {
  if (at.isLast) {
    return undefined;
  }
  const [from, to] = [at.version, at.version.plus(1)];
  const { rollbackOfUpgradeOn } = at.cluster;
  const isOpen = canRollBackTo(from, at);
  const back: readonly FleetEdit[] = [
    set(clusterPath(at.name, "version"), String(from), String(to)),
    set(clusterPath(at.name, "rollback"), { of: String(to), upgradedOn: UPGRADE_DAY }),
  ];
  return {
    kind: "control-plane",
    clusterName: at.name,
    title: STEP_KINDS["control-plane"].title(from, to),
    edits: [
      set(clusterPath(at.name, "version"), String(to), String(from)),
      ...(rollbackOfUpgradeOn === undefined ? [] : [remove(clusterPath(at.name, "rollback"))]),
    ],
    rollback: {
      how: isOpen
        ? `set the version back to ${from} and declare the rollback, within ${ROLLBACK_DAYS} days after the upgrade and before nodes or add-ons are newer than ${from} allows`
        : `none: the standard support of ${from} has ended; a step before that sets the support type EXTENDED may keep the rollback open`,
      diffs: isOpen ? [back] : [],
    },
    noRollback: `EKS rolls a control plane back by one minor: after this step, ${from.plus(-1)} cannot be reached`,
    hardensRollback: true,
    remarks: poolRemarks(at),
  };
}

/** A pool that holds its drift still makes new nodes. */
function poolRemarks({ pools, version }: InPlace): readonly string[] {
  const names = pools.filter(({ kind }) => kind === "karpenter").map(poolNameOf);
  return names.length === 0
    ? []
    : [
        `new nodes of ${listed(names)} have ${version.plus(1)} from now on: before a rollback, delete them ("kubectl get nodes -L karpenter.sh/nodepool" shows them)`,
      ];
}

/** EKS rolls back to a version that it supports, and to one in extended support only if the cluster pays for it. */
function canRollBackTo(version: KubernetesVersion, { cluster, catalog, day }: InPlace): boolean {
  const support = day === undefined ? undefined : catalog.supportOn(day, version);
  return support !== "ended" && (support !== "extended" || ifKnown(cluster.supportType) === "EXTENDED");
}
