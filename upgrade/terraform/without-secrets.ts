import { hasMark } from "./attributes";
import { DEEPEST, get, getText, isRecord, isSameJson, type JsonRecord } from "./json";
import { isChosenKey, isVersionLike } from "./sensitive-text";

/**
 * Replaces a secret. No attribute has this type, so rules read it as unknown, never as a value. The second one replaces a
 * changed secret, so that the change stays visible.
 */
const HIDDEN = [["sensitive"]] as const;
const HIDDEN_CHANGE = [["sensitive, changed"]] as const;

/** A shorter secret is hidden elsewhere only if it is the whole text: "kr" is in every name. */
const SHORTEST_WITHIN = 8;

const IN_TEXT = "(sensitive)";

/**
 * A plan, as `terraform show -json` writes it, without the values that it marks as sensitive. They are removed where they
 * are marked, and where the same text is not marked (a literal in the configuration, a message of a check). Everything
 * else stays, so the plan can be reviewed, compared, kept and shown. A text that looks like a version stays in resources
 * that do not mark it, because many clusters have the same version.
 */
export function withoutSecrets(plan: JsonRecord): JsonRecord {
  const secrets: Secrets = new Map();
  const hidden = withoutMarked(plan, sensitiveVariables(plan), secrets, 0);
  const clean = withoutTexts(hidden, secrets);
  return isRecord(clean) ? clean : {};
}

/** Texts, each with the addresses of the resources that mark it. */
type Secrets = Map<string, Set<string>>;

/** Values of variables have no mark, but their configuration has. */
function sensitiveVariables(plan: JsonRecord): ReadonlySet<string> {
  const declared = get(get(get(plan, "configuration"), "root_module"), "variables");
  return new Set(
    Object.entries(isRecord(declared) ? declared : {}).flatMap(([name, variable]) =>
      get(variable, "sensitive") === true ? [name] : [],
    ),
  );
}

/** The keys of values, each with the key of its marks. */
const MARKED: readonly (readonly [value: string, marks: string])[] = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
  ["values", "sensitive_values"],
  ["config_values", "config_sensitive"],
];

/** The address of the resource whose values are in a part of a plan. Configuration has no values of instances. */
function addressOf(node: JsonRecord): string | undefined {
  return ["change", "values", "config_values"].some((key) => isRecord(get(node, key)))
    ? getText(node, "address")
    : undefined;
}

/** Resources, changes, outputs and variables, wherever they are in the plan. */
function withoutMarked(
  node: unknown,
  variables: ReadonlySet<string>,
  secrets: Secrets,
  depth: number,
  outer?: string,
): unknown {
  if (Array.isArray(node)) {
    return node.map((item: unknown) => withoutMarked(item, variables, secrets, depth + 1, outer));
  }
  if (!isRecord(node) || depth > DEEPEST) {
    return node;
  }
  const address = addressOf(node) ?? outer;
  const keep = (text: string) => secrets.set(text, (secrets.get(text) ?? new Set()).add(address ?? ""));
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    const [, marksKey] = MARKED.find(([valueKey]) => valueKey === key) ?? [];
    if (depth === 0 && key === "variables" && isRecord(value)) {
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, variable]) => [
          name,
          variables.has(name) ? hide(variable, { value: true }, undefined, keep) : variable,
        ]),
      );
    } else if (marksKey !== undefined && Object.hasOwn(node, marksKey)) {
      const before = key === "after" ? get(node, "before") : undefined;
      result[key] = hide(value, get(node, marksKey), before, keep);
    } else if ((key === "value" || key === "default") && get(node, "sensitive") === true) {
      result[key] = hide(value, true, undefined, keep);
    } else {
      result[key] = withoutMarked(value, variables, secrets, depth + 1, address);
    }
  }
  return result;
}

/** @param before - the value before, if the plan has it */
function hide(value: unknown, marks: unknown, before: unknown, keep: (text: string) => void): unknown {
  if (value === null || value === undefined) {
    return value;
  }
  if (!hasMark(marks) || isHidden(value)) {
    return value;
  }
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.map((item: unknown, index) =>
      hide(item, marks[index], Array.isArray(before) ? before[index] : undefined, keep),
    );
  }
  if (isRecord(value) && isRecord(marks)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, hide(item, get(marks, key), get(before, key), keep)]),
    );
  }
  keepTexts(value, keep);
  return before === undefined || before === null || isSameJson(before, value) ? HIDDEN : HIDDEN_CHANGE;
}

const isHidden = (value: unknown) => isSameJson(value, HIDDEN) || isSameJson(value, HIDDEN_CHANGE);

function keepTexts(value: unknown, keep: (text: string) => void): void {
  if (typeof value === "string" && value !== "") {
    keep(value);
  } else if (typeof value === "object" && value !== null) {
    for (const key of isRecord(value) ? Object.keys(value).filter(isChosenKey) : []) {
      keep(key);
    }
    for (const item of Object.values(value)) {
      keepTexts(item, keep);
    }
  }
}

function withoutTexts(node: unknown, secrets: Secrets): unknown {
  // The longest first: a secret may contain another. JSON inside JSON has its own spelling.
  const within = [...secrets.keys()]
    .flatMap((secret) =>
      [...new Set([secret, JSON.stringify(secret).slice(1, -1)])].map((form) => ({ secret, form })),
    )
    .filter(({ form }) => form.length >= SHORTEST_WITHIN)
    .sort((left, right) => right.form.length - left.form.length);
  const isHiddenAt = (secret: string, address: string | undefined) =>
    address === undefined || !isVersionLike(secret) || secrets.get(secret)?.has(address) === true;
  const cleanText = (text: string, address: string | undefined) =>
    secrets.has(text) && isHiddenAt(text, address)
      ? IN_TEXT
      : within
          .filter(({ secret, form }) => text.includes(form) && isHiddenAt(secret, address))
          .reduce((current, { form }) => current.replaceAll(form, IN_TEXT), text);
  const clean = (value: unknown, outer?: string): unknown => {
    if (typeof value === "string") {
      return cleanText(value, outer);
    }
    if (Array.isArray(value)) {
      return isHidden(value) ? value : value.map((item: unknown) => clean(item, outer));
    }
    if (!isRecord(value)) {
      return value;
    }
    const address = addressOf(value) ?? outer;
    const entries = Object.entries(value);
    const keys = entries.map(([key]) => (isChosenKey(key) ? cleanText(key, address) : key));
    return Object.fromEntries(
      // Keys that are hidden stay apart.
      entries.map(([key, item], index) => [
        keys[index] === key ? key : `${keys[index]} ${index + 1}`,
        clean(item, address),
      ]),
    );
  };
  return secrets.size === 0 ? node : clean(node);
}
