import { recordSetKey } from "../../fleet/derived-traffic";
import type { FleetIndex } from "../../fleet/fleet-index";
import { grouped } from "../../fleet/grouped";
import { ifKnown, type RecordState } from "../../fleet/state";

/** The weighted records of each name and type that lead to clusters, as far as the fleet shows. */
export function clusterRecordSets({ fleet }: FleetIndex): readonly (readonly RecordState[])[] {
  const keys = new Set(
    fleet.targetGroups.flatMap(({ isDerived, stack, address }) =>
      isDerived === true ? [`${stack}\n${address}`] : [],
    ),
  );
  return [...grouped(fleet.records, recordSetKey).values()].filter((records) =>
    records.some(({ stack, address }) => keys.has(`${stack}\n${address}`)),
  );
}

/** "web.example.com (A, blue)". */
export function recordText({ recordName, recordType, setIdentifier }: RecordState): string {
  const name = (ifKnown(recordName) ?? "(a name known after apply)").replace(/\.$/, "");
  return `${name} (${[ifKnown(recordType), ifKnown(setIdentifier)].filter((part) => part !== undefined).join(", ")})`;
}

/** Whether Route 53 may answer with it. A record without a weight is always an answer. */
export function mayAnswer(record: RecordState): boolean {
  return record.weight !== 0;
}
