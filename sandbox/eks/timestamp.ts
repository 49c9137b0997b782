/** Timestamps in JSON are seconds since 1970. */
export function timestamp(milliseconds: number): number {
  return milliseconds / 1000;
}
