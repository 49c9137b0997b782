import { recordSetKey } from "../../fleet/derived-traffic";
import type { Pair } from "../../fleet/diff";
import { ifKnown, type RecordState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { clusterRecordSets, mayAnswer, recordText } from "../support/record-sets";
import { reasonOf } from "../support/replacement";

export const recordReplaced: Rule = {
  id: "record-replaced",
  severity: "error",
  title: "A weighted record that answers clients is replaced",
  why: "Terraform deletes the record before it creates the new one. In between, Route 53 answers with the other records of the name; if all of these have weight 0, it answers with each of them in equal shares, and with none the name does not exist. Resolvers keep these answers. A changed name or zone causes it, or a mark (taint, -replace). A record at weight 0 does not count.",
  source:
    "AWS provider 5.100, aws_route53_record (zone_id and name force a replacement; a set identifier changes in one batch); Route 53 developer guide, values for weighted records (weight 0)",
  judge: (input) => input.diff.records.flatMap((pair) => findingsOf(pair, input)),
};

function findingsOf({ before, change }: Pair<RecordState>, { index }: RuleInput): readonly Finding[] {
  if (
    before === undefined ||
    change?.action !== "replace" ||
    change.isCreatedFirst === true ||
    !mayAnswer(before)
  ) {
    return [];
  }
  const key = recordSetKey(before);
  const set = clusterRecordSets(index.before).find(
    ([first]) => first !== undefined && recordSetKey(first) === key,
  );
  if (set === undefined) {
    return [];
  }
  const others = set.filter((record) => record !== before);
  const answers =
    others.length === 0
      ? "the name does not exist in between"
      : others.every(({ weight }) => weight === 0)
        ? "in between, Route 53 answers with the records that have weight 0"
        : "in between, the other records get its clients";
  const message = `record ${recordText(before)} with weight ${ifKnown(before.weight) ?? "?"} would be replaced (${reasonOf(change)}): ${answers}. Create a second record at weight 0, shift the weights, and remove this one`;
  return [found(before, message)];
}
