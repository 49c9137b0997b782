import { recordSetKey } from "../../fleet/derived-traffic";
import { ifKnown, type RecordState } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { found } from "../support/finding";
import { mayAnswer, recordText } from "../support/record-sets";
import { shown } from "../support/wording";

export const recordToNewLoadBalancer: Rule = {
  id: "record-to-new-load-balancer",
  severity: "error",
  title: "A DNS record that answers clients leads to a load balancer that the same change creates",
  why: "A new load balancer has no healthy target until a controller has registered pods and their health checks pass, and an internet-facing one takes minutes to start. Until then the clients of the record get no answer, and they keep the address for the TTL. A name that is new, and a weighted record at weight 0, do not count.",
  source:
    "ELB user guide, target group health; Route 53 developer guide, values for alias records; aws-samples/eks-blueprints-for-terraform blue-green (weights move when the new cluster serves)",
  judge(input) {
    const made = new Map(
      input.diff.loadBalancers.flatMap(({ after, change }) =>
        after === undefined || after.isDerived === true || change?.action !== "create" || change.isImport
          ? []
          : [[after.key, after] as const],
      ),
    );
    return made.size === 0
      ? []
      : input.diff.records.flatMap(({ before, after }) => {
          const key = after?.loadBalancer;
          const balancer = key === undefined ? undefined : made.get(key);
          return after === undefined ||
            balancer === undefined ||
            !mayAnswer(after) ||
            !served(after, before, input)
            ? []
            : [finding(after, shown(balancer.loadBalancerName))];
        });
  },
};

/** Whether clients of the name were served. */
function served(record: RecordState, was: RecordState | undefined, { before }: RuleInput): boolean {
  return (was !== undefined && mayAnswer(was)) || others(record, before.records);
}

function others(record: RecordState, records: readonly RecordState[]): boolean {
  const key = recordSetKey(record);
  return key !== undefined && records.some((other) => recordSetKey(other) === key && mayAnswer(other));
}

function finding(record: RecordState, name: string): Finding {
  const weight = ifKnown(record.weight);
  const gets = weight === undefined ? "" : ` with weight ${weight}`;
  const message = `record ${recordText(record)}${gets} would lead to load balancer ${name}, which this change creates: nothing serves its clients yet. Create the load balancer first, check that its targets are healthy, and move the record in a separate change`;
  return found(record, message, { values: { loadBalancer: name } });
}
