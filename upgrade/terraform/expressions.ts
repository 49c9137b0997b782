import { DEEPEST, isRecord, type JsonRecord } from "./json";
import { isTemplate, textOfTemplate } from "./template";

/*
 * A synthesized stack in the form of a plan: a template such as "${aws_lb.a.arn}" is known after apply, and its
 * references are the configuration.
 */

/** Keys for Terraform or cdktf that are no attributes. */
const META: ReadonlySet<string> = new Set(["//", "lifecycle", "depends_on", "provider", "count", "for_each"]);

/** The known values: everything except templates. */
export function valuesOf(body: JsonRecord): JsonRecord {
  return Object.fromEntries(attributesOf(body).map(([name, value]) => [name, known(value, 0)]));
}

/** `true` for each template. */
export function marksOf(body: JsonRecord): JsonRecord {
  return Object.fromEntries(attributesOf(body).map(([name, value]) => [name, mark(value, 0)]));
}

/** The references of each template, and the constants. */
export function expressionsOf(body: unknown): JsonRecord {
  return isRecord(body)
    ? Object.fromEntries(attributesOf(body).map(([name, value]) => [name, expression(value, 0)]))
    : {};
}

function attributesOf(body: JsonRecord): readonly [string, unknown][] {
  return Object.entries(body).filter(([name]) => !META.has(name));
}

function known(value: unknown, depth: number): unknown {
  if (isTemplate(value) || depth > DEEPEST) {
    return null;
  }
  if (typeof value === "string") {
    return textOfTemplate(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => known(item, depth + 1));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known(item, depth + 1)]))
    : value;
}

function mark(value: unknown, depth: number): unknown {
  if (isTemplate(value) || depth > DEEPEST) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.map((item) => mark(item, depth + 1));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mark(item, depth + 1)]))
    : false;
}

function expression(value: unknown, depth: number): unknown {
  if (isTemplate(value)) {
    return { references: referencesIn(value), template: value };
  }
  if (depth > DEEPEST) {
    return {};
  }
  if (Array.isArray(value) && value.some((item) => isTemplate(item) || typeof item === "object")) {
    return value.map((item) => expression(item, depth + 1));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expression(item, depth + 1)]))
    : { constant_value: value };
}

/** The traversals in a template: "data.aws_lb_target_group.a.arn". Quoted text inside it is skipped. */
export function referencesIn(template: string): readonly string[] {
  const references: string[] = [];
  for (const inside of template.split(/\$\{/).slice(1)) {
    const code = inside.replace(/\\"/g, '"').replace(/(^|[^[])"[^"]*"/g, "$1");
    for (const [reference] of code.matchAll(TRAVERSAL)) {
      references.push(reference);
    }
  }
  return references;
}

const TRAVERSAL = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\]|\["[^"\]]*"\])+/g;
