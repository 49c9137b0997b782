/** A range of a text, and its replacement. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @param changes - they do not overlap. Changes at one position are applied in their order */
export function changed(text: string, changes: readonly TextChange[]): string {
  return changes
    .map((change, index) => ({ ...change, index }))
    .sort((left, right) => right.start - left.start || right.index - left.index)
    .reduce((current, { start, end, text: by }) => current.slice(0, start) + by + current.slice(end), text);
}
