import { isUnknown, type Known, UNKNOWN } from "../fleet/state";
import type { Attributes } from "./attributes";
import { get } from "./json";
import { documentsIn } from "./yaml";

/**
 * The image tag in the values of a Helm release: `image.tag`, as in nearly every chart. `undefined` if the values do not
 * have it.
 */
export function imageTagOf(side: Attributes): Known<string> | undefined {
  const values = side.texts("values");
  const set = side.blocks("set");
  if (isUnknown(set)) {
    return UNKNOWN;
  }
  const single = set.findLast((block) => block.text("name") === "image.tag");
  if (single !== undefined) {
    return single.text("value");
  }
  if (isUnknown(values)) {
    return UNKNOWN;
  }
  for (const text of [...(values ?? [])].reverse()) {
    const tag = tagIn(text);
    if (tag !== undefined) {
      return tag;
    }
  }
  return undefined;
}

function tagIn(text: string): Known<string> | undefined {
  if (!text.includes("image") || !text.includes("tag")) {
    return undefined;
  }
  const documents = documentsIn(text);
  if (isUnknown(documents)) {
    return UNKNOWN;
  }
  const tag = get(get(documents[0], "image"), "tag");
  // Helm prints a number as the template of the chart does: 1.30 is 1.3.
  return typeof tag === "string" || typeof tag === "number" ? String(tag) || undefined : undefined;
}
