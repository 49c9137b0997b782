export function isWhole(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** What is expected of a number, in words. */
export function wholeNumber(least: number, most?: number): string {
  return most === undefined ? `a whole number, ${least} or more` : `a whole number from ${least} to ${most}`;
}
