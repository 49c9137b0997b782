import { isRecord, type JsonRecord } from "../../upgrade/terraform/json";
import { textOf } from "../repository/project";

/** A statement that allows something, with every value as a list. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: JsonRecord;
}

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");

const isAllowing = (statement: unknown): statement is JsonRecord =>
  isRecord(statement) && statement.Effect === "Allow";

/** The statements of a policy in workflows/iam/: `statementsOf("plan")`. Without those that deny. */
export function statementsOf(...names: readonly string[]): readonly Statement[] {
  return names.flatMap((name) => {
    const policy: unknown = JSON.parse(textOf(`workflows/iam/${name}-policy.json`));
    const statements = isRecord(policy) && Array.isArray(policy.Statement) ? policy.Statement : [];
    return statements.filter(isAllowing).map((statement) => ({
      sid: String(statement.Sid),
      actions: listOf(statement.Action),
      resources: listOf(statement.Resource),
      condition: isRecord(statement.Condition) ? statement.Condition : {},
    }));
  });
}

/** The actions ("eks:DescribeCluster") that no statement allows on any resource. */
export function notAllowed(actions: readonly string[], statements: readonly Statement[]): readonly string[] {
  return actions.filter(
    (action) =>
      !statements.some(({ actions: patterns }) => patterns.some((pattern) => isLike(pattern, action))),
  );
}

function isLike(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, "i").test(text);
}
