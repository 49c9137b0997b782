import colors from "picocolors";

/** Colours are for people: a file or a pipe gets none. */
export function isColored(): boolean {
  return colors.isColorSupported && process.stdout.isTTY === true;
}
