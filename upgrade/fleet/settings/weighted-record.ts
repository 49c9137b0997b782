import type { WeightMap } from "../traffic-weights";
import type { ListenerGuardsOff } from "./guards";

export const weightedRecordTypes = ["A", "AAAA", "CNAME"] as const;

/**
 * Weighted records of one name in Route 53: they share the answers to clients. A client keeps an answer for the TTL, and
 * many keep it longer.
 *
 * Unlike a load balancer, Route 53 does not send everything to the records with weights if their health is bad: a record
 * without a health check is always healthy.
 */
export interface WeightedRecordSettings {
  /** The hosted zone, public or private: "Z0123456789ABCDEFGHIJ". A change replaces the records. */
  readonly zoneId: string;
  /** The name that clients look up: "webapp.example.com". A change replaces the records. */
  readonly recordName: string;
  /** A change replaces the records. @default "A" */
  readonly type?: (typeof weightedRecordTypes)[number];
  /**
   * Seconds that clients keep an answer, 0 to 604800. Records with an alias have the TTL of their target: 60 for a load
   * balancer. @default 60
   */
  readonly ttlSeconds?: number;
  /** 1 to 5 records, by slot: "a". All have an alias, or all have values: Route 53 rejects a mix of TTLs. */
  readonly records: Readonly<Record<string, WeightedRecordSlot>>;
  /**
   * By record, or the name of one of the environment's `weights`: whole numbers from 0 to 999, relative to their sum. A
   * record that is not named gets 0. Route 53 has weights up to 255: larger ones are scaled. A change updates the records
   * in place.
   *
   * With all weights 0, Route 53 gives every record an equal share.
   */
  readonly weights: WeightMap | string;
  /**
   * Slots that were removed from `records`. Terraform removes such a record only if its weight in Route 53 is 0. You can
   * remove the slot from this list after the apply. @inCode @default - none
   */
  readonly removedRecords?: readonly string[];
  /** Guards that are off for a while. @default - none */
  readonly guardsOff?: ListenerGuardsOff;
}

/** Where one of the records leads: `loadBalancer`, `alias` or `values`, exactly one. */
export interface WeightedRecordSlot {
  /**
   * The cluster behind it. Rules, planner and `evacuated` of the environment use it, and it is the default of
   * `setIdentifier`. @default - none
   */
  readonly cluster?: string;
  /**
   * A load balancer of ELB in the region of the environment, by name: the record is an alias of it. It must exist when
   * this is planned. @default - none
   */
  readonly loadBalancer?: string;
  /** Another target of an alias. @default - none */
  readonly alias?: AliasTarget;
  /** IP addresses, or a host name for CNAME. @default - none */
  readonly values?: readonly string[];
  /** Of an alias: whether the record is left out of answers while its target is unhealthy. @default true */
  readonly evaluateTargetHealth?: boolean;
  /**
   * A health check of Route 53. A record without one, and without `evaluateTargetHealth`, is never left out of the answers.
   * @default - none
   */
  readonly healthCheckId?: string;
  /**
   * Unique among the records of the name, 1 to 128 characters. A change replaces the record.
   * @default - the cluster's name, or the slot without a cluster
   */
  readonly setIdentifier?: string;
}

/** The target of an alias: a load balancer of another region, say. */
export interface AliasTarget {
  /** "internal-webapp-123.ap-northeast-2.elb.amazonaws.com" */
  readonly dnsName: string;
  /** The hosted zone of the target itself, which AWS has: for a load balancer its canonical hosted zone. */
  readonly zoneId: string;
}
