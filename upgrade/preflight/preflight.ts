import type { Catalog } from "../eks/catalog/catalog";
import type { Judgement } from "../rules/rules";
import type { OutsidePlans } from "../terraform/outside-plans";
import type { Intent, LiveFacts } from "./live-facts";
import { preflightRules } from "./preflight-rules";

export interface PreflightResult {
  /** At the stack "REGION/CLUSTER" and, as the address, what the finding is about. */
  readonly judgements: readonly Judgement[];
  readonly outsidePlans: readonly OutsidePlans[];
}

/** Evaluates a running cluster. The result depends only on the facts; `review` sorts it and applies waivers. */
export function preflight(facts: LiveFacts, intent: Intent, catalog: Catalog): PreflightResult {
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
  return { judgements, outsidePlans };
}
