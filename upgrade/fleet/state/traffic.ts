import type { ClusterKey, LoadBalancerKey, TargetGroupKey } from "../key";
import type { Known } from "../known";
import type { Place } from "../place";
import type { TrafficKind } from "../traffic-kind";
import type { Identified } from "./identified";

export interface LoadBalancerState extends Identified<"loadBalancer"> {
  readonly loadBalancerName: Known<string>;
  /** Not an Application Load Balancer. */
  readonly kind?: Exclude<TrafficKind, "application">;
  /** The environment's weights that it follows, by their name in the code. @default - it has its own */
  readonly weights?: string;
  /** Made of records or of a configuration (`derivedTraffic`): it is no resource. */
  readonly isDerived?: true;
  /** The weights in the code of slots without traffic, because their cluster is evacuated. @default - none */
  readonly evacuated?: Readonly<Record<string, number>>;
}

export interface TargetGroupState extends Identified<"targetGroup"> {
  readonly targetGroupName: Known<string>;
  /** Instances, addresses or an Auto Scaling group are attached to it without a binding. */
  readonly hasAttachments?: true;
  /** The cluster in its tag `elbv2.k8s.aws/cluster`, whose controller registers its targets. */
  readonly owner?: ClusterKey;
  /** Made of a record or of a server (`derivedTraffic`): it is no resource. */
  readonly isDerived?: true;
}

export interface RouteState extends Place {
  readonly loadBalancer: Known<LoadBalancerKey>;
  /** A backend of HAProxy or the weighted records of a name are one route (`derivedTraffic`). */
  readonly kind: "default-action" | "rule" | "record" | "backend";
  readonly protocol?: Known<string>;
  /** Of the listener. */
  readonly port?: Known<number>;
  readonly sslPolicy?: Known<string>;
  /** Empty if the action is no forward (a redirect, a fixed response). */
  readonly targets: Known<readonly WeightedTarget[]>;
  /** Whether the rule has a condition by host: such a rule may lead to one cluster on purpose (a preview). */
  readonly byHost: boolean;
  /** The ARN or the address of its listener. Left out if the plan does not show it. */
  readonly listener?: string;
  /** How it answers requests itself. Left out if it forwards. */
  readonly answer?: RouteAnswer;
  /** Of a rule: the lowest number is evaluated first. */
  readonly priority?: Known<number>;
  /** Of a rule. Left out if a condition is known after apply. */
  readonly conditions?: RouteConditions;
  /** A rule by host is the only way to what serves it, because the default action of its listener does not forward. */
  readonly isOnlyWay?: true;
  readonly stickinessSeconds?: Known<number>;
}

export interface RouteAnswer {
  readonly type: "redirect" | "fixed-response";
  /** Of a redirect to the same host. */
  readonly port?: Known<string>;
}

/** Which requests a rule takes: all values are patterns with * and ?. */
export interface RouteConditions {
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  /** It also has a condition that few requests meet: a header, a query, a source address, a method. */
  readonly isNarrow?: true;
}

export interface WeightedTarget {
  readonly targetGroup: Known<TargetGroupKey>;
  readonly weight: Known<number>;
}

export interface BindingState extends Place {
  /** The cluster of the pods. Unknown if the plan does not show the cluster of its provider. */
  readonly cluster: Known<ClusterKey>;
  readonly targetGroup: Known<TargetGroupKey>;
  readonly multiCluster: Known<boolean>;
  /** Created outside this code: it has no resource here, and its place is the place of the target group. */
  readonly isByOthers?: true;
}

/** A DNS record that leads to a load balancer or to what runs in a cluster, or that is one of several weighted records. */
export interface RecordState extends Place {
  readonly recordName: Known<string>;
  readonly recordType: Known<string>;
  /** The id of its hosted zone, or the address of the zone in the same plan. Left out if the plan shows neither. */
  readonly zone?: string;
  /** Which of the weighted records of its name it is. */
  readonly setIdentifier?: Known<string>;
  /** Of a weighted record. Left out if it is the only one of its name. */
  readonly weight?: Known<number>;
  /** The load balancer in the same plan. */
  readonly loadBalancer?: LoadBalancerKey;
  /** The names of load balancers in its values. */
  readonly loadBalancerNames: readonly string[];
  /** The cluster of the Service or Ingress that it names, or that the code says to be behind it. */
  readonly cluster?: ClusterKey;
  /** Where it leads, as the code or the plan has it: equal for records that lead to the same. */
  readonly leadsTo?: Known<string>;
  /** Route 53 leaves it out of answers while its target, or a health check, is unhealthy. */
  readonly isChecked?: Known<boolean>;
  /** Seconds that clients keep an answer. Left out for an alias, which has the TTL of its target. */
  readonly ttlSeconds?: Known<number>;
  /** The environment's weights that it follows, by their name in the code. @default - its own */
  readonly weights?: string;
  /** Its weight in the code, because its cluster is evacuated. */
  readonly evacuated?: number;
}

/** Where HAProxy's configuration has its text: one for each backend in it. */
export interface HaproxyState extends Place {
  /** The name of the backend. */
  readonly backendName: string;
  readonly servers: readonly HaproxyServerState[];
  /** The configuration without the weights of its servers, as text. Known after apply: left out. */
  readonly settings: string;
  readonly weights?: string;
  /** The weights in the code of servers whose cluster is evacuated. */
  readonly evacuated?: Readonly<Record<string, number>>;
}

export interface HaproxyServerState {
  readonly serverName: string;
  readonly weight: Known<number>;
  readonly cluster?: ClusterKey;
}
