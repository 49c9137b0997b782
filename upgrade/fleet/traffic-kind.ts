/** What a kind of traffic does with weights, as far as kinds differ. Sources: `docs/traffic.md`. */
interface TrafficKindRow {
  /** What has the weights, for people: "load balancer alpha-webapp". */
  readonly noun: string;
  /** What gets a weight: "target group alpha-webapp-a". */
  readonly destination: string;
  /** The largest weight. */
  readonly maxWeight: number;
  /** What happens if every weight is 0: nobody serves, or all destinations get equal shares. */
  readonly allZero: "nobody" | "equal-shares";
  /** The effect of that, for people. */
  readonly ifAllZero: string;
  /** A destination exists without targets until pods are bound to it. */
  readonly isBound: boolean;
  /**
   * What old clients keep after a shift: connections to their targets, or the answer of a name server. What they keep may
   * not be removed in the same change.
   */
  readonly keeps: "requests" | "connections" | "answers";
  /** How long what old clients keep lasts after a shift, at least, in hours. Planned steps wait as long. */
  readonly soakHours: number;
}

/** All kinds. A new kind is a row here, its folder in `constructs/traffic/`, its reader, and its edits. */
export const TRAFFIC_KINDS = {
  application: {
    noun: "load balancer",
    destination: "target group",
    maxWeight: 999,
    allZero: "nobody",
    ifAllZero: "every request would get 503",
    isBound: true,
    keeps: "requests",
    soakHours: 0,
  },
  network: {
    noun: "load balancer",
    destination: "target group",
    maxWeight: 999,
    allZero: "nobody",
    ifAllZero: "every connection would be rejected",
    isBound: true,
    keeps: "connections",
    soakHours: 0,
  },
  record: {
    noun: "weighted records of",
    destination: "record",
    maxWeight: 255,
    allZero: "equal-shares",
    ifAllZero: "Route 53 would answer with all of them, in equal shares",
    isBound: false,
    keeps: "answers",
    soakHours: 1,
  },
  haproxy: {
    noun: "HAProxy backend",
    destination: "server",
    maxWeight: 256,
    allZero: "nobody",
    ifAllZero: "every request would get 503",
    isBound: false,
    keeps: "requests",
    soakHours: 0,
  },
} as const satisfies Readonly<Record<string, TrafficKindRow>>;

export type TrafficKind = keyof typeof TRAFFIC_KINDS;

/** The kinds whose destinations are target groups. */
export type BoundKind = {
  [Kind in TrafficKind]: (typeof TRAFFIC_KINDS)[Kind]["isBound"] extends true ? Kind : never;
}[TrafficKind];

export function isBoundKind(kind: TrafficKind): kind is BoundKind {
  return TRAFFIC_KINDS[kind].isBound;
}

export function kindRow(kind: TrafficKind = "application"): TrafficKindRow {
  return TRAFFIC_KINDS[kind];
}
