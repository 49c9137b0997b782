import { groupAndSlot, workloadStack } from "../../eks/layout";
import { loadBalancerPath } from "../../fleet/path-to";
import { isBoundKind, kindRow, type TrafficKind } from "../../fleet/traffic-kind";
import { TRAFFIC_PATHS } from "../../fleet/traffic-paths";
import { MAX_WEIGHTED_TARGET_GROUPS } from "../../fleet/traffic-weights";
import { listed } from "../../rules/support/wording";
import type { Blocked, Draft } from "../draft";
import type { FleetEdit } from "../edits/fleet-edit";
import { addItems, copyTargetGroup, inTargetGroup, remove, removeItems, set } from "../edits/make-edit";
import { hasPreview, type LoadBalancer, loadBalancersOf, type Slot, weightPathOf } from "../load-balancers";
import { STEP_KINDS } from "../step-kinds";
import type { SecondClusterGoal, SlotEntry } from "../upgrade-goal";
import type { ClusterPair } from "./cluster-pair";
import { leastSoak } from "./shift";

/** A target group for the second cluster, with weight 0 and the preview of the goal. */
export function bindStep(pair: ClusterPair, loadBalancer: LoadBalancer): Draft | Blocked | undefined {
  const { goal, second, first } = pair;
  const model = pair.slotOf(loadBalancer, first);
  if (model === undefined || pair.slotOf(loadBalancer, second) !== undefined) {
    return undefined;
  }
  const { name, kind, slots } = loadBalancer;
  const slot = freeSlot(loadBalancer, model, goal);
  const known = slots.find((each) => each.name === slot);
  if (known === undefined && slots.length >= MAX_WEIGHTED_TARGET_GROUPS) {
    return {
      problem: `${name} has ${slots.length} target groups (${listed(slots.map((each) => each.name))}): a listener forwards to at most ${MAX_WEIGHTED_TARGET_GROUPS}. To add one for ${goal.secondCluster}, remove a target group that is not needed`,
    };
  }
  const preview = Object.hasOwn(goal.previews ?? {}, name) ? goal.previews?.[name] : undefined;
  const isNewPreview = preview !== undefined && !hasPreview(pair.fleet, known);
  const entry = Object.hasOwn(goal.entries ?? {}, name) ? goal.entries?.[name] : undefined;
  if (!isBoundKind(kind) && known === undefined && entry === undefined) {
    return {
      problem: `${name} leads to ${goal.cluster} and has no ${kindRow(kind).destination} for ${goal.secondCluster}, whose address no plan shows: write in the goal where it leads (entries, as in ${ENTRY_EXAMPLES[kind]}), or add it to the fleet file with weight 0`,
    };
  }
  const cluster = TRAFFIC_PATHS[kind].cluster(name, slot);
  const previewPath = loadBalancerPath(name, "previews", slot);
  const bind: readonly FleetEdit[] =
    known === undefined
      ? [
          isBoundKind(kind)
            ? copyTargetGroup(kind, name, model.name, slot, [
                inTargetGroup(["cluster"], goal.secondCluster),
                inTargetGroup(["podSecurityGroupId"]),
              ])
            : newSlot(loadBalancer, slot, { ...entry, cluster: goal.secondCluster }),
          ...(hasSharedWeight(loadBalancer, slot, pair) ? [] : [set(weightPathOf(loadBalancer, slot), 0)]),
        ]
      : [set(cluster, goal.secondCluster)];
  const unbind: readonly FleetEdit[] =
    known === undefined
      ? slotRemoval(loadBalancer, slot, isNewPreview, 0, pair)
      : [...(isNewPreview ? [remove(previewPath)] : []), remove(cluster, goal.secondCluster)];
  return {
    kind: "bind",
    clusterName: goal.secondCluster,
    title: STEP_KINDS.bind.title(goal.secondCluster, name, isNewPreview ? preview.hostHeaders : []),
    edits: [
      ...bind,
      ...(isNewPreview
        ? [set(previewPath, { priority: preview.priority, hostHeaders: preview.hostHeaders })]
        : []),
    ],
    rollback: { how: `remove the target group of ${goal.secondCluster}`, diffs: [unbind] },
    remarks: [
      ...(isNewPreview || kind !== "application"
        ? []
        : [
            `no preview leads to ${goal.secondCluster} before it gets traffic; to test it first, give a preview by host (previews)`,
          ]),
      ...(model.isBoundByOthers
        ? [
            `this code does not manage the security groups of ${name}: allow it to reach the pods of ${goal.secondCluster} there, or let the controller do so (networking of the service)`,
          ]
        : []),
    ],
    order: [loadBalancer.state.stack, ...(isBoundKind(kind) ? [workloadStack(goal.secondCluster)] : [])],
  };
}

/** If the first cluster's slot is the end of its name, the second's is the end of its own. */
function freeSlot(
  { slots }: LoadBalancer,
  model: Slot,
  { cluster, secondCluster }: SecondClusterGoal,
): string {
  const [end, secondEnd] = [cluster, secondCluster].map((name) => groupAndSlot(name).slot);
  const wanted =
    model.name === end && secondEnd !== undefined && secondEnd !== end ? secondEnd : secondCluster;
  const isTaken = slots.some(
    (slot) => slot.name === wanted && (slot.cluster !== undefined || slot.weight > 0),
  );
  return isTaken ? secondCluster : wanted;
}

/** Removes a slot from a load balancer, and guards the target group until nothing is sent to it. */
export function slotRemoval(
  loadBalancer: LoadBalancer,
  slot: string,
  hasPreview: boolean,
  weight: number,
  pair: ClusterPair,
): readonly FleetEdit[] {
  const { name, kind } = loadBalancer;
  return [
    ...(hasPreview ? [remove(loadBalancerPath(name, "previews", slot))] : []),
    remove(TRAFFIC_PATHS[kind].slot(name, slot)),
    ...(hasSharedWeight(loadBalancer, slot, pair) ? [] : [remove(weightPathOf(loadBalancer, slot), weight)]),
    addItems(TRAFFIC_PATHS[kind].removed(name), [slot]),
  ];
}

/** Whether others that follow the same weights have the slot. */
function hasSharedWeight({ name, state }: LoadBalancer, slot: string, { fleet }: ClusterPair): boolean {
  return (
    state.weights !== undefined &&
    loadBalancersOf(fleet).some(
      (other) =>
        other.name !== name &&
        other.state.weights === state.weights &&
        other.slots.some((each) => each.name === slot),
    )
  );
}

/** A record or a server, as the goal has it. */
function newSlot({ name, kind }: LoadBalancer, slot: string, entry: SlotEntry): FleetEdit {
  return { kind: "set", path: TRAFFIC_PATHS[kind].slot(name, slot), after: entry };
}

/** Who sends traffic by the weights. */
const KEEPERS: Readonly<Record<TrafficKind, string>> = {
  application: "AWS",
  network: "AWS",
  record: "Route 53",
  haproxy: "HAProxy",
};

const ENTRY_EXAMPLES: Readonly<Record<TrafficKind, string>> = {
  application: "",
  network: "",
  record: '{ "loadBalancer": "alpha-webapp-b" }',
  haproxy: '{ "address": "10.0.2.10", "port": 80 }',
};

/** Removes the target group of the first cluster. */
export function unbindStep(pair: ClusterPair, loadBalancer: LoadBalancer): Draft | undefined {
  const { goal } = pair;
  const slot = pair.slotOf(loadBalancer, pair.first);
  if (slot === undefined) {
    return undefined;
  }
  const { name, kind } = loadBalancer;
  const second = pair.slotOf(loadBalancer, pair.second);
  const isPreviewed = hasPreview(pair.fleet, slot);
  const back: readonly FleetEdit[] = isBoundKind(kind)
    ? [
        second === undefined
          ? set(TRAFFIC_PATHS[kind].slot(name, slot.name), { cluster: goal.cluster })
          : copyTargetGroup(kind, name, second.name, slot.name, [
              inTargetGroup(["cluster"], goal.cluster),
              inTargetGroup(["podSecurityGroupId"]),
            ]),
        ...(hasSharedWeight(loadBalancer, slot.name, pair)
          ? []
          : [set(weightPathOf(loadBalancer, slot.name), slot.weight)]),
        removeItems(TRAFFIC_PATHS[kind].removed(name), [slot.name]),
      ]
    : [];
  return {
    kind: "unbind",
    clusterName: goal.cluster,
    title: STEP_KINDS.unbind.title(goal.cluster, pair.loadBalancers.length > 1 ? name : undefined),
    ...leastSoak([loadBalancer]),
    edits: slotRemoval(loadBalancer, slot.name, isPreviewed, slot.weight, pair),
    ...(slot.isBoundByOthers
      ? {
          rollback: { how: "none: bind it to a target group of this code, in another slot", diffs: [] },
          noRollback: `the target group that others bound to ${goal.cluster} is removed`,
        }
      : {
          rollback: {
            how: `${isBoundKind(kind) ? `bind ${goal.cluster} again` : `revert the diff: the ${kindRow(kind).destination} of ${goal.cluster} is in it`}, with weight ${slot.weight}${isPreviewed ? " and its preview" : ""}`,
            diffs: back.length === 0 ? [] : [back],
          },
        }),
    remarks: [
      ...(slot.isBoundByOthers
        ? [`before you apply this, have the binding removed from ${goal.cluster} by whoever made it`]
        : []),
      `${TRAFFIC_PATHS[kind].removed(name).at(-1)} keeps the ${kindRow(kind).destination} while ${KEEPERS[kind]} still sends traffic to it; remove "${slot.name}" from it after the apply`,
      ...(kindRow(kind).keeps === "connections"
        ? [
            `connections that ${name} opened to ${goal.cluster} earlier end with its deregistration delay: check ActiveFlowCount before you apply this`,
          ]
        : []),
    ],
    order: [...(isBoundKind(kind) ? [workloadStack(goal.cluster)] : []), loadBalancer.state.stack],
  };
}
