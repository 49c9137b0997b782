import { compareTexts } from "../eks/compare-texts";
import { idOf, targetGroupNameOf, trafficLayout } from "../eks/layout";
import { FleetIndex } from "./fleet-index";
import { grouped } from "./grouped";
import { type ClusterKey, loadBalancerKey, type TargetGroupKey, targetGroupKey } from "./key";
import { ifKnown, isUnknown } from "./known";
import type { Place } from "./place";
import type {
  FleetState,
  HaproxyState,
  LoadBalancerState,
  RecordState,
  RouteState,
  TargetGroupState,
} from "./state";
import { weightOn } from "./traffic";

/*
 * Weighted records and configurations of HAProxy as load balancers with routes and target groups, so that rules, reviews
 * and the planner see one model of all kinds. The resources stay in `records` and `haproxies`.
 */

/** The weighted records of one name and type in one zone. */
export interface RecordSet {
  readonly key: string;
  readonly records: readonly RecordState[];
}

export function recordSetsIn(records: readonly RecordState[]): readonly RecordSet[] {
  return [...grouped(records, recordSetKey)].map(([key, all]) => ({ key, records: all }));
}

/** `undefined` if it is no weighted record, or if its name is known after apply. */
export function recordSetKey({ weight, zone, recordName, recordType }: RecordState): string | undefined {
  return weight === undefined || isUnknown(recordName) || isUnknown(recordType)
    ? undefined
    : JSON.stringify([zone ?? null, recordName.replace(/\.$/, "").toLowerCase(), recordType]);
}

/** What both sides of a change have in common. */
interface Derivation {
  /** The keys of the sets that lead to clusters. */
  readonly sets: ReadonlySet<string>;
  /** The records that both sides have, by address. */
  readonly common: ReadonlySet<string>;
  /** The set identifier that a record had before. */
  identifierOf(record: RecordState): RecordState["setIdentifier"];
}

/** What the traffic of one fleet is made of. */
interface Derived {
  readonly loadBalancers: LoadBalancerState[];
  readonly targetGroups: TargetGroupState[];
  readonly routes: RouteState[];
}

/** Both sides of a change with the traffic of records and configurations. What does not change is one object. */
export function withDerivedTraffic(
  before: FleetState,
  after: FleetState,
): readonly [before: FleetState, after: FleetState] {
  if ([before, after].every(({ records, haproxies }) => records.length === 0 && haproxies.length === 0)) {
    return [before, after];
  }
  const kept = new Set(before.records.map(addressOf));
  const common = new Set(after.records.map(addressOf).filter((address) => kept.has(address)));
  const sets = new Set([before, after].flatMap(setsOfClusters));
  // A record whose set identifier changes in place stays the same one.
  const identifiers = new Map(before.records.map((record) => [addressOf(record), record.setIdentifier]));
  const of: Derivation = { sets, common, identifierOf: (record) => identifiers.get(addressOf(record)) };
  const was = derivedOf(before, of);
  if (before === after) {
    const both = withDerived(before, was);
    return [both, both];
  }
  const is = derivedOf(after, of);
  return [
    withDerived(before, was),
    withDerived(after, {
      loadBalancers: reused(is.loadBalancers, was.loadBalancers),
      targetGroups: reused(is.targetGroups, was.targetGroups),
      routes: reused(is.routes, was.routes),
    }),
  ];
}

function withDerived(fleet: FleetState, derived: Derived): FleetState {
  return {
    ...fleet,
    loadBalancers: [...fleet.loadBalancers.filter(isResource), ...derived.loadBalancers],
    targetGroups: [...fleet.targetGroups.filter(isResource), ...derived.targetGroups],
    routes: [...fleet.routes.filter(({ kind }) => !isDerivedRoute(kind)), ...derived.routes],
  };
}

function isResource({ isDerived }: { readonly isDerived?: true }): boolean {
  return isDerived !== true;
}

export function isDerivedRoute(kind: RouteState["kind"]): boolean {
  return kind === "record" || kind === "backend";
}

function reused<T>(things: readonly T[], earlier: readonly T[]): T[] {
  const known = new Map(earlier.map((thing) => [JSON.stringify(thing), thing]));
  return things.map((thing) => known.get(JSON.stringify(thing)) ?? thing);
}

function addressOf({ stack, address }: Place): string {
  return `${stack}\n${address}`;
}

function derivedOf(fleet: FleetState, of: Derivation): Derived {
  const derived: Derived = { loadBalancers: [], targetGroups: [], routes: [] };
  const index = new FleetIndex(fleet);
  for (const set of recordSetsIn(fleet.records)) {
    if (of.sets.has(set.key)) {
      addRecordSet(set, fleet, index, of, derived);
    }
  }
  for (const haproxy of fleet.haproxies) {
    addBackend(haproxy, derived);
  }
  return derived;
}

function addRecordSet(
  { key, records }: RecordSet,
  fleet: FleetState,
  index: FleetIndex,
  { common, identifierOf }: Derivation,
  { loadBalancers, targetGroups, routes }: Derived,
): void {
  const sorted = [...records].sort((one, other) => compareTexts(one.address, other.address));
  const first = sorted.find((record) => common.has(addressOf(record))) ?? sorted[0];
  if (first === undefined) {
    return;
  }
  const { stack, address } = first;
  const name = nameOfSet(records, first);
  const loadBalancer = loadBalancerKey({ name: key });
  const groups = records.map((record): { readonly group: TargetGroupState; readonly record: RecordState } => {
    const owner = clusterBehind(record, fleet, index);
    const place = { stack: record.stack, address: record.address };
    const identifier = ifKnown(identifierOf(record) ?? record.setIdentifier);
    return {
      record,
      group: {
        ...place,
        key: targetGroupKey(identifier === undefined ? place : { name: `${key} ${identifier}` }),
        targetGroupName: targetGroupNameOf(name, recordSlot(record)),
        ...(owner === undefined ? {} : { owner }),
        isDerived: true,
      },
    };
  });
  const evacuated = Object.fromEntries(
    records.flatMap((record) =>
      record.evacuated === undefined ? [] : [[recordSlot(record), record.evacuated] as const],
    ),
  );
  const weights = records.find((record) => record.weights !== undefined)?.weights;
  loadBalancers.push({
    stack,
    address,
    key: loadBalancer,
    loadBalancerName: name,
    kind: "record",
    ...(weights === undefined ? {} : { weights }),
    isDerived: true,
    ...(Object.keys(evacuated).length === 0 ? {} : { evacuated }),
  });
  targetGroups.push(...groups.map(({ group }) => group));
  routes.push({
    stack,
    address,
    loadBalancer,
    kind: "record",
    byHost: false,
    targets: groups.map(({ group, record }) => ({ targetGroup: group.key, weight: record.weight ?? 0 })),
  });
}

const OUR_RECORD = `aws_route53_record.${idOf(trafficLayout.record(""))}`;

/** The stack of our records has the name that the fleet file gives them. */
function nameOfSet(records: readonly RecordState[], { stack, recordName }: RecordState): string {
  const areOurs = records.every((record) => record.stack === stack && record.address.startsWith(OUR_RECORD));
  return areOurs ? stack : (ifKnown(recordName) ?? "").replace(/\.$/, "");
}

/** The slot of one of our records, by its address; the set identifier of others. */
export function recordSlot({ address, setIdentifier }: RecordState): string {
  return address.startsWith(OUR_RECORD)
    ? address.slice(OUR_RECORD.length)
    : (ifKnown(setIdentifier) ?? address);
}

/** The keys of the sets that lead to clusters, as far as the fleet shows: weighted records of other things are none. */
function setsOfClusters(fleet: FleetState): readonly string[] {
  const index = new FleetIndex(fleet);
  return recordSetsIn(fleet.records).flatMap(({ key, records }) =>
    records.some(
      (record) =>
        record.address.startsWith(OUR_RECORD) ||
        clusterBehind(record, fleet, index) !== undefined ||
        leadsToLoadBalancer(record, index),
    )
      ? [key]
      : [],
  );
}

/** Load balancers to which instances are attached have no pods behind them. */
function leadsToLoadBalancer(record: RecordState, index: FleetIndex): boolean {
  const balancers = loadBalancersOf(record, index.fleet);
  const areAttached = (key: LoadBalancerState["key"]) => {
    const groups = index.fleet.routes
      .filter(({ loadBalancer }) => loadBalancer === key)
      .flatMap(({ targets }) =>
        (ifKnown(targets) ?? []).map(({ targetGroup }) => index.targetGroup(targetGroup)),
      );
    return groups.length > 0 && groups.every((group) => group?.hasAttachments === true);
  };
  return (
    (balancers.length > 0 && !balancers.every(({ key }) => areAttached(key))) ||
    (balancers.length === 0 && (record.loadBalancerNames.length > 0 || record.loadBalancer !== undefined))
  );
}

function loadBalancersOf(record: RecordState, { loadBalancers }: FleetState): readonly LoadBalancerState[] {
  return loadBalancers.filter(
    ({ key, loadBalancerName, isDerived }) =>
      isDerived !== true &&
      (key === record.loadBalancer || record.loadBalancerNames.includes(ifKnown(loadBalancerName) ?? "")),
  );
}

/**
 * By the code, by the load balancer that it leads to, or by a set identifier that is the name of a cluster, or a word of
 * the name of only one: "blue" of "alpha-blue".
 */
function clusterBehind(
  record: RecordState,
  { clusters }: FleetState,
  index: FleetIndex,
): ClusterKey | undefined {
  if (record.cluster !== undefined) {
    return record.cluster;
  }
  const [served, ...others] = new Set(clustersOfRecord(record, index));
  if (served !== undefined) {
    return others.length === 0 ? served : undefined;
  }
  const identifier = ifKnown(record.setIdentifier) ?? "";
  const named = clusters.filter(({ clusterName }) => clusterName === identifier);
  const [only, ...more] =
    named.length > 0
      ? named
      : clusters.filter(({ clusterName }) => (ifKnown(clusterName) ?? "").split("-").includes(identifier));
  return more.length === 0 && identifier !== "" ? only?.key : undefined;
}

/** The clusters whose pods get requests of the load balancers of a record. */
export function clustersOfRecord(record: RecordState, index: FleetIndex): readonly ClusterKey[] {
  return targetGroupsBehind(record, index).flatMap((group) => index.clustersBehind(group));
}

/** The target groups that get requests of the load balancers of a record. */
export function targetGroupsBehind(record: RecordState, { fleet }: FleetIndex): readonly TargetGroupKey[] {
  return loadBalancersOf(record, fleet).flatMap(({ key }) =>
    fleet.routes
      .filter(({ loadBalancer }) => loadBalancer === key)
      .flatMap((route) =>
        (ifKnown(route.targets) ?? []).flatMap(({ targetGroup }) =>
          isUnknown(targetGroup) || weightOn(route, targetGroup) === 0 ? [] : [targetGroup],
        ),
      ),
  );
}

function addBackend(
  { stack, address, backendName, servers, weights, evacuated }: HaproxyState,
  { loadBalancers, targetGroups, routes }: Derived,
): void {
  const madeBy = { stack, address };
  const loadBalancer = loadBalancerKey({ name: backendName, madeBy });
  const groups = servers.map(({ serverName, weight, cluster }) => ({
    weight,
    group: {
      stack,
      address,
      key: targetGroupKey({ name: `${backendName}/${serverName}`, madeBy }),
      targetGroupName: targetGroupNameOf(backendName, serverName),
      ...(cluster === undefined ? {} : { owner: cluster }),
      isDerived: true,
    } satisfies TargetGroupState,
  }));
  loadBalancers.push({
    stack,
    address,
    key: loadBalancer,
    loadBalancerName: backendName,
    kind: "haproxy",
    ...(weights === undefined ? {} : { weights }),
    isDerived: true,
    ...(evacuated === undefined ? {} : { evacuated }),
  });
  targetGroups.push(...groups.map(({ group }) => group));
  routes.push({
    stack,
    address,
    loadBalancer,
    kind: "backend",
    byHost: false,
    targets: groups.map(({ group, weight }) => ({ targetGroup: group.key, weight })),
  });
}
