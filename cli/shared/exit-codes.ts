/** The exit codes of a command: 0 accepted or done, 1 rejected. */
export const ACCEPTED = 0;
export const REJECTED = 1;
/** The input or an option is invalid: the command did nothing. */
export const INVALID_INPUT = 2;
