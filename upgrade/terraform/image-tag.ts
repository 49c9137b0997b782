import { isUnknown, type Known, UNKNOWN } from "../fleet/state";
import type { Attributes } from "./attributes";

/**
 * The tag of the image that the values of a Helm release name, as nearly every chart has it: `image.tag`. `undefined`
 * where they leave it to the chart.
 */
export function imageTagOf(side: Attributes): Known<string> | undefined {
  const values = side.texts("values");
  const set = side.blocks("set");
  if (isUnknown(set)) {
    return UNKNOWN;
  }
  const [single] = set.filter((block) => block.text("name") === "image.tag");
  if (single !== undefined) {
    return single.text("value");
  }
  if (isUnknown(values)) {
    return UNKNOWN;
  }
  // Those that come later win.
  return [...(values ?? [])].reverse().flatMap(tagIn)[0];
}

/** JSON or YAML: a key and its value on one line is how everybody, every encoder included, writes it. */
function tagIn(text: string): readonly string[] {
  const [, json] = /(?:^|[{,])\s*"?image"?\s*:\s*\{[^{}]*?"?tag"?\s*:\s*"([^"]+)"/.exec(text) ?? [];
  const [, yaml] =
    /^"?image"?:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+"?tag"?:[ \t]*["']?([^\s"'#]+)/m.exec(text) ?? [];
  const tag = json ?? yaml;
  return tag === undefined ? [] : [tag];
}
