import colors from "picocolors";

/** Only a terminal gets colours, not a file or a pipe. */
export function isColored(): boolean {
  return colors.isColorSupported && process.stdout.isTTY === true;
}
