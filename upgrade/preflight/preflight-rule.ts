import type { Catalog } from "../eks/catalog/catalog";
import type { Finding, Severity } from "../rules/rule";
import type { FactName, Intent, Issue, LiveFacts } from "./live-facts";

/** The input of a preflight rule. */
export interface PreflightInput {
  readonly facts: LiveFacts;
  readonly intent: Intent;
  readonly catalog: Catalog;
}

export type PreflightFinding = Pick<Finding, "message" | "isNotEvaluated" | "severity"> & {
  /** The subject: "subnet-0a1", "workers-v1". @default - the cluster */
  readonly about?: string;
};

/** A rule about a running cluster. As with rules about plans, the id never changes. */
export interface PreflightRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  /** Rejects only if the control plane is about to change; else the rule warns. */
  readonly ofControlPlane?: true;
  judge(input: PreflightInput): readonly PreflightFinding[];
}

/** A finding for a fact that could not be read. */
export function unread(facts: LiveFacts, name: FactName, what: string): readonly PreflightFinding[] {
  const why = facts.unread[name];
  return why === undefined ? [] : [{ message: `${what} could not be read: ${why}`, isNotEvaluated: true }];
}

/** What EKS says of a part of the cluster: it is not ACTIVE, or it has issues. */
export function unhealthy(
  noun: "node group" | "add-on",
  parts: readonly {
    readonly name: string;
    readonly status: string;
    readonly issues: readonly Issue[];
  }[] = [],
): readonly PreflightFinding[] {
  return parts.flatMap(({ name, status, issues }) =>
    [
      ...(status === "ACTIVE" ? [] : [`is ${status}; fix it, or wait until it is ACTIVE`]),
      ...issues.map((issue) => `is unhealthy: ${issueText(issue)}`),
    ].map((what) => ({ about: name, message: `${noun} ${name} ${what}` })),
  );
}

export function issueText({ code, message }: Issue): string {
  return message === "" ? code : `${code}, ${withoutFullStop(message)}`;
}

export function withoutFullStop(text: string): string {
  return text.replace(/\.\s*$/, "");
}
