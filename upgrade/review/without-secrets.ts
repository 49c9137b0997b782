import { hasMark } from "../plan/attributes";
import { DEEPEST, get, isRecord, isSameJson, type JsonRecord } from "../plan/json";

/**
 * What stands for a secret: of a type that no attribute has. So whoever judges takes it for not known, and never for
 * a value. The second one stands after a change of the secret, so that it stays a change.
 */
const HIDDEN = [["sensitive"]] as const;
const HIDDEN_ANEW = [["sensitive, changed"]] as const;

/** Below this length a secret is hidden elsewhere only where it is the whole text: "kr" is in every name. */
const SHORTEST_WITHIN = 8;

const IN_TEXT = "(sensitive)";

/**
 * A plan, as `terraform show -json` writes it, without the values that it marks as sensitive: neither where they are
 * marked, nor where the same text stands unmarked (a literal in the configuration, a message of a check). All else is
 * as it was, so that it can be judged and compared, kept and shown.
 */
export function withoutSecrets(plan: JsonRecord): JsonRecord {
  const secrets = new Set<string>();
  const hidden = withoutMarked(plan, sensitiveVariables(plan), secrets, 0);
  const clean = withoutTexts(hidden, secrets);
  return isRecord(clean) ? clean : {};
}

/** Values of variables carry no mark: their configuration does. */
function sensitiveVariables(plan: JsonRecord): ReadonlySet<string> {
  const declared = get(get(get(plan, "configuration"), "root_module"), "variables");
  return new Set(
    Object.entries(isRecord(declared) ? declared : {}).flatMap(([name, variable]) =>
      get(variable, "sensitive") === true ? [name] : [],
    ),
  );
}

/** The keys of values, and of the marks that stand beside them. */
const MARKED: readonly (readonly [value: string, marks: string])[] = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
  ["values", "sensitive_values"],
];

/** Resources, changes, outputs and variables, wherever they are in the plan. */
function withoutMarked(
  node: unknown,
  variables: ReadonlySet<string>,
  secrets: Set<string>,
  depth: number,
): unknown {
  if (Array.isArray(node)) {
    return node.map((item: unknown) => withoutMarked(item, variables, secrets, depth + 1));
  }
  if (!isRecord(node) || depth > DEEPEST) {
    return node;
  }
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    const [, marksKey] = MARKED.find(([valueKey]) => valueKey === key) ?? [];
    if (depth === 0 && key === "variables" && isRecord(value)) {
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, variable]) => [
          name,
          variables.has(name) ? hide(variable, { value: true }, undefined, secrets) : variable,
        ]),
      );
    } else if (marksKey !== undefined && Object.hasOwn(node, marksKey)) {
      const before = key === "after" ? get(node, "before") : undefined;
      result[key] = hide(value, get(node, marksKey), before, secrets);
    } else if ((key === "value" || key === "default") && get(node, "sensitive") === true) {
      result[key] = hide(value, true, undefined, secrets);
    } else {
      result[key] = withoutMarked(value, variables, secrets, depth + 1);
    }
  }
  return result;
}

/** @param before - what it was, where that can be told */
function hide(value: unknown, marks: unknown, before: unknown, secrets: Set<string>): unknown {
  if (value === null || value === undefined) {
    return value;
  }
  if (!hasMark(marks) || isHidden(value)) {
    return value;
  }
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.map((item: unknown, index) =>
      hide(item, marks[index], Array.isArray(before) ? before[index] : undefined, secrets),
    );
  }
  if (isRecord(value) && isRecord(marks)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        hide(item, get(marks, key), get(before, key), secrets),
      ]),
    );
  }
  keepTexts(value, secrets);
  return before === undefined || before === null || isSameJson(before, value) ? HIDDEN : HIDDEN_ANEW;
}

const isHidden = (value: unknown) => isSameJson(value, HIDDEN) || isSameJson(value, HIDDEN_ANEW);

function keepTexts(value: unknown, secrets: Set<string>): void {
  if (typeof value === "string" && value !== "") {
    secrets.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) {
      keepTexts(item, secrets);
    }
  }
}

function withoutTexts(node: unknown, secrets: ReadonlySet<string>): unknown {
  // The longest first: a secret may hold another. JSON within JSON has them in its own spelling.
  const within = [...new Set([...secrets].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
    .filter((secret) => secret.length >= SHORTEST_WITHIN)
    .sort((left, right) => right.length - left.length);
  const cleanText = (text: string) =>
    secrets.has(text)
      ? IN_TEXT
      : within.reduce((current, secret) => current.replaceAll(secret, IN_TEXT), text);
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") {
      return cleanText(value);
    }
    if (Array.isArray(value)) {
      return isHidden(value) ? value : value.map(clean);
    }
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]))
      : value;
  };
  return secrets.size === 0 ? node : clean(node);
}
