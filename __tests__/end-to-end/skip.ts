/** Prints what is skipped, and why, as `.ci/run` repeats it before its totals. */
export function skipped(what: string, why: string): void {
  process.stdout.write(`skipped: ${what}: ${why}\n`);
}

/** `describe`, or `describe.skip` if something is missing, with the reason. */
export function describeUnless(missing: string | undefined, what: string): jest.Describe {
  if (missing === undefined) {
    return describe;
  }
  skipped(what, missing);
  return describe.skip;
}

/** `test`, or `test.skip` if something is missing, with the reason. */
export function testUnless(missing: string | undefined, what: string): jest.It {
  if (missing === undefined) {
    return test;
  }
  skipped(what, missing);
  return test.skip;
}
