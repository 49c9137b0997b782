import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { setIdentifierOf } from "../../../upgrade/eks/layout";
import { encodeBoundByOthers } from "../../../upgrade/eks/target-group-owner";
import { weightedRecordDefaults } from "../../../upgrade/fleet/settings/defaults";
import {
  type WeightedRecordSettings,
  type WeightedRecordSlot,
  weightedRecordTypes,
} from "../../../upgrade/fleet/settings/weighted-record";
import { isUnknown, type RecordState, UNKNOWN } from "../../../upgrade/fleet/state";
import { TRAFFIC_KINDS } from "../../../upgrade/fleet/traffic-kind";
import { MAX_WEIGHT } from "../../../upgrade/fleet/traffic-weights";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../../aws-resources";
import { nameProblems } from "../../checks/names";
import { rightTypes } from "../../checks/right-types";
import {
  choiceProblems,
  literalNumberProblems,
  textProblems,
  wholeNumberProblems,
} from "../../checks/values";
import { declarePart, keyNamed, placeOf } from "../../fleet-part";
import { clusterNameInCode } from "../../own-names";
import { isUnresolved, reportAtSynthesis, stateOf } from "../../validation";
import { noteWeights, weightsNameProblems } from "../note-weights";

export interface WeightedRecordProps
  extends Pick<WeightedRecordSettings, "zoneId" | "recordName" | "type" | "ttlSeconds">,
    WeightedRecordSlot,
    AwsResourcesProps {
  /** Its name among the records of the name: "a". */
  readonly slot: string;
  /** A whole number from 0 to 255, relative to the sum of all records of the name. Changed in place. @inCode */
  readonly weight: number;
  /** The environment's weights that it follows, by their name in the code. @inCode @default - its own */
  readonly weightsName?: string;
  /** Its weight in the code, if it gets no traffic for now: `weight` is then 0. @inCode @default - its weight counts */
  readonly evacuatedWeight?: number;
}

/**
 * One of several weighted records of a name in Route 53. Route 53 answers with each as often as its weight says, and in equal
 * shares if all weights are 0.
 */
export class WeightedRecord extends Construct {
  readonly setIdentifier: string;

  /** The record in Terraform, for preconditions. */
  readonly resource: Route53Record;

  constructor(scope: Construct, id: string, props: WeightedRecordProps) {
    super(scope, id);
    props = rightTypes(this, "WeightedRecordProps", props);
    useAws(this, props);
    const { slot, cluster, values } = props;
    const { type, ttlSeconds, evaluateTargetHealth } = withDefaults(props);
    this.setIdentifier = props.setIdentifier ?? setIdentifierOf(slot, cluster);
    const alias = this.aliasOf(props);
    this.resource = new Route53Record(this, "Default", {
      zoneId: props.zoneId,
      name: props.recordName,
      type,
      setIdentifier: this.setIdentifier,
      weightedRoutingPolicy: { weight: props.weight },
      healthCheckId: props.healthCheckId,
      alias: alias === undefined ? undefined : { ...alias, evaluateTargetHealth },
      records: values === undefined ? undefined : [...values],
      ttl: alias === undefined ? ttlSeconds : undefined,
      dependsOn: after(props.dependsOn),
      provider: awsProviderOf(this),
    });
    noteWeights(
      this.resource,
      {
        weightsName: props.weightsName,
        weights: { [slot]: props.evacuatedWeight ?? 0 },
        evacuated: props.evacuatedWeight === undefined ? [] : [slot],
      },
      cluster === undefined ? {} : encodeBoundByOthers(clusterNameInCode(this, cluster)),
    );
    declarePart(this, () => ({ records: [this.state(props)] }));
    reportAtSynthesis(this, () => problemsOf(props, this.setIdentifier));
  }

  private state(props: WeightedRecordProps): RecordState {
    const { cluster, values, alias, loadBalancer, weightsName, evacuatedWeight } = props;
    const { type, ttlSeconds, evaluateTargetHealth } = withDefaults(props);
    const key = cluster === undefined ? UNKNOWN : keyNamed("cluster", this, clusterNameInCode(this, cluster));
    return {
      ...placeOf(this),
      recordName: stateOf(props.recordName),
      recordType: stateOf(type),
      ...(isUnresolved(props.zoneId) ? {} : { zone: props.zoneId }),
      setIdentifier: stateOf(this.setIdentifier),
      weight: stateOf(props.weight),
      loadBalancerNames: loadBalancer === undefined || isUnresolved(loadBalancer) ? [] : [loadBalancer],
      ...(isUnknown(key) ? {} : { cluster: key }),
      leadsTo: stateOf(loadBalancer ?? alias?.dnsName ?? values?.join(" ") ?? ""),
      isChecked: props.healthCheckId !== undefined || (values === undefined && evaluateTargetHealth),
      ...(values === undefined ? {} : { ttlSeconds: stateOf(ttlSeconds) }),
      ...(weightsName === undefined ? {} : { weights: weightsName }),
      ...(evacuatedWeight === undefined ? {} : { evacuated: evacuatedWeight }),
    };
  }

  private aliasOf({ alias, loadBalancer }: WeightedRecordProps) {
    if (loadBalancer === undefined) {
      return alias === undefined ? undefined : { name: alias.dnsName, zoneId: alias.zoneId };
    }
    const { dnsName, zoneId } = new DataAwsLb(this, "load-balancer", {
      name: loadBalancer,
      provider: awsProviderOf(this),
    });
    return { name: dnsName, zoneId };
  }
}

function withDefaults({
  type = weightedRecordDefaults.type,
  ttlSeconds = weightedRecordDefaults.ttlSeconds,
  evaluateTargetHealth = true,
}: WeightedRecordProps) {
  return { type, ttlSeconds, evaluateTargetHealth };
}

function problemsOf(props: WeightedRecordProps, setIdentifier: string): readonly string[] {
  const { slot, values, healthCheckId } = props;
  const { type, ttlSeconds } = withDefaults(props);
  const targets = (["loadBalancer", "alias", "values"] as const).filter((name) => props[name] !== undefined);
  return [
    ...nameProblems("the slot of a record", slot, "address"),
    ...textProblems(
      "zoneId",
      props.zoneId,
      /^[0-9A-Z]{1,32}$/,
      'the id of a hosted zone, like "Z0123456789ABCDEFGHIJ"',
    ),
    ...textProblems(
      "recordName",
      props.recordName,
      /^(\*\.)?[\w-]+(\.[\w-]+)+\.?$/,
      'a domain name, like "webapp.example.com"',
    ),
    ...textProblems("setIdentifier", setIdentifier, /^.{1,128}$/, "1 to 128 characters"),
    ...(props.evacuatedWeight === undefined
      ? []
      : literalNumberProblems("evacuatedWeight", props.evacuatedWeight, 0, MAX_WEIGHT)),
    ...weightsNameProblems(props.weightsName),
    ...(props.cluster === undefined ? [] : nameProblems("cluster", props.cluster, "cluster")),
    ...choiceProblems("type", type, weightedRecordTypes),
    ...literalNumberProblems("the weight", props.weight, 0, TRAFFIC_KINDS.record.maxWeight),
    ...wholeNumberProblems("ttlSeconds", ttlSeconds, 0, 604_800, "s"),
    ...(targets.length === 1
      ? []
      : [
          `record "${slot}" has ${targets.length === 0 ? "no target" : targets.join(" and ")}: expected exactly one of loadBalancer, alias and values`,
        ]),
    ...(values === undefined || (type === "CNAME" ? values.length === 1 : values.length > 0)
      ? []
      : [
          `record "${slot}" has ${values.length} values: expected ${type === "CNAME" ? "one" : "at least one"}`,
        ]),
    ...(healthCheckId === undefined
      ? []
      : textProblems(
          "healthCheckId",
          healthCheckId,
          /^[0-9a-f-]{36}$/,
          "the id of a health check of Route 53",
        )),
    ...(props.loadBalancer === undefined
      ? []
      : nameProblems("loadBalancer", props.loadBalancer, "loadBalancer")),
    ...(type === "CNAME" && values === undefined
      ? [`record "${slot}" of type CNAME is an alias: expected values, or type A`]
      : []),
  ];
}
