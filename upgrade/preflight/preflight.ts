import type { Catalog } from "../eks/catalog/catalog";
import { EMPTY_FLEET } from "../fleet/state";
import { type ReviewResult, review } from "../review/review";
import type { Waiver } from "../review/waiver";
import type { Judgement } from "../rules/rules";
import type { Intent, LiveFacts } from "./live-facts";
import { preflightRules } from "./preflight-rules";

/**
 * Evaluates a running cluster. The result has the form of a review and depends only on the facts.
 *
 * @param waivers - waivers that are valid on `day`, by the id of the rule and the subject of the finding
 */
export function preflight(
  facts: LiveFacts,
  intent: Intent,
  catalog: Catalog,
  day: string,
  waivers: readonly Waiver[] = [],
): ReviewResult {
  const stack = `${facts.region}/${facts.clusterName}`;
  const judgements = preflightRules.flatMap((rule): readonly Judgement[] =>
    rule.judge({ facts, intent, catalog }).map(({ about = facts.clusterName, ...finding }) => ({
      severity: rule.severity,
      ...finding,
      ...(rule.ofControlPlane && !intent.isOfControlPlane ? { severity: "warning" as const } : {}),
      stack,
      address: about,
      rule: rule.id,
    })),
  );
  const nothing = { before: EMPTY_FLEET, after: EMPTY_FLEET, resources: [] };
  const outsidePlans = [
    {
      stack,
      address: facts.clusterName,
      message:
        facts.nodes === undefined
          ? 'kubelets of nodes outside managed node groups, and pods: only the Kubernetes API has them (--nodes reads the nodes, as "kubectl get nodes" does)'
          : "pods, and the APIs that their code calls",
    },
  ];
  return review({ ...nothing, outsidePlans }, judgements, waivers, day);
}
