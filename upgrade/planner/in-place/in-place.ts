import type { Catalog } from "../../eks/catalog/catalog";
import { KubernetesVersion } from "../../eks/kubernetes-version";
import type { NodeGroupPhase } from "../../eks/node-group-phase";
import { allowedSkew } from "../../eks/version-skew";
import { clusterPath } from "../../fleet/path-to";
import {
  type ClusterState,
  type FargateProfileState,
  type FleetState,
  ifKnown,
  type Known,
  type NodeGroupState,
  type NodePoolState,
} from "../../fleet/state";
import { versionIn } from "../../rules/support/reading";
import type { FleetEdit } from "../edits/fleet-edit";
import { change } from "../edits/make-edit";
import type { Addresses } from "../expected/expected-stack";
import { groupsOf, isLeaving, nameOf } from "../node-groups";
import { poolNameOf, poolsOf } from "../node-pools";
import type { InPlaceGoal, NodeRoll } from "../upgrade-goal";

/** A cluster that is upgraded in place, as it is before the next step. */
export class InPlace {
  readonly name: string;
  readonly goalVersion: KubernetesVersion;
  readonly groups: readonly NodeGroupState[];
  readonly active: readonly NodeGroupState[];
  readonly pools: readonly NodePoolState[];
  readonly fargateProfiles: readonly FargateProfileState[];

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
    this.pools = poolsOf(fleet, cluster);
    this.fargateProfiles = fleet.fargateProfiles.filter((profile) => profile.cluster === cluster.key);
  }

  /** The phase of an active group is not written: it is `undefined` here. */
  phaseEdit(nodeGroupName: string, before?: NodeGroupPhase, after?: NodeGroupPhase): FleetEdit {
    return change(clusterPath(this.name, "nodeGroups", nodeGroupName, "phase"), before, after);
  }

  /** Whether the control plane runs the version of the goal. */
  get isLast(): boolean {
    return this.version.compare(this.goalVersion) >= 0;
  }

  /** Whether nodes of an older version follow now: for the goal, after each minor, or for the skew of the next one. */
  isDue(version: Known<string> | undefined): boolean {
    const nodes = versionIn(version);
    return (
      this.isLast ||
      this.goal.replacements === "each-minor" ||
      (nodes !== undefined && this.version.plus(1).minorsAheadOf(nodes) > allowedSkew(nodes))
    );
  }

  /** Names that a new group or pool does not get. */
  get names(): readonly string[] {
    return [...this.groups.map(nameOf), ...this.pools.map(poolNameOf), ...(this.goal.leaving ?? [])];
  }

  /** Whether the goal says that a group or pool leaves. */
  leaves(name: string): boolean {
    return this.goal.leaving?.includes(name) === true;
  }

  /** To what the goal rolls a group or pool once the control plane runs the version of the goal. */
  rollOf(name: string): NodeRoll | undefined {
    const { rolls = {} } = this.goal;
    return this.isLast && Object.hasOwn(rolls, name) ? rolls[name] : undefined;
  }
}
