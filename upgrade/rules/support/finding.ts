import type { Place } from "../../fleet/state";
import type { Finding } from "../rule";

/** What a finding says beside its message. */
type Facts = Pick<Finding, "code" | "values" | "severity">;

/** A finding at a place. */
export function found({ stack, address }: Place, message: string, facts: Facts = {}): Finding {
  return { stack, address, message, ...facts };
}

/** The fix if nobody knows which cluster a resource belongs to. */
export const NAME_THE_CLUSTER =
  "Name the cluster by its resource (cluster_name = aws_eks_cluster.example.name), or apply what it comes from in an earlier change";

/**
 * A finding for a value that Terraform knows only after apply.
 *
 * @param value - what is not known: "the version of cluster alpha"
 * @param question - what it decides: "whether EKS has it"
 */
export function notEvaluated(
  place: Place,
  value: string,
  question: string,
  fix = "Write the value in the code, or apply what it comes from in an earlier change",
  values: Finding["values"] = {},
): Finding {
  const message = `${value} is known after apply, so this plan does not show ${question}. ${fix}`;
  return { ...found(place, message, { code: "known-after-apply", values }), isNotEvaluated: true };
}

/**
 * A finding for a fact that no plan holds.
 *
 * @param command - what shows it: "kubectl get nodes"
 */
export function notInPlan(place: Place, value: string, question: string, command: string): Finding {
  const message = `${value} is not in the plan, so the plan does not show ${question}. Check it by hand (${command}), and waive this finding with what you saw`;
  return { ...found(place, message, { code: "not-in-plan" }), isNotEvaluated: true };
}
