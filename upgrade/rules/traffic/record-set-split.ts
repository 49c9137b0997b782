import type { FleetIndex } from "../../fleet/fleet-index";
import { grouped } from "../../fleet/grouped";
import { ifKnown, type RecordState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { clusterRecordSets, recordText } from "../support/record-sets";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const recordSetSplit: Rule = {
  id: "record-set-split",
  severity: "error",
  title: "Weighted records of one name do not share their clients",
  why: "Route 53 shares clients only among the weighted records of one name and type in one hosted zone, with different set identifiers. A record in another zone gets all clients of that zone, or none. Two records with one set identifier overwrite each other, or the apply fails. A name that has the same set identifiers in a public and in a private zone is fine.",
  source:
    "Route 53 developer guide, values for weighted records (name, set identifier); Route 53 API reference, ResourceRecordSet: SetIdentifier",
  judge: (input) => violations(input, (index) => [...splits(index), ...duplicates(index)]),
};

/** A name with its only record of a zone in a zone where the others are not. */
function splits(index: FleetIndex): readonly Finding[] {
  const byName = grouped(clusterRecordSets(index), ([first]) =>
    JSON.stringify([first?.recordName, first?.recordType]),
  );
  return [...byName.values()].flatMap((sets) => {
    const identifiers = sets.flat().map(({ setIdentifier }) => ifKnown(setIdentifier));
    const areOne = sets.length > 1 && new Set(identifiers).size === identifiers.length;
    return !areOne || sets.some(([first]) => first?.zone === undefined)
      ? []
      : alone(sets).map((record) => {
          const message = `record ${recordText(record)} is in another hosted zone than the other weighted records of its name: they do not share their clients, and its weight has no effect. Put all of them into one zone`;
          return found(record, message, { code: "zone" });
        });
  });
}

/** The only records of their zones; of several, those that are not in the first zone. */
function alone(sets: readonly (readonly RecordState[])[]): readonly RecordState[] {
  const [most = []] = [...sets].sort((one, other) => other.length - one.length);
  return sets.flatMap((set) => (set === most || set.length > 1 ? [] : set));
}

function duplicates(index: FleetIndex): readonly Finding[] {
  return clusterRecordSets(index).flatMap((records) => {
    const byIdentifier = grouped(records, ({ setIdentifier }) => setIdentifier);
    return [...byIdentifier.values()].flatMap(([first, ...others]) =>
      others.map((record) => {
        const message = `record ${recordText(record)} has the set identifier ${shown(record.setIdentifier)} of ${first?.address}: Route 53 rejects it, or one overwrites the other. Give each record of a name its own set identifier`;
        return found(record, message, { code: "set-identifier", values: { other: first?.address ?? "" } });
      }),
    );
  });
}
