#!/usr/bin/env node
import { reasonOf } from "../upgrade/input/read-json";
import { internalErrorOf, runProgram } from "./program";
import { INVALID_INPUT } from "./shared/exit-codes";

/** The reader of the output may close it early: "| head". A command may set its exit code after this. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    process.stderr.write(`error: the output cannot be written: ${reasonOf(error)}\n`);
    process.once("exit", () => {
      process.exitCode = INVALID_INPUT;
    });
  }
}

process.stdout.on("error", outputFailed);
process.stderr.on("error", () => {});
// Node ends with 1 on these, which is the code of a rejection.
process.on("uncaughtException", internalErrorOf);
void runProgram(process.argv.slice(2));
