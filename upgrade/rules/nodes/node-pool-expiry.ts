import { DRAIN_LIMIT_MINUTES } from "../../eks/node-group-phase";
import { POOL_DEFAULTS } from "../../eks/node-pool";
import { minutesOf } from "../../eks/node-pool-drift";
import { ifKnown, isUnknown, type NodePoolState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { followsControlPlane, poolName } from "../support/node-pool";
import { violations } from "../support/violations";

export const nodePoolExpiry: Rule = {
  id: "node-pool-expiry",
  severity: "warning",
  title: "Nodes of a pool are ended before their pods can leave, or while drift is held",
  why: `After terminationGracePeriod the pods of a node are deleted, whatever PodDisruptionBudgets and do-not-disrupt annotations say. After expireAfter a node is ended, whatever the budgets of the pool say. Both must leave more time than a drain may take (here ${DRAIN_LIMIT_MINUTES} minutes). While drift is held, nodes that expire are replaced with nodes of the new version, and then the control plane cannot be rolled back.`,
  source: "Karpenter, disruption: expiration and terminationGracePeriod (forceful methods ignore budgets)",
  judge: (input) =>
    violations(input, ({ fleet }) =>
      fleet.nodePools.flatMap((pool) => [...graceFindings(pool), ...expiryFindings(pool)]),
    ),
};

function graceFindings(pool: NodePoolState): readonly Finding[] {
  const period = ifKnown(pool.terminationGracePeriod);
  const minutes = minutesOf(period ?? "");
  if (period === undefined || minutes === undefined || minutes >= DRAIN_LIMIT_MINUTES) {
    return [];
  }
  const message = `terminationGracePeriod of ${poolName(pool)} is ${period}: pods that a PodDisruptionBudget still holds are deleted then. Give at least ${DRAIN_LIMIT_MINUTES} minutes, or leave it out`;
  return [found(pool, message, { code: "grace", values: { period } })];
}

function expiryFindings(pool: NodePoolState): readonly Finding[] {
  if (isUnknown(pool.expireAfter)) {
    return [];
  }
  const age = pool.expireAfter ?? POOL_DEFAULTS.expireAfter;
  const minutes = minutesOf(age);
  if (minutes === undefined) {
    return [];
  }
  const values = { age };
  if (minutes < DRAIN_LIMIT_MINUTES) {
    const message = `nodes of ${poolName(pool)} expire after ${age}, and a drain may take ${DRAIN_LIMIT_MINUTES} minutes: nodes are ended faster than their pods can leave. Give a longer time, or "Never"`;
    return [found(pool, message, { code: "age", values })];
  }
  if (pool.drift === "held" && followsControlPlane(pool)) {
    const message = `drift of ${poolName(pool)} is held, and its nodes expire after ${age}${pool.expireAfter === undefined ? " (the default)" : ""}, whatever its budgets say: a node that expires is replaced with one of the version of the control plane. Release drift before that`;
    return [found(pool, message, { code: "held", values })];
  }
  return [];
}
