import type { Catalog } from "../eks/catalog/catalog";
import { EMPTY_FLEET } from "../fleet/state";
import { type ReviewResult, review } from "../review/review";
import type { Waiver } from "../review/waiver";
import type { Judgement } from "../rules/rules";
import type { Intent, LiveFacts } from "./live-facts";
import { preflightRules } from "./preflight-rules";

/**
 * Judges what runs, in the form of a review: the same facts have the same result.
 *
 * @param waivers - those that hold on `day`, by the rule's id and what the finding is about
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
  const notInView = [
    {
      stack,
      address: facts.clusterName,
      message:
        facts.nodes === undefined
          ? 'kubelets of nodes outside of managed node groups, and pods, which only the Kubernetes API knows (--nodes asks it for the nodes, as "kubectl get nodes" does)'
          : "pods, and which APIs their code calls",
    },
  ];
  return review({ ...nothing, notInView }, judgements, waivers, day);
}
