/** Lines by which whoever starts a command sees how far it is. Tests wait for them. */

/** The last line of `npm run sandbox`, once AWS runs and its file of endpoints is written. */
export const SANDBOX_IS_READY =
  "Ctrl-C stops it and deletes everything in it. Remove terraform.*.tfstate then.";

/** The start of the line before a step of a rehearsal, counted from 1. */
export const stepLine = (step: number): string => `Step ${step} of `;
