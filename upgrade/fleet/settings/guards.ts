/** A guard that is off for a while, for an urgent change. Every plan reports it. */
export interface GuardOff {
  /** Why the guard is off. */
  readonly reason: string;
  /** The last day on which the guard is off, in UTC: "2026-12-01". From the next day on, the guard is on again. @inCode */
  readonly until: string;
}

/** The guards that are off, by name. */
export type GuardsOff<Name extends string> = Readonly<Partial<Record<Name, GuardOff>>>;

/**
 * - `control-plane-step`: the control plane goes up by one minor, and goes down only with a declared rollback;
 * - `undeclared-node-groups`: each node group that has nodes is declared in the code or listed in `otherNodeGroups`;
 * - `node-group-ahead`: no node group is newer than the live control plane;
 * - `addon-ahead`: no add-on is too new for the live control plane;
 * - `drained-before`: a node group is drained only if no SSM parameter records an earlier drain of that name;
 * - `retired-undrained`: a node group is retired only after it was draining and its drain has finished;
 * - `unprotected-with-traffic`: a cluster's protection is removed only if no load balancer sends it traffic.
 */
export const clusterGuards = [
  "control-plane-step",
  "undeclared-node-groups",
  "node-group-ahead",
  "addon-ahead",
  "drained-before",
  "retired-undrained",
  "unprotected-with-traffic",
] as const;

export type ClusterGuardName = (typeof clusterGuards)[number];

export type ClusterGuardsOff = GuardsOff<ClusterGuardName>;

/** `removed-with-traffic`: a target group is removed from the listeners only if its weight in AWS is 0. */
export const listenerGuards = ["removed-with-traffic"] as const;

export type ListenerGuardsOff = GuardsOff<(typeof listenerGuards)[number]>;
