import { clustersOfRecord } from "../../fleet/derived-traffic";
import { type ClusterState, ifKnown, type Known, type RecordState } from "../../fleet/state";
import type { RuleInput } from "../rule";

/** A DNS record that still leads to a cluster when it is removed. */
export interface LostRecord {
  readonly record: RecordState;
  /** Left out if the record is the only one of its name. */
  readonly weight?: Known<number>;
  /** Whether the change removes the record, and others of its name stay. */
  readonly isRemoved: boolean;
}

/** The records that lead to a cluster and keep their weight, or are removed with it while others of their name stay. */
export function lostRecords(cluster: ClusterState, input: RuleInput): readonly LostRecord[] {
  const { diff, before } = input;
  const { records } = before;
  return diff.records.flatMap((pair): readonly LostRecord[] => {
    const { before: record, after } = pair;
    if (record === undefined || record.weight === 0 || !leadsTo(record, records, cluster, input)) {
      return [];
    }
    if (after === undefined) {
      const others = diff.records.some(
        (other) =>
          other !== pair &&
          other.before !== undefined &&
          other.after !== undefined &&
          isOfOneName(other.before, record) &&
          other.after.weight !== 0,
      );
      return others && record.weight !== undefined
        ? [{ record, weight: record.weight, isRemoved: true }]
        : [];
    }
    // A record that leads somewhere else afterwards moves all of its requests at once: another rule's business.
    return after.weight === 0 || !leadsTo(after, records, cluster, input)
      ? []
      : [{ record: after, weight: after.weight, isRemoved: false }];
  });
}

export function leadsTo(
  record: RecordState,
  records: readonly RecordState[],
  cluster: ClusterState,
  { index }: RuleInput,
): boolean {
  if (record.cluster !== undefined) {
    return record.cluster === cluster.key;
  }
  const served = clustersOfRecord(record, index.before);
  return served.length > 0 ? served.includes(cluster.key) : isNamedAfter(record, records, cluster);
}

/** Whether the set identifier of a weighted record names a cluster, "blue" of "alpha-blue", and no other record of its name does. */
function isNamedAfter(
  record: RecordState,
  records: readonly RecordState[],
  { clusterName }: ClusterState,
): boolean {
  const words = (ifKnown(clusterName) ?? "").split("-");
  const names = (other: RecordState) => {
    const identifier = ifKnown(other.setIdentifier) ?? "";
    return identifier !== "" && (identifier === words.join("-") || words.includes(identifier));
  };
  return (
    record.weight !== undefined &&
    names(record) &&
    records.every((other) => other === record || !isOfOneName(other, record) || !names(other))
  );
}

function isOfOneName(one: RecordState, other: RecordState): boolean {
  return one.recordName === other.recordName && one.recordType === other.recordType;
}
