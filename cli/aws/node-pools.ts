import { NODE_POOL_LABEL, POOL_DEFAULTS } from "../../upgrade/eks/node-pool";
import type { DisruptionBudget } from "../../upgrade/eks/node-pool-drift";
import type { LiveNodePool } from "../../upgrade/preflight/live-facts";
import { get, getList, getRecord, getText, getTexts } from "../../upgrade/terraform/json";
import { type KubernetesApi, pagesOf, podsIn, tokenOf } from "./nodes";

/** What the Kubernetes API answers of node pools. */
export interface PoolObjects {
  readonly pools: readonly unknown[];
  readonly claims: readonly unknown[];
  readonly podDisruptionBudgets: readonly unknown[];
  /** By node: those on drifted nodes. */
  readonly pods: ReadonlyMap<string, readonly unknown[]>;
}

/**
 * The node pools of Karpenter and Auto Mode, with what holds back the drift of their nodes. Only lists. Empty for a cluster
 * without pools.
 *
 * @throws AwsProblem
 */
export async function nodePoolsOf(api: KubernetesApi): Promise<readonly LiveNodePool[]> {
  const token = await tokenOf(api);
  const items = async (...asked: readonly [Parameters<typeof pagesOf>[2], string, string?]) => {
    const pages = await pagesOf(api, token, ...asked);
    return pages.flatMap((page) => getList(page, "items"));
  };
  const pools = await items("NodePoolList", "/apis/karpenter.sh/v1/nodepools");
  if (pools.length === 0) {
    return [];
  }
  const claims = await items("NodeClaimList", "/apis/karpenter.sh/v1/nodeclaims");
  const drifted = claims.filter(isDrifted).flatMap((claim) => nodeOf(claim) ?? []);
  const pods = new Map<string, readonly unknown[]>();
  for (const node of drifted) {
    const on = `fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`;
    pods.set(node, await items("PodList", "/api/v1/pods", on));
  }
  const podDisruptionBudgets =
    drifted.length === 0
      ? []
      : await items("PodDisruptionBudgetList", "/apis/policy/v1/poddisruptionbudgets");
  return nodePoolsIn({ pools, claims, podDisruptionBudgets, pods });
}

/** By name. */
export function nodePoolsIn({
  pools,
  claims,
  podDisruptionBudgets,
  pods,
}: PoolObjects): readonly LiveNodePool[] {
  return pools
    .map((pool): LiveNodePool => {
      const name = getText(getRecord(pool, "metadata"), "name") ?? "";
      const spec = getRecord(pool, "spec");
      const drifted = claims.filter((claim) => isDrifted(claim) && poolOf(claim) === name);
      const onThem = drifted.flatMap((claim) => pods.get(nodeOf(claim) ?? "") ?? []);
      return {
        name,
        budgets: budgetsIn(getRecord(spec, "disruption")),
        limits: quantities(getRecord(spec, "limits")),
        resources: quantities(getRecord(getRecord(pool, "status"), "resources")),
        drifted: drifted.length,
        blocking: onThem.flatMap((pod) => blockerOf(pod, podDisruptionBudgets) ?? []),
      };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function isDrifted(claim: unknown): boolean {
  return getList(getRecord(claim, "status"), "conditions").some(
    (condition) => getText(condition, "type") === "Drifted" && getText(condition, "status") === "True",
  );
}

function nodeOf(claim: unknown): string | undefined {
  return getText(getRecord(claim, "status"), "nodeName");
}

function poolOf(claim: unknown): string | undefined {
  return getText(get(getRecord(claim, "metadata"), "labels"), NODE_POOL_LABEL);
}

function budgetsIn(disruption: unknown): readonly DisruptionBudget[] {
  const budgets = getList(disruption, "budgets").map((budget): DisruptionBudget => {
    const [schedule, duration] = [getText(budget, "schedule"), getText(budget, "duration")];
    const reasons = getTexts(budget, "reasons");
    return {
      nodes: getText(budget, "nodes") ?? "",
      ...(reasons.length === 0 ? {} : { reasons }),
      ...(schedule === undefined ? {} : { schedule }),
      ...(duration === undefined ? {} : { duration }),
    };
  });
  return budgets.length === 0 ? POOL_DEFAULTS.budgets : budgets;
}

function quantities(values: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(typeof values === "object" && values !== null ? values : {}).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
}

const DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";

/** Why a pod cannot be evicted now; `undefined` if it can, or if no drain evicts it. */
function blockerOf(pod: unknown, budgets: readonly unknown[]): string | undefined {
  const metadata = getRecord(pod, "metadata");
  const [name] = podsIn({ items: [pod] });
  const phase = getText(getRecord(pod, "status"), "phase");
  if (name === undefined || phase === "Succeeded" || phase === "Failed") {
    return undefined;
  }
  if (getText(get(metadata, "annotations"), DO_NOT_DISRUPT) === "true") {
    return `${name} (do-not-disrupt)`;
  }
  const holding = budgets.find(
    (budget) =>
      getText(getRecord(budget, "metadata"), "namespace") === getText(metadata, "namespace") &&
      get(getRecord(budget, "status"), "disruptionsAllowed") === 0 &&
      selects(getRecord(getRecord(budget, "spec"), "selector"), get(metadata, "labels")),
  );
  return holding === undefined
    ? undefined
    : `${name} (PodDisruptionBudget ${getText(getRecord(holding, "metadata"), "name") ?? ""} allows 0)`;
}

/** An empty selector selects all pods, a missing one none. */
function selects(selector: unknown, labels: unknown): boolean {
  return (
    selector !== undefined &&
    Object.entries(getRecord(selector, "matchLabels") ?? {}).every(
      ([key, value]) => getText(labels, key) === value,
    ) &&
    getList(selector, "matchExpressions").every((expression) => isMet(expression, labels))
  );
}

function isMet(expression: unknown, labels: unknown): boolean {
  const value = getText(labels, getText(expression, "key") ?? "");
  const values = getTexts(expression, "values");
  switch (getText(expression, "operator")) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}
