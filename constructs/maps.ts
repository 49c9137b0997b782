import { Fn, Token } from "cdktf";
import { isUnresolved } from "./validation";

type Texts = Readonly<Record<string, string>>;

/** The tags of the code and our own, which win; `undefined` if neither has any: an empty map would be an attribute. */
export function withMarks(tags: Texts | undefined, marks: Texts): Record<string, string> | undefined {
  return tags === undefined && Object.keys(marks).length === 0 ? undefined : mergedTexts(tags, marks);
}

/** The texts of all maps by name, the last of each name. Terraform merges maps that are known after apply. */
export function mergedTexts(...maps: readonly (Texts | undefined)[]): Record<string, string> {
  const given = maps.filter((map) => map !== undefined);
  return given.some(isUnresolved)
    ? Token.asStringMap(Fn.merge(given.filter((map) => isUnresolved(map) || Object.keys(map).length > 0)))
    : Object.assign({}, ...given);
}
