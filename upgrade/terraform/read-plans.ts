import type { FleetChange } from "../fleet/change";
import {
  type BindingState,
  type ClusterState,
  type FleetState,
  ifKnown,
  isUnknown,
  type OtherNodesState,
  type Place,
  regionalKey,
  type TargetGroupKey,
} from "../fleet/state";
import { Keys } from "./keys";
import { type NotInView, notInView } from "./not-in-view";
import type { Plan } from "./plan-json";
import { emptyReading, PlanReader, placeText, regionInKey, type Side } from "./plan-reader";
import type { SensitiveText } from "./sensitive-text";

export interface NamedPlan {
  /** The stack, or the file: what its findings are told under. One of a kind. */
  readonly name: string;
  readonly plan: Plan;
}

export interface PlansReading extends FleetChange {
  readonly notInView: readonly NotInView[];
  /**
   * Texts that were read and that a plan marks as sensitive. They decide like any other value, and whoever writes
   * findings down leaves them out.
   */
  readonly sensitive: readonly SensitiveText[];
}

/**
 * Reads the fleet before and after out of plans, by the types and attributes of resources, whoever wrote the code. All
 * plans are one fleet: a node group may be in another plan than its cluster.
 */
export function readPlans(plans: Iterable<NamedPlan>): PlansReading {
  const reader = new PlansReader();
  for (const plan of plans) {
    reader.add(plan);
  }
  return reader.fleet();
}

/** Reads plans one after the other, and holds none of them: they need not be in memory together. */
export class PlansReader {
  private readonly reading = emptyReading();
  private readonly told: NotInView[] = [];

  add({ name, plan }: NamedPlan): void {
    new PlanReader(name, plan, this.reading).read();
    if (plan.isSaidPartial) {
      this.told.push({
        stack: name,
        address: "-target",
        message: "the plan is of some targets only: what else the code changes is not in it",
      });
    }
  }

  /** The fleet of all that were added. */
  fleet(): PlansReading {
    const { reading, told } = this;
    const [was, becomes] = [fleetOf(reading.before), fleetOf(reading.after)];
    const keys = new Keys([was, becomes]);
    const before = finished(was, reading.before, keys, becomes);
    const after = finished(becomes, reading.after, keys, was);
    return {
      before,
      after,
      resources: reading.resources,
      notInView: [...reading.forgotten.map(forgotten), ...told, ...notInView([after, before])],
      sensitive: reading.secrets.all,
    };
  }
}

function forgotten(place: Place): NotInView {
  return {
    ...place,
    message: "it leaves Terraform and stays as it is: what becomes of it later is not in the plan",
  };
}

function fleetOf(side: Side): FleetState {
  // What is only read, and nodes of no managed group, are added when all plans are read.
  const fleet = { ...side.fleet, readClusters: [], otherNodes: [] };
  const own = withoutShared(withAttachments(fleet, side.attached), side.shared);
  return withRegions(withBindingsByName(own, side.releaseNames));
}

function withAttachments(fleet: FleetState, attached: ReadonlySet<TargetGroupKey>): FleetState {
  return attached.size === 0
    ? fleet
    : {
        ...fleet,
        targetGroups: fleet.targetGroups.map((group) =>
          attached.has(group.key) ? { ...group, hasAttachments: true } : group,
        ),
      };
}

/** What one stack lets go and another takes is there once. */
function withoutShared(fleet: FleetState, shared: ReadonlySet<string>): FleetState {
  if (shared.size === 0) {
    return fleet;
  }
  const once = <T extends Place>(things: readonly T[], identity: (thing: T) => string): readonly T[] => {
    const kept = new Set(things.filter((thing) => !shared.has(placeText(thing))).map(identity));
    return things.filter((thing) => !shared.has(placeText(thing)) || !kept.has(identity(thing)));
  };
  return {
    ...fleet,
    clusters: once(fleet.clusters, ({ key }) => key),
    nodeGroups: once(fleet.nodeGroups, ({ cluster, nodeGroupName }) =>
      JSON.stringify([cluster, nodeGroupName]),
    ),
    addons: once(fleet.addons, ({ cluster, addonName }) => JSON.stringify([cluster, addonName])),
    loadBalancers: once(fleet.loadBalancers, ({ key }) => key),
    targetGroups: once(fleet.targetGroups, ({ key }) => key),
  };
}

/** @param otherSide the fleet after, of the one before, and the other way round */
function finished(fleet: FleetState, side: Side, keys: Keys, otherSide: FleetState): FleetState {
  const withRead = withReadClusters(keys.in(fleet), side, keys, otherSide);
  const read = withReadVersions(withRead, side, keys);
  return withOtherNodes(read, side, keys);
}

/**
 * Our own releases carry the name of their cluster: where the provider does not tell which one it reaches, the one
 * whose name a release ends in is it.
 */
function withBindingsByName(fleet: FleetState, releaseNames: ReadonlyMap<BindingState, string>): FleetState {
  if (releaseNames.size === 0) {
    return fleet;
  }
  const keys = new Map<string, string | undefined>();
  for (const { clusterName, key } of fleet.clusters) {
    const name = ifKnown(clusterName);
    if (name !== undefined) {
      keys.set(name, keys.has(name) ? undefined : key);
    }
  }
  return {
    ...fleet,
    bindings: fleet.bindings.map((binding) => {
      const cluster = clusterIn(releaseNames.get(binding) ?? "", keys);
      return cluster === undefined ? binding : { ...binding, cluster };
    }),
  };
}

/** A stack of Helm alone names its cluster without a region. Pods are bound to target groups of their own region only. */
function withRegions(fleet: FleetState): FleetState {
  const isBare = ({ cluster }: BindingState) => /^[\w-]+$/.test(ifKnown(cluster) ?? "");
  return fleet.bindings.some(isBare)
    ? {
        ...fleet,
        bindings: fleet.bindings.map((binding) => {
          const region = regionInKey(ifKnown(binding.targetGroup));
          const name = ifKnown(binding.cluster);
          return isBare(binding) && region !== undefined && name !== undefined
            ? { ...binding, cluster: regionalKey(region, name) }
            : binding;
        }),
      }
    : fleet;
}

/** "aws-load-balancer-tgb-webapp-alpha-kr-a": the longest end of it that is a cluster's name. */
function clusterIn(releaseName: string, keys: ReadonlyMap<string, string | undefined>): string | undefined {
  for (let at = releaseName.indexOf("-"); at >= 0; at = releaseName.indexOf("-", at + 1)) {
    const name = releaseName.slice(at + 1);
    if (keys.has(name)) {
      return keys.get(name);
    }
  }
  return undefined;
}

/** A cluster that is only read, and that node groups or add-ons of a plan belong to: its version is what they need. */
function withReadClusters(
  fleet: FleetState,
  { fleet: { readClusters } }: Side,
  keys: Keys,
  otherSide: FleetState,
): FleetState {
  if (readClusters.length === 0) {
    return fleet;
  }
  const known = new Set(fleet.clusters.map(({ key }) => key));
  // One that a plan removes is read by another as it was.
  for (const { stack, key } of otherSide.clusters) {
    const managed = keys.named("cluster", stack, key);
    if (!isUnknown(managed)) {
      known.add(managed);
    }
  }
  const needed = new Set([...fleet.nodeGroups, ...fleet.addons].map(({ cluster }) => cluster));
  const added: ClusterState[] = [];
  for (const cluster of readClusters) {
    const key = keys.named("cluster", cluster.stack, cluster.key);
    if (!isUnknown(key) && needed.has(key) && !known.has(key)) {
      known.add(key);
      added.push({ ...cluster, key });
    }
  }
  return added.length === 0 ? fleet : { ...fleet, readClusters: added };
}

/** What a release runs on, where no plan holds its cluster and one reads it. */
function withReadVersions(fleet: FleetState, { fleet: { readClusters } }: Side, keys: Keys): FleetState {
  if (readClusters.length === 0 || fleet.releases.length === 0) {
    return fleet;
  }
  const known = new Set(fleet.clusters.map(({ key }) => key));
  const versions = new Map<string, ClusterState["version"]>();
  for (const { stack, key: name, version } of readClusters) {
    const key = keys.named("cluster", stack, name);
    if (!isUnknown(key) && !known.has(key)) {
      versions.set(key, version);
    }
  }
  return {
    ...fleet,
    releases: fleet.releases.map((release) => {
      const clusterVersion = versions.get(ifKnown(release.cluster) ?? "");
      return clusterVersion === undefined ? release : { ...release, clusterVersion };
    }),
  };
}

function withOtherNodes(fleet: FleetState, side: Side, keys: Keys): FleetState {
  if (side.fleet.otherNodes.length === 0) {
    return fleet;
  }
  const kinds = new Map<string, Set<string>>();
  const otherNodes: OtherNodesState[] = [];
  for (const nodes of side.fleet.otherNodes) {
    const key = keys.named("cluster", nodes.stack, nodes.cluster);
    if (!isUnknown(key)) {
      kinds.set(key, (kinds.get(key) ?? new Set()).add(nodes.kind));
      otherNodes.push(key === nodes.cluster ? nodes : { ...nodes, cluster: key });
    }
  }
  return {
    ...fleet,
    otherNodes,
    clusters: fleet.clusters.map((cluster) => ({
      ...cluster,
      otherNodes: [...(kinds.get(cluster.key) ?? [])].sort(),
    })),
  };
}
