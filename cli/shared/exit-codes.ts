/** What a command that judges ends with: 0 nothing refused, 1 refused. */
export const PASSED = 0;
export const REFUSED = 1;
/** The input, or how the command was called, is wrong: nothing was judged. */
export const CANNOT_BE_JUDGED = 2;
