import type { FleetIndex } from "../../fleet/fleet-index";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { clusterRecordSets, mayAnswer, recordText } from "../support/record-sets";
import { violations } from "../support/violations";

export const recordNotChecked: Rule = {
  id: "record-not-checked",
  severity: "error",
  title: "Route 53 keeps answering with a weighted record whose cluster is down",
  why: "Route 53 takes a weighted record out of its answers if its alias target or its health check is unhealthy. A record without evaluate_target_health and without a health check counts as healthy, always: its share of the clients goes to a cluster that does not answer. A record at weight 0 does not count.",
  source:
    "Route 53 developer guide, how Route 53 chooses records when health checking is configured; values for weighted alias records (evaluate target health)",
  judge: (input) => violations(input, violationsIn),
};

function violationsIn(index: FleetIndex): readonly Finding[] {
  return clusterRecordSets(index)
    .filter((records) => records.length > 1)
    .flatMap((records) =>
      records
        .filter((record) => record.isChecked === false && mayAnswer(record))
        .map((record) => {
          const message = `record ${recordText(record)} has no health check and does not evaluate the health of its target: Route 53 keeps answering with it while its cluster is down. Set evaluate_target_health = true, or give it a health_check_id`;
          return found(record, message);
        }),
    );
}
