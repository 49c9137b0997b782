/** The middle value; of two middle values the larger. */
export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * The numbers of clusters from a command line, or `usual` if it gives none.
 *
 * @param script - "bench:planning", of package.json
 */
export function sizesIn(
  words: readonly string[],
  script: string,
  usual: readonly number[],
): readonly number[] {
  const sizes = words.map(Number);
  const bad = words.filter((_, index) => !Number.isInteger(sizes[index]) || (sizes[index] ?? 0) < 1);
  if (bad.length > 0) {
    throw new RangeError(`${bad.join(", ")}: give numbers of clusters, as in "npm run ${script} -- 10 100"`);
  }
  return sizes.length === 0 ? usual : sizes;
}
