#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { reasonOf } from "../upgrade/input/read-json";
import { commandNamed, commands } from "./commands";
import { INVALID_INPUT } from "./shared/exit-codes";
import { messageOf } from "./shared/failed";
import { visible } from "./shared/visible";

/** Loads only the command that is called. The help loads all of them. */
async function main(): Promise<void> {
  process.stdout.on("error", outputFailed);
  process.stderr.on("error", () => {});
  const program = new Command("cdktf-eks-upgrade")
    .description(
      "Every Amazon EKS upgrade step as a small, reviewed diff; and no step that breaks something.",
    )
    .version(version)
    .showHelpAfterError('("--help" tells more)')
    .configureOutput({
      outputError: (text, write) =>
        write(
          text
            .split("\n")
            .map((line) => visible(line))
            .join("\n"),
        ),
    })
    .exitOverride();
  const [, , name = ""] = process.argv;
  const called = commandNamed(name);
  for (const command of called === undefined ? Object.values(commands).map((each) => each()) : [called]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its error. Help and version are no errors.
      process.exitCode = error.exitCode === 0 ? 0 : INVALID_INPUT;
      return;
    }
    internalErrorOf(error);
  }
}

function internalErrorOf(error: unknown): void {
  process.stderr.write(`${internalError(error)}\n`);
  process.exitCode = INVALID_INPUT;
}

/** An error that is no fault of the user's. The stack trace is for those who develop this program. */
function internalError(error: unknown): string {
  const isTraced = process.env.DEBUG === "cdktf-eks-upgrade";
  return isTraced && error instanceof Error
    ? `internal error: ${error.stack ?? error.message}`
    : `internal error: ${visible(messageOf(error))}\nThis is a fault of cdktf-eks-upgrade. Nothing was judged or written. Run it again with DEBUG=cdktf-eks-upgrade to get a stack trace.`;
}

/** The reader of the output may close it early: "| head". A command may set its exit code after this. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    process.stderr.write(`error: the output cannot be written: ${reasonOf(error)}\n`);
    process.once("exit", () => {
      process.exitCode = INVALID_INPUT;
    });
  }
}

// Node ends with 1 on these, which is the code of a rejection.
process.on("uncaughtException", internalErrorOf);
void main();
