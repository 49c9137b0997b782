/*
 * Terraform evaluates "${…}" and "%{…}" in every string of its JSON, in keys of maps too. A string that is to stay as it
 * is has one more "$" or "%" in front of them.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */

/** Whether Terraform evaluates something in a string. */
export function isTemplate(value: unknown): value is string {
  return typeof value === "string" && /(^|[^$])\$\{|(^|[^%])%\{/.test(value);
}

/** The text that a string means, if nothing in it is evaluated. */
export function textOfTemplate(template: string): string {
  return template.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** The string that means a text. */
export function templateOfText(text: string): string {
  // In a replacement text, "$$" is one "$".
  return text.replaceAll("${", "$$$${").replaceAll("%{", "%%{");
}

/** A value whose texts and keys, at any depth, mean what they are. */
export function literal(value: unknown): unknown {
  if (typeof value === "string") {
    return templateOfText(value);
  }
  if (Array.isArray(value)) {
    return value.map(literal);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [templateOfText(key), literal(each)]))
    : value;
}
