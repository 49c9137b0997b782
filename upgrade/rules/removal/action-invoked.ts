import type { ActionInvocation } from "../../fleet/change";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";

/** They send a message or clear a cache, and change nothing that serves requests or runs pods. */
const HARMLESS: ReadonlySet<string> = new Set([
  "aws_cloudfront_create_invalidation",
  "aws_ses_send_email",
  "aws_sns_publish",
]);

/** What they end. */
const HARMFUL: Readonly<Record<string, string>> = {
  aws_ec2_stop_instance: "stops an instance: pods on it end, and no disruption budget is honoured",
};

export const actionInvoked: Rule = {
  id: "action-invoked",
  severity: "error",
  title: "The plan invokes an action whose effect it does not show",
  why: "An action of a provider stops an instance or invokes a function during the apply, and the plan has none of its effects. It can end nodes or change traffic, and no other rule sees that.",
  source: "Terraform 1.14, action blocks and action_invocations of the JSON plan; AWS provider, actions",
  judge: ({ invocations = [] }) => invocations.filter(({ type }) => !HARMLESS.has(type)).map(findingOf),
};

function findingOf({ type, ...place }: ActionInvocation): Finding {
  const harm = HARMFUL[type];
  if (harm !== undefined) {
    const message = `the apply invokes ${type}, which ${harm}. Drain the node, then remove it with its node group`;
    return found(place, message, { code: "harmful", values: { type } });
  }
  const message = `the apply invokes ${type}, and the plan does not show what it changes. Read the configuration of the action (terraform show PLAN), and waive this finding with what you saw`;
  return {
    ...found(place, message, { code: "effect-not-in-plan", values: { type } }),
    isNotEvaluated: true,
  };
}
