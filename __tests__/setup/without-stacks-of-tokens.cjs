// For each token, cdktf records the whole stack trace of its creation, without a limit. In jest, which looks up the lines
// of TypeScript, this takes half of the time of a synthesis, and no test reads it. (stacks/synthesize.ts does the same.)
const { captureStackTrace } = Error;
Error.captureStackTrace = (object, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) {
    captureStackTrace(object, below);
  }
};
