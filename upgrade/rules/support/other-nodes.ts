import type { FleetDiff, Pair } from "../../fleet/diff";
import {
  type FargateProfileState,
  isUnknown,
  type NodeClassState,
  type NodePoolState,
  type OtherNodesState,
  type Place,
} from "../../fleet/state";
import { shown } from "./wording";

/* All that makes nodes outside managed node groups, in one form. */

/** Without node pools, whose removal has a rule of its own, and without node classes that go with their pools. */
export function otherNodesIn(diff: FleetDiff): readonly Pair<OtherNodesState>[] {
  return [
    ...diff.otherNodes,
    ...diff.nodeClasses.flatMap((pair) => (goesWithPools(pair, diff) ? [] : [mapped(pair, ofClass)])),
    ...diff.fargateProfiles.map((pair) => mapped(pair, ofProfile)),
  ];
}

export function allOtherNodesIn(diff: FleetDiff): readonly Pair<OtherNodesState>[] {
  return [...otherNodesIn(diff), ...diff.nodePools.map((pair) => mapped(pair, ofPool))];
}

/** Karpenter keeps a class until the last node of its pools is drained. */
function goesWithPools({ before, after }: Pair<NodeClassState>, diff: FleetDiff): boolean {
  const pools = diff.nodePools.filter(
    ({ before: pool }) =>
      pool?.nodeClass !== undefined &&
      pool.nodeClass === before?.className &&
      (isUnknown(pool.cluster) ? isUnknown(before.cluster) : pool.cluster === before.cluster),
  );
  return after === undefined && pools.length > 0 && pools.every((pool) => pool.after === undefined);
}

function mapped<T extends Place>(
  { before, after, change }: Pair<T>,
  map: (thing: T) => OtherNodesState,
): Pair<OtherNodesState> {
  return {
    ...(before === undefined ? {} : { before: map(before) }),
    ...(after === undefined ? {} : { after: map(after) }),
    ...(change === undefined ? {} : { change }),
  };
}

function ofClass({ stack, address, cluster, kind, className }: NodeClassState): OtherNodesState {
  const maker = kind === "EC2NodeClass" ? "karpenter" : "auto-mode";
  return { stack, address, cluster, kind: maker, what: `${kind} ${shown(className)}` };
}

function ofProfile({ stack, address, cluster, profileName }: FargateProfileState): OtherNodesState {
  return { stack, address, cluster, kind: "fargate", what: `Fargate profile ${shown(profileName)}` };
}

function ofPool({ stack, address, cluster, kind, nodePoolName }: NodePoolState): OtherNodesState {
  return { stack, address, cluster, kind, what: `NodePool ${shown(nodePoolName)}` };
}
