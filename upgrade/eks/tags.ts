type Tags = Readonly<Record<string, string>>;

/** The tags of the code and our own, which win; `undefined` if neither has any: an empty map would be an attribute. */
export function withMarks(tags: Tags | undefined, marks: Tags): Record<string, string> | undefined {
  return tags === undefined && Object.keys(marks).length === 0 ? undefined : { ...tags, ...marks };
}
