import { clusterPath } from "../../fleet/path-to";
import { listed } from "../../rules/support/wording";
import type { Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { set } from "../edits/make-edit";
import { isBehind } from "../node-groups";
import { isPoolBehind } from "../node-pools";
import { STEP_KINDS } from "../step-kinds";
import { type AddonTarget, addonTargets, fits } from "./addon-targets";
import type { InPlace } from "./in-place";

/** Add-ons follow the control plane; kube-proxy waits for the end of the soak, unless the goal says otherwise. */
export function addonStep(at: InPlace): Draft | undefined {
  // Before nodes that follow each minor come the add-ons of that minor.
  const areFollowed =
    at.goal.replacements === "each-minor" &&
    (at.active.some((group) => isBehind(group, at.version)) ||
      at.pools.some((pool) => isPoolBehind(pool, at.version)));
  const pace = at.isLast || areFollowed ? "newest" : "as-needed";
  const targets = addonTargets(at.fleet, at.cluster, at.version, pace, at.catalog);
  if (targets.length === 0) {
    return undefined;
  }
  const old = at.version.plus(-1);
  const free = targets.filter(({ addonName, to }) => fits(addonName, to, old, at.catalog));
  const waits = (at.goal.kubeProxy ?? "after-soak") === "after-soak";
  const taken = waits && free.length > 0 ? free : targets;
  const bound = taken.filter(({ addonName, to }) => !fits(addonName, to, old, at.catalog));
  const names = listed(taken.map(({ addonName }) => addonName));
  return {
    kind: "add-ons",
    clusterName: at.name,
    title: STEP_KINDS["add-ons"].title(
      taken.map(({ addonName, from, to }) => ({ name: addonName, from: String(from), to: String(to) })),
    ),
    edits: taken.map((target) => addonEdit(at, target)),
    rollback: {
      how: `set ${names} back to the earlier ${taken.length === 1 ? "build" : "builds"}`,
      diffs: [taken.map(({ from, to, addonName }) => addonEdit(at, { addonName, from: to, to: from }))],
    },
    remarks: bound.map(
      ({ addonName, from, to }) =>
        `${addonName} ${to} is newer than a control plane of ${old} allows: before a rollback of the control plane, set ${addonName} back to ${from}`,
    ),
    hardensRollback: bound.length > 0,
  };
}

function addonEdit(at: InPlace, { addonName, from, to }: AddonTarget): FleetEdit {
  return set(clusterPath(at.name, "addons", addonName), String(to), String(from));
}
