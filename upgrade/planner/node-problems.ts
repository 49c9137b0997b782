import { type ClusterState, type FleetState, ifKnown, isUnknown } from "../fleet/state";
import { listed } from "../rules/support/wording";
import { groupsOf, nameOf } from "./node-groups";
import { poolNameOf, poolsOf } from "./node-pools";
import { poolRollProblems, rollProblems } from "./roll-problems";
import type { InPlaceGoal } from "./upgrade-goal";

/* Sentences for what is wrong with the nodes of a cluster, and with what a goal says of them. */

/** What is not known of node groups and pools, and decides which steps there are. */
export function nodeProblems(fleet: FleetState, cluster: ClusterState): readonly string[] {
  return [...groupProblems(fleet, cluster), ...poolProblems(fleet, cluster)];
}

function groupProblems(fleet: FleetState, cluster: ClusterState): readonly string[] {
  return groupsOf(fleet, cluster).flatMap((group) => {
    const { nodeGroupName, version, phase, address } = group;
    const which = `node group ${nameOf(group) === "" ? address : nameOf(group)}`;
    return unknownProblems(which, cluster, { name: nodeGroupName, "Kubernetes version": version, phase });
  });
}

function poolProblems(fleet: FleetState, cluster: ClusterState): readonly string[] {
  return poolsOf(fleet, cluster).flatMap((pool) => {
    const { nodePoolName, version, phase, drift, address } = pool;
    const which = `node pool ${poolNameOf(pool) === "" ? address : poolNameOf(pool)}`;
    return unknownProblems(which, cluster, {
      name: nodePoolName,
      "Kubernetes version": version,
      phase,
      drift,
    });
  });
}

function unknownProblems(
  which: string,
  { clusterName }: ClusterState,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const unknown = Object.entries(values).flatMap(([name, value]) => (isUnknown(value) ? [name] : []));
  return unknown.length === 0
    ? []
    : [
        `the ${listed(unknown)} of ${which} of ${ifKnown(clusterName) ?? ""} is not known before the apply; write it out in the code, or apply what it comes from in an earlier change`,
      ];
}

/** A group or pool that does not exist has left already. */
export function leavingProblems({ cluster, leaving = [], rolls = {} }: InPlaceGoal): readonly string[] {
  const both = leaving.filter((name) => Object.hasOwn(rolls, name));
  return both.length === 0
    ? []
    : [
        `the goal of ${cluster} rolls ${listed(both)}, and says that it leaves; remove it from one of the two`,
      ];
}

/** Only of groups and pools that exist. Those that are created on the way are checked then. */
export function rollsProblems(
  { cluster: named, version, rolls = {} }: InPlaceGoal,
  fleet: FleetState,
  cluster: ClusterState,
): readonly string[] {
  const [groups, pools] = [groupsOf(fleet, cluster), poolsOf(fleet, cluster)];
  return Object.entries(rolls).flatMap(([name, roll]) => {
    const subject = `the roll of ${name} in the goal of ${named}`;
    const group = groups.find((each) => nameOf(each) === name);
    const pool = group === undefined ? pools.find((each) => poolNameOf(each) === name) : undefined;
    return pool === undefined
      ? rollProblems(subject, version, roll, group)
      : poolRollProblems(subject, roll, pool);
  });
}
