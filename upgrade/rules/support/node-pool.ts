import type { FleetDiff } from "../../fleet/diff";
import type { FleetIndex } from "../../fleet/fleet-index";
import {
  type ClusterKey,
  type ClusterState,
  ifKnown,
  isUnknown,
  type Known,
  type NodeGroupState,
  type NodePoolState,
  type NodeRequirement,
} from "../../fleet/state";
import { gapsInLabels, platformOf, taintGaps } from "./successor";
import { listed, shown } from "./wording";

/*
 * Which pods the nodes of a pool can run. A pool makes nodes when pods wait, so a pool that can run them has room, as far
 * as its limits go.
 */

const ARCHITECTURE = "kubernetes.io/arch";
const ZONE = "topology.kubernetes.io/zone";

/** What a pod may need of a node. Karpenter chooses the rest (instance types, sizes, capacity types) for itself. */
const CHOSEN_BY_KARPENTER =
  /^(karpenter\.k8s\.aws\/|eks\.amazonaws\.com\/|node\.kubernetes\.io\/instance-type$|karpenter\.sh\/capacity-type$)/;

/** "NodePool workers-v1" */
export function poolName({ nodePoolName }: NodePoolState): string {
  return `node pool ${shown(nodePoolName)}`;
}

export function poolsOf(
  pools: readonly NodePoolState[],
  cluster: Known<ClusterKey>,
): readonly NodePoolState[] {
  return pools.filter((pool) => (isUnknown(cluster) ? isUnknown(pool.cluster) : pool.cluster === cluster));
}

/** The pools that make nodes before and after a change. */
export function stayingPools(diff: FleetDiff, cluster: Known<ClusterKey>): readonly NodePoolState[] {
  const after = diff.nodePools.flatMap(({ before, after: is, change }) =>
    before === undefined || is === undefined || change?.action === "replace" || before.phase !== "active"
      ? []
      : [is],
  );
  return poolsOf(after, cluster).filter(({ phase }) => phase === "active");
}

/** The cluster of a pool: the only one of the plans, if nothing shows the cluster of its provider. */
export function clusterOfPool(
  { cluster }: { readonly cluster: Known<ClusterKey> },
  index: FleetIndex,
): ClusterState | undefined {
  const [only, ...others] = index.fleet.clusters;
  return isUnknown(cluster) ? (others.length === 0 ? only : undefined) : index.cluster(cluster);
}

/** Whether its nodes follow the version of the control plane. Those of an AMI by its ID or by tags do not. */
export function followsControlPlane({ amiSelector }: NodePoolState): boolean {
  return amiSelector !== "other";
}

/** The pools and node groups that stay and take the pods of a pool; and why the nearest does not. */
export function takersOf(
  leaving: NodePoolState,
  diff: FleetDiff,
): { readonly fitting: readonly string[]; readonly gaps: string | undefined } {
  const pools = stayingPools(diff, leaving.cluster).filter(
    ({ nodePoolName }) => nodePoolName !== leaving.nodePoolName,
  );
  const groups = stayingGroups(diff, leaving.cluster);
  const fitting = [
    ...pools.filter((pool) => poolFits(leaving, pool)).map(poolName),
    ...groups
      .filter((group) => groupFitsPool(leaving, group))
      .map(({ nodeGroupName }) => `node group ${shown(nodeGroupName)}`),
  ];
  const nearest = [...pools].sort(
    (one, other) => poolGaps(leaving, one).length - poolGaps(leaving, other).length,
  )[0];
  const gaps = nearest === undefined ? [] : poolGaps(leaving, nearest);
  return {
    fitting,
    gaps: nearest === undefined || gaps.length === 0 ? undefined : `${poolName(nearest)} ${listed(gaps)}`,
  };
}

function stayingGroups(diff: FleetDiff, cluster: Known<ClusterKey>): readonly NodeGroupState[] {
  return (isUnknown(cluster) ? [] : diff.nodeGroupsOf(cluster)).flatMap(({ before, after, change }) =>
    before?.phase === "active" &&
    after?.phase === "active" &&
    change?.action !== "replace" &&
    before.desiredSize !== 0
      ? [after]
      : [],
  );
}

/** Whether a node group certainly can run the pods of a pool. */
function groupFitsPool(leaving: NodePoolState, group: NodeGroupState): boolean {
  const [labels, has] = [ifKnown(leaving.labels), ifKnown(group.labels)];
  const requirements = ifKnown(leaving.requirements);
  const architecture = platformOf(group);
  if (
    labels === undefined ||
    has === undefined ||
    requirements === undefined ||
    [leaving.taints, group.taints].some(isUnknown)
  ) {
    return false;
  }
  const { only, except } = valuesOf(requirements, ARCHITECTURE);
  const isOfPlatform = only?.every(
    (value) => except.includes(value) || value === KUBERNETES_NAMES[architecture ?? ""],
  );
  return (
    isOfPlatform === true &&
    gapsInLabels(labels, has, ifKnown(leaving.nodePoolName)).length === 0 &&
    taintGaps(leaving, group).length === 0
  );
}

/** Why a pool cannot run the pods of another. Empty if it can, or if what differs is not known. */
export function poolGaps(leaving: NodePoolState, other: NodePoolState): readonly string[] {
  const [had, has] = [ifKnown(leaving.requirements) ?? [], ifKnown(other.requirements) ?? []];
  const keys = new Set(
    [...had, ...has].map(({ key }) => key).filter((key) => !CHOSEN_BY_KARPENTER.test(key)),
  );
  const [labels, otherLabels] = [ifKnown(leaving.labels), ifKnown(other.labels)];
  return [
    ...(labels === undefined || otherLabels === undefined
      ? []
      : gapsInLabels(labels, withRequired(otherLabels, has), ifKnown(leaving.nodePoolName))),
    ...taintGaps(leaving, other),
    ...[...keys].flatMap((key) => requirementGap(key, had, has)),
  ];
}

/** Why a pool cannot run the pods of a node group. */
export function poolGapsForGroup(group: NodeGroupState, pool: NodePoolState): readonly string[] {
  const requirements = ifKnown(pool.requirements) ?? [];
  const architecture = platformOf(group);
  const allowed = valuesOf(requirements, ARCHITECTURE);
  const [labels, poolLabels] = [ifKnown(group.labels), ifKnown(pool.labels)];
  return [
    ...(architecture === undefined || allows(allowed, KUBERNETES_NAMES[architecture] ?? architecture)
      ? []
      : [`makes no ${architecture} nodes`]),
    ...(labels === undefined || poolLabels === undefined
      ? []
      : gapsInLabels(labels, withRequired(poolLabels, requirements), ifKnown(group.nodeGroupName))),
    ...taintGaps(group, pool),
  ];
}

/** Whether a pool certainly can run the pods of a node group. */
export function poolFitsGroup(group: NodeGroupState, pool: NodePoolState): boolean {
  const unknown = [group.labels, group.taints, pool.labels, pool.taints, pool.requirements].some(isUnknown);
  return !unknown && pool.phase === "active" && poolGapsForGroup(group, pool).length === 0;
}

/** The pools that stay and take the pods of a node group. They make the nodes for them. */
export function poolsFor(leaving: NodeGroupState, diff: FleetDiff): readonly NodePoolState[] {
  return isUnknown(leaving.cluster) || diff.nodePools.length === 0
    ? []
    : stayingPools(diff, leaving.cluster).filter((pool) => poolFitsGroup(leaving, pool));
}

/** Whether a pool certainly can run the pods of another. */
export function poolFits(leaving: NodePoolState, other: NodePoolState): boolean {
  const unknown = [leaving, other].some(({ labels, taints, requirements }) =>
    [labels, taints, requirements].some(isUnknown),
  );
  return !unknown && other.phase === "active" && poolGaps(leaving, other).length === 0;
}

/** Kubernetes' names of the platforms of AMI types. */
const KUBERNETES_NAMES: Readonly<Record<string, string>> = { x86_64: "amd64", arm64: "arm64" };

/** A requirement with a single value is a label of all nodes. */
function withRequired(
  labels: Readonly<Record<string, string>>,
  requirements: readonly NodeRequirement[],
): Readonly<Record<string, string>> {
  const single = requirements.flatMap(({ key, operator, values: [value, ...others] }) =>
    operator === "In" && value !== undefined && others.length === 0 ? [[key, value] as const] : [],
  );
  return { ...Object.fromEntries(single), ...labels };
}

/** The values that nodes may have; `undefined` for all but `except`. */
interface Allowed {
  readonly only: readonly string[] | undefined;
  readonly except: readonly string[];
}

function valuesOf(requirements: readonly NodeRequirement[], key: string): Allowed {
  let only: readonly string[] | undefined;
  const except: string[] = [];
  for (const { key: name, operator, values } of requirements) {
    if (name !== key) {
      continue;
    }
    if (operator === "In") {
      const earlier = only;
      only = earlier === undefined ? values : values.filter((value) => earlier.includes(value));
    } else if (operator === "NotIn") {
      except.push(...values);
    } else if (operator === "DoesNotExist") {
      only = [];
    }
  }
  return { only, except };
}

function allows({ only, except }: Allowed, value: string): boolean {
  return (only === undefined || only.includes(value)) && !except.includes(value);
}

/** A pool whose nodes have any value covers one with few. A pool with few values does not cover one with any. */
function requirementGap(
  key: string,
  had: readonly NodeRequirement[],
  has: readonly NodeRequirement[],
): readonly string[] {
  const [was, is] = [valuesOf(had, key), valuesOf(has, key)];
  // Pods of a pool that says nothing of a key do not select by it, except by what every node has.
  if (was.only === undefined && key !== ZONE && key !== ARCHITECTURE) {
    return [];
  }
  const missing =
    was.only === undefined
      ? is.only === undefined
        ? is.except.filter((value) => !was.except.includes(value))
        : [`values beside ${listed(is.only)}`]
      : was.only.filter((value) => allows(was, value) && !allows(is, value));
  return missing.length === 0 ? [] : [`makes no nodes with ${nounOf(key)} ${listed(missing)}`];
}

function nounOf(key: string): string {
  return key === ZONE ? "zone" : key === ARCHITECTURE ? "architecture" : key;
}
