import { compareTexts } from "../eks/compare-texts";
import { idOf, targetGroupNameOf, trafficLayout } from "../eks/layout";
import { FleetIndex } from "./fleet-index";
import { grouped } from "./grouped";
import { type ClusterKey, loadBalancerKey, targetGroupKey } from "./key";
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
  const was = derivedOf(before, common);
  if (before === after) {
    const both = withDerived(before, was);
    return [both, both];
  }
  const is = derivedOf(after, common);
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

function derivedOf(fleet: FleetState, common: ReadonlySet<string>): Derived {
  const derived: Derived = { loadBalancers: [], targetGroups: [], routes: [] };
  const index = new FleetIndex(fleet);
  for (const set of recordSetsIn(fleet.records)) {
    addRecordSet(set, fleet, index, common, derived);
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
  common: ReadonlySet<string>,
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
    const identifier = ifKnown(record.setIdentifier);
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

/** By the code, by the load balancer that it leads to, or by a set identifier that is the name of a cluster. */
function clusterBehind(
  record: RecordState,
  { clusters }: FleetState,
  index: FleetIndex,
): ClusterKey | undefined {
  if (record.cluster !== undefined) {
    return record.cluster;
  }
  const [served, ...others] = new Set(clustersOfRecord(record, index));
  const identifier = ifKnown(record.setIdentifier);
  const [named, ...more] = clusters.filter(({ clusterName }) => clusterName === identifier);
  return served === undefined
    ? more.length === 0 && identifier !== undefined
      ? named?.key
      : undefined
    : others.length === 0
      ? served
      : undefined;
}

/** The clusters whose pods get requests of the load balancers of a record. */
export function clustersOfRecord(record: RecordState, index: FleetIndex): readonly ClusterKey[] {
  const balancers = index.fleet.loadBalancers.filter(
    ({ key, loadBalancerName }) =>
      key === record.loadBalancer || record.loadBalancerNames.includes(ifKnown(loadBalancerName) ?? ""),
  );
  return balancers.flatMap(({ key }) => {
    const routes = index.fleet.routes.filter(({ loadBalancer }) => loadBalancer === key);
    return routes
      .flatMap((route) =>
        (ifKnown(route.targets) ?? []).flatMap(({ targetGroup }) =>
          isUnknown(targetGroup) || weightOn(route, targetGroup) === 0 ? [] : [targetGroup],
        ),
      )
      .flatMap((group) => index.clustersBehind(group));
  });
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
