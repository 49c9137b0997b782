import { type Pair, removed } from "../../fleet/diff";
import {
  type ClusterState,
  ifKnown,
  type LoadBalancerState,
  type Place,
  type RecordState,
} from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { mayAnswer, recordText } from "../support/record-sets";
import { leadsTo } from "../support/records";
import { shown } from "../support/wording";

export const recordTargetRemoved: Rule = {
  id: "record-target-removed",
  severity: "error",
  title: "A DNS record moves away from what the same change removes",
  why: "Resolvers and clients keep an answer for the TTL, 60 seconds for an alias of a load balancer, and many keep it longer. Whatever the record led to must serve until then. A shift of weighted records, or another target of a record, and the removal of the old load balancer or cluster are two changes with a wait in between. A plan cannot show how long ago an earlier shift was applied: the planner waits (`soakHours`).",
  source:
    "Route 53 developer guide, values for weighted records (TTL) and alias records; boostbrothers.github.io 2025-04 (clients that hold on to DNS answers)",
  judge(input) {
    const balancers = removed(input.diff.loadBalancers).filter(({ before }) => before.isDerived !== true);
    const clusters = removed(input.diff.clusters);
    return balancers.length === 0 && clusters.length === 0
      ? []
      : [
          ...balancers.flatMap(({ before, change }) =>
            findingsOf(change, `load balancer ${shown(before.loadBalancerName)}`, isOf(before), input),
          ),
          ...clusters.flatMap(({ before, change }) =>
            findingsOf(change, `cluster ${shown(before.clusterName)}`, isOfCluster(before, input), input),
          ),
        ];
  },
};

type Leads = (record: RecordState, side: "before" | "after") => boolean;

function isOf({ key, loadBalancerName }: LoadBalancerState): Leads {
  const name = ifKnown(loadBalancerName);
  return ({ loadBalancer, loadBalancerNames }) =>
    loadBalancer === key || (name !== undefined && loadBalancerNames.includes(name));
}

function isOfCluster(cluster: ClusterState, input: RuleInput): Leads {
  return (record, side) => leadsTo(record, input[side].records, cluster, input);
}

function findingsOf(place: Place, what: string, leads: Leads, { diff }: RuleInput): readonly Finding[] {
  const [pair] = diff.records.filter((each) => movesAway(each, leads, diff.records));
  if (pair?.before === undefined) {
    return [];
  }
  const { before, after } = pair;
  const moves =
    after === undefined
      ? "is removed"
      : after.weight === 0 && before.weight !== 0
        ? "goes to weight 0"
        : "leads elsewhere";
  const ttl = ifKnown(before.ttlSeconds) ?? 60;
  const message = `${what} would be removed in the same change in which record ${recordText(before)} ${moves}: clients keep its address for ${ttl} seconds and longer, and get no answer. Move the record first, wait, and remove it in a separate change`;
  return [found(place, message, { values: { record: before.address } })];
}

/** The record answered with what is removed, and does so no longer, while its name is still answered. */
function movesAway(
  { before, after }: Pair<RecordState>,
  leads: Leads,
  records: readonly Pair<RecordState>[],
): boolean {
  if (before === undefined || !mayAnswer(before) || !leads(before, "before")) {
    return false;
  }
  if (after !== undefined) {
    return !mayAnswer(after) || !leads(after, "after");
  }
  return records.some(
    (other) =>
      other.after?.recordName === before.recordName &&
      other.after.recordType === before.recordType &&
      mayAnswer(other.after),
  );
}
