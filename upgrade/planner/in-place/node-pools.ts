import { nextGeneration } from "../../eks/node-group-family";
import { clusterPath } from "../../fleet/path-to";
import { ifKnown, type NodePoolState } from "../../fleet/state";
import { listed } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { copyNodePool, inNodePool, remove, set } from "../edits/make-edit";
import {
  driftEstimate,
  isPoolBehind,
  isPoolLeaving,
  isSamePoolFamily,
  paceOf,
  poolNameOf,
  successorsOf,
} from "../node-pools";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";

/** Before the control plane is upgraded, no pool replaces its nodes: a rollback stays possible. */
export function driftHoldStep(at: InPlace): Draft | undefined {
  const released = at.isLast ? [] : at.pools.filter(({ drift }) => drift === "released");
  if (released.length === 0) {
    return undefined;
  }
  const names = released.map(poolNameOf);
  const path = (name: string) => clusterPath(at.name, "nodePools", name, "drift");
  return {
    kind: "drift-hold",
    clusterName: at.name,
    title: STEP_KINDS["drift-hold"].title(names),
    edits: names.map((name) => set(path(name), "held")),
    rollback: {
      how: `remove drift of ${listed(names)}: nodes that differ from their pool are replaced again`,
      diffs: [names.map((name) => remove(path(name), "held"))],
    },
    remarks: [
      `nodes of ${listed(names)} that expire or that consolidation replaces are not held, and their replacements have the version of the control plane`,
    ],
  };
}

/** The pools that follow now: for the skew of the next minor, for the goal, or after each minor. */
export function poolStep(at: InPlace): Draft | Blocked | undefined {
  const due = at.pools.filter((pool) => isPoolBehind(pool, at.version) && at.isDue(pool.version));
  const [first] = due;
  if (first === undefined) {
    return undefined;
  }
  // A limited pool cannot replace its nodes.
  if (at.goal.nodePools !== "second-pool" && first.phase !== "limited") {
    return releaseStep(at, first);
  }
  const isReady = successorsOf(first, at.pools).some((pool) => !isPoolBehind(pool, at.version));
  return isReady
    ? limitStep(at, poolNameOf(first))
    : createStep(
        at,
        due.filter((pool) => isSamePoolFamily(first, pool)),
      );
}

/** A limited pool with a successor is removed, which drains its nodes. Pools that leave by the goal are limited before. */
export function poolLeavingStep(at: InPlace): Draft | undefined {
  const leaving = at.pools.find(
    (pool) => isPoolLeaving(pool, at.pools) || (pool.phase === "limited" && at.leaves(poolNameOf(pool))),
  );
  if (leaving === undefined) {
    const next = at.pools.find((pool) => at.leaves(poolNameOf(pool)));
    return next && limitStep(at, poolNameOf(next));
  }
  const name = poolNameOf(leaving);
  const successors = successorsOf(leaving, at.pools).map(poolNameOf);
  const by = successors.length === 0 ? "other nodes" : listed(successors);
  const has = successors.length > 1 || successors.length === 0 ? "have" : "has";
  return {
    kind: "node-pool-remove",
    clusterName: at.name,
    title: STEP_KINDS["node-pool-remove"].title(name),
    edits: [remove(clusterPath(at.name, "nodePools", name))],
    rollback: { how: `none: ${by} ${has} replaced ${name}`, diffs: [] },
    noRollback: `new nodes have the version of the control plane: nodes of ${String(ifKnown(leaving.version))} cannot be created again`,
    remarks: [
      `the nodes of ${name} are drained, all at once, at the pace of the disruption budgets of pods; a pod that cannot be evicted keeps its node. "cdktf-eks-upgrade preflight" names such pods`,
    ],
  };
}

function releaseStep(at: InPlace, pool: NodePoolState): Draft {
  const name = poolNameOf(pool);
  const from = String(ifKnown(pool.version));
  return {
    kind: "drift-release",
    clusterName: at.name,
    title: STEP_KINDS["drift-release"].title(name, from, at.version, paceOf(pool)),
    edits: [
      set(clusterPath(at.name, "nodePools", name, "version"), String(at.version), from),
      ...releaseEdits(at, pool),
      ...amiEdits(at, pool),
    ],
    rollback: {
      how: `none: set drift of ${name} to held to stop, and nodes that are replaced already stay`,
      diffs: [],
    },
    ...(pool.kind === "karpenter"
      ? {
          noRollback: `nodes of ${name} get ${at.version}: with them the control plane cannot roll back to ${at.version.plus(-1)}, and Karpenter creates nodes only with the version of the control plane`,
        }
      : {}),
    estimate: driftEstimate(pool),
    hardensRollback: true,
    remarks: [
      `the step ends when no node of ${name} runs ${from}: "cdktf-eks-upgrade preflight" counts them by version`,
    ],
  };
}

function releaseEdits(at: InPlace, pool: NodePoolState): readonly FleetEdit[] {
  return pool.drift === "held"
    ? [remove(clusterPath(at.name, "nodePools", poolNameOf(pool), "drift"), "held")]
    : [];
}

function amiEdits(at: InPlace, pool: NodePoolState): readonly FleetEdit[] {
  const [before, after] = [ifKnown(pool.amiAlias), at.rollOf(poolNameOf(pool))?.ami];
  return after === undefined || after === before
    ? []
    : [set(clusterPath(at.name, "nodePools", poolNameOf(pool), "ami"), after, before)];
}

/** The next generation of a family, which makes nodes of the control plane's version. */
function createStep(at: InPlace, family: readonly NodePoolState[]): Draft | undefined {
  const source = family.at(-1);
  if (source === undefined) {
    return undefined;
  }
  const model = poolNameOf(source);
  const name = nextGeneration(model, at.names);
  const ami = at.rollOf(name)?.ami;
  const path = clusterPath(at.name, "nodePools", name);
  return {
    kind: "node-pool-create",
    clusterName: at.name,
    title: STEP_KINDS["node-pool-create"].title(name, at.version),
    edits: [
      copyNodePool(at.name, model, name, [
        inNodePool(["version"], String(at.version)),
        // A new pool holds its drift, too, if the control plane is not at the goal.
        ...(at.isLast ? [inNodePool(["drift"])] : []),
        ...(ami === undefined ? [] : [inNodePool(["ami"], ami)]),
        inNodePool(["phase"]),
      ]),
    ],
    rollback:
      source.phase === "limited"
        ? { how: `make ${model} active again, then limit and remove ${name}`, diffs: [] }
        : {
            how: `limit ${name}, then remove it`,
            diffs: [[set(clusterPath(at.name, "nodePools", name, "phase"), "limited")], [remove(path)]],
          },
    hardensRollback: true,
    remarks: [
      `before a rollback of the control plane to ${at.version.plus(-1)}, remove ${name}, whose nodes are newer`,
    ],
  };
}

function limitStep(at: InPlace, name: string): Draft {
  const path = clusterPath(at.name, "nodePools", name, "phase");
  return {
    kind: "node-pool-limit",
    clusterName: at.name,
    title: STEP_KINDS["node-pool-limit"].title(name),
    edits: [set(path, "limited")],
    rollback: { how: `remove the phase of ${name}`, diffs: [[remove(path, "limited")]] },
  };
}

/** AMIs of the goal, after everything else. */
export function poolRollStep(at: InPlace): Draft | Blocked | undefined {
  for (const pool of at.pools) {
    const name = poolNameOf(pool);
    const [edit] = amiEdits(at, pool);
    const to = at.rollOf(name)?.ami;
    if (edit !== undefined && to !== undefined) {
      const from = ifKnown(pool.amiAlias);
      const released = releaseEdits(at, pool);
      return {
        kind: "node-pool-roll",
        clusterName: at.name,
        title: STEP_KINDS["node-pool-roll"].title(name, from, to),
        edits: [edit, ...released],
        rollback:
          from === undefined
            ? { how: "none: the AMI that the pool has is not known here", diffs: [] }
            : {
                how: "set the AMI back, which replaces the nodes again",
                diffs: [
                  [
                    set(clusterPath(at.name, "nodePools", name, "ami"), from, to),
                    ...(released.length === 0
                      ? []
                      : [set(clusterPath(at.name, "nodePools", name, "drift"), "held")]),
                  ],
                ],
              },
        estimate: driftEstimate(pool),
        remarks: [
          `nodes are replaced ${paceOf(pool)}; the step ends when none has the old AMI (kubectl get nodeclaims -l karpenter.sh/nodepool=${name} -o wide)`,
        ],
      };
    }
  }
  return undefined;
}
