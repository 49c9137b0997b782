import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import type { NodeGroupPhase } from "../../eks/node-group-phase";
import { clusterPath } from "../../fleet/path-to";
import { type ClusterState, type FleetState, ifKnown, type NodeGroupState } from "../../fleet/state";
import type { FleetEdit } from "../edits/fleet-edit";
import { change } from "../edits/make-edit";
import type { Addresses } from "../expected/expected-stack";
import { groupsOf, isLeaving } from "../node-groups";
import type { InPlaceGoal, NodeGroupRoll } from "../upgrade-goal";

/** A cluster that is upgraded in place, as it is before the next step. */
export class InPlace {
  readonly name: string;
  readonly goalVersion: KubernetesVersion;
  readonly groups: readonly NodeGroupState[];
  readonly active: readonly NodeGroupState[];

  constructor(
    readonly fleet: FleetState,
    readonly cluster: ClusterState,
    readonly version: KubernetesVersion,
    readonly goal: InPlaceGoal,
    readonly catalog: Catalog,
    readonly day: string | undefined,
    readonly addresses: Addresses | undefined,
  ) {
    this.name = ifKnown(cluster.clusterName) ?? "";
    this.goalVersion = KubernetesVersion.of(goal.version);
    this.groups = groupsOf(fleet, cluster);
    this.active = this.groups.filter((group) => !isLeaving(group));
  }

  /** The phase of an active group is not written: it is `undefined` here. */
  phaseEdit(nodeGroupName: string, before?: NodeGroupPhase, after?: NodeGroupPhase): FleetEdit {
    return change(clusterPath(this.name, "nodeGroups", nodeGroupName, "phase"), before, after);
  }

  /** Whether the control plane runs the version of the goal. */
  get isLast(): boolean {
    return this.version.compare(this.goalVersion) >= 0;
  }

  /** To what the goal rolls a group once the control plane runs the version of the goal. */
  rollOf(nodeGroupName: string): NodeGroupRoll | undefined {
    const { rolls = {} } = this.goal;
    return this.isLast && Object.hasOwn(rolls, nodeGroupName) ? rolls[nodeGroupName] : undefined;
  }
}
