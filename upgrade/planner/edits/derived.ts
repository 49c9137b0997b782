import { idOf, setIdentifierOf, trafficLayout } from "../../eks/layout";
import { recordSetKey, recordSetsIn, recordSlot, withDerivedTraffic } from "../../fleet/derived-traffic";
import { type FleetState, type HaproxyState, ifKnown, type RecordState, UNKNOWN } from "../../fleet/state";
import { terraformAddress } from "../../terraform/terraform-address";
import { clusterNamed } from "../clusters";
import { loadBalancerNamed } from "../load-balancers";
import { type FleetEdit, valueAfter } from "./fleet-edit";

/** An edit of the slots or weights of an HAProxy. */
export function editedHaproxy(
  fleet: FleetState,
  name: string,
  path: readonly string[],
  edit: FleetEdit,
): FleetState {
  const [part, slot] = path;
  const change = (haproxy: HaproxyState): HaproxyState =>
    slot === undefined
      ? haproxy
      : part === "servers"
        ? { ...haproxy, servers: slotsAfter(haproxy.servers, slot, path.length === 2, edit, fleet) }
        : part === "weights"
          ? {
              ...haproxy,
              servers: haproxy.servers.map((server) =>
                server.serverName === slot ? { ...server, weight: weightAfter(edit) } : server,
              ),
            }
          : haproxy;
  return derived(fleet, {
    ...fleet,
    haproxies: fleet.haproxies.map((haproxy) => (haproxy.backendName === name ? change(haproxy) : haproxy)),
  });
}

type Servers = HaproxyState["servers"];

function slotsAfter(
  servers: Servers,
  slot: string,
  isWhole: boolean,
  edit: FleetEdit,
  fleet: FleetState,
): Servers {
  if (edit.kind === "remove" && isWhole) {
    return servers.filter(({ serverName }) => serverName !== slot);
  }
  const cluster = clusterAfter(edit, isWhole, fleet);
  const server = { serverName: slot, ...(cluster === undefined ? {} : { cluster }) };
  return servers.some(({ serverName }) => serverName === slot)
    ? servers.map((each) => (each.serverName === slot ? { weight: each.weight, ...server } : each))
    : [...servers, { ...server, weight: 0 }];
}

/** An edit of the slots or weights of weighted records. */
export function editedRecords(
  fleet: FleetState,
  name: string,
  path: readonly string[],
  edit: FleetEdit,
): FleetState {
  const [part, slot] = path;
  const key = setNamed(fleet, name);
  const own = fleet.records.filter((record) => key !== undefined && recordSetKey(record) === key);
  const [model] = own;
  if (slot === undefined || model === undefined) {
    return fleet;
  }
  const isSlot = (record: RecordState) => own.includes(record) && recordSlot(record) === slot;
  const isWhole = path.length === 2;
  if (part === "weights") {
    const records = fleet.records.map((record) =>
      isSlot(record) ? { ...record, weight: weightAfter(edit) } : record,
    );
    return derived(fleet, { ...fleet, records });
  }
  if (part !== "records") {
    return fleet;
  }
  if (edit.kind === "remove" && isWhole) {
    return derived(fleet, { ...fleet, records: fleet.records.filter((record) => !isSlot(record)) });
  }
  const cluster = clusterAfter(edit, isWhole, fleet);
  const clusterName = ifKnown(fleet.clusters.find(({ key: each }) => each === cluster)?.clusterName);
  const records = own.some(isSlot)
    ? fleet.records.map((record) => (isSlot(record) ? { ...record, cluster } : record))
    : [...fleet.records, newRecord(model, slot, cluster, clusterName)];
  return derived(fleet, { ...fleet, records });
}

function setNamed(fleet: FleetState, name: string): string | undefined {
  const balancer = loadBalancerNamed(fleet, name)?.state;
  const set = recordSetsIn(fleet.records).find(({ records }) =>
    records.some(({ stack, address }) => stack === balancer?.stack && address === balancer.address),
  );
  return set?.key;
}

function newRecord(
  { stack, recordName, recordType, zone, ttlSeconds, isChecked, weights }: RecordState,
  slot: string,
  cluster: RecordState["cluster"],
  clusterName: string | undefined,
): RecordState {
  return {
    stack,
    address: terraformAddress("aws_route53_record", [idOf(trafficLayout.record(slot))]),
    recordName,
    recordType,
    ...(zone === undefined ? {} : { zone }),
    setIdentifier: setIdentifierOf(slot, clusterName),
    weight: 0,
    loadBalancerNames: [],
    ...(cluster === undefined ? {} : { cluster }),
    leadsTo: UNKNOWN,
    ...(isChecked === undefined ? {} : { isChecked }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(weights === undefined ? {} : { weights }),
  };
}

function clusterAfter(edit: FleetEdit, isWhole: boolean, fleet: FleetState): RecordState["cluster"] {
  const value = valueAfter(edit);
  const name =
    isWhole && typeof value === "object" && "cluster" in value ? value.cluster : isWhole ? undefined : value;
  return typeof name === "string" ? clusterNamed(fleet, name)?.key : undefined;
}

function weightAfter(edit: FleetEdit): number {
  const value = valueAfter(edit);
  return typeof value === "number" ? value : 0;
}

function derived(before: FleetState, after: FleetState): FleetState {
  return withDerivedTraffic(before, after)[1];
}
