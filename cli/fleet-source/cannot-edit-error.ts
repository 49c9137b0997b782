/** The message says what the editor cannot change, where, and what to do. */
export class CannotEdit extends Error {}
