import { DataAwsRoute53Records } from "@cdktf/provider-aws/lib/data-aws-route53-records";
import type { TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { duplicateProblems, isAddressName } from "../constructs/checks/names";
import { examined } from "../constructs/checks/right-types";
import { WeightedRecord } from "../constructs/traffic/record/weighted-record";
import { declaredAndRemovedProblems, removalGuard } from "../constructs/traffic/removed";
import { weightProblems } from "../constructs/traffic/weight-problems";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import { idOf, trafficLayout } from "../upgrade/eks/layout";
import { weightsUpTo } from "../upgrade/fleet/haproxy-weights";
import { weightedRecordDefaults } from "../upgrade/fleet/settings/defaults";
import type { WeightedRecordSettings } from "../upgrade/fleet/settings/weighted-record";
import { TRAFFIC_KINDS } from "../upgrade/fleet/traffic-kind";
import { TrafficWeights } from "../upgrade/fleet/traffic-weights";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { evacuatedSlots } from "./evacuated-slots";
import { followedWeights } from "./followed-weights";

export interface WeightedRecordStackProps extends WeightedRecordSettings {
  readonly environment: Environment;
}

/** The weighted records of one name in Route 53. */
export class WeightedRecordStack extends EnvironmentStack {
  readonly weights: TrafficWeights;
  /** By slot. */
  readonly records: Readonly<Record<string, WeightedRecord>>;

  constructor(scope: Construct, id: string, props: WeightedRecordStackProps) {
    const { value, problems } = examined("WeightedRecordStackProps", props);
    super(scope, id, value.environment);
    reportWrongTypes(this, problems);
    props = value;
    const { environment, zoneId, recordName, type, ttlSeconds, records } = props;
    const slots = Object.keys(records);
    const followed = followedWeights(environment, props.weights, slots);
    const evacuated = evacuatedSlots(environment, records);
    this.weights = TrafficWeights.of(followed.weights, slots, evacuated);
    const weights = weightsUpTo(this.weights, TRAFFIC_KINDS.record.maxWeight);
    this.records = Object.fromEntries(
      Object.entries(records)
        .filter(([slot]) => isAddressName(slot))
        .map(([slot, record]) => [
          slot,
          new WeightedRecord(this, idOf(trafficLayout.record(slot)), {
            ...record,
            zoneId,
            recordName,
            type,
            ttlSeconds,
            slot,
            weight: weights.get(slot) ?? 0,
            weightsName: followed.weightsName,
            evacuatedWeight: evacuated.includes(slot) ? (followed.weights[slot] ?? 0) : undefined,
          }),
        ]),
    );
    const lifecycle = this.lifecycle(props);
    for (const { resource } of Object.values(this.records)) {
      resource.lifecycle = lifecycle;
    }
    reportAtSynthesis(this, () => [
      ...followed.problems,
      ...weightProblems(followed.weights, this.weights.problems),
      ...setProblems(props),
      ...duplicateProblems(
        Object.entries(this.records).map(([slot, { setIdentifier }]) => [slot, setIdentifier]),
        (identifier, names) =>
          `duplicate setIdentifier "${identifier}": ${names} have it. Give each record its own`,
      ),
    ]);
  }

  /** Records that stay guard those that are removed: Route 53 must not answer with them any more. */
  private lifecycle({
    zoneId,
    recordName,
    type = weightedRecordDefaults.type,
    removedRecords,
    guardsOff,
  }: WeightedRecordStackProps): TerraformResourceLifecycle | undefined {
    return removalGuard(this, { of: recordName, removed: removedRecords, guardsOff }, (guard) => {
      const name = recordName.replace(/\.$/, "");
      const live = new DataAwsRoute53Records(guard, "live", {
        zoneId,
        nameRegex: `^${name.replace(/[.*]/g, "\\$&")}\\.$`,
      });
      const declared = Object.values(this.records).map(({ setIdentifier }) => setIdentifier);
      const found = `[for each in data.${live.terraformResourceType}.${live.friendlyUniqueId}.resource_record_sets : "\${each.set_identifier} (weight \${each.weight})" if each.type == ${JSON.stringify(type)} && each.weight > 0 && !contains(${JSON.stringify(declared)}, each.set_identifier)]`;
      return {
        found,
        message: `Route 53 still answers ${name} with what is removed: \${join(", ", ${found})}. Declare it again with weight 0, apply, wait until clients have forgotten its answers, and then remove it.`,
      };
    });
  }
}

/** Route 53 rejects records of one name with different TTLs, and an alias has the TTL of its target. */
function setProblems({ records, removedRecords = [] }: WeightedRecordStackProps): readonly string[] {
  const withValues = Object.entries(records).flatMap(([slot, { values }]) =>
    values === undefined ? [] : [slot],
  );
  const count = Object.keys(records).length;
  return [
    ...(withValues.length === 0 || withValues.length === count
      ? []
      : [
          `${withValues.map((slot) => `"${slot}"`).join(" and ")} ${withValues.length === 1 ? "has" : "have"} values and the other records are aliases: expected one kind, because all records of a name have the same TTL`,
        ]),
    ...declaredAndRemovedProblems("record", "removedRecords", removedRecords, Object.keys(records)),
  ];
}
