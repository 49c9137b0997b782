#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { adoptCommand } from "./adopt";
import { catalogCommand } from "./catalog";
import { changedCommand } from "./changed";
import { CANNOT_BE_JUDGED } from "./exit-codes";
import { jobsCommand } from "./jobs";
import { redactCommand } from "./redact";
import { reviewCommand } from "./review";
import { sameCommand } from "./same";

/** One file a command: each gives a commander command, whose action sets `process.exitCode`. */
const commands: readonly (() => Command)[] = [
  reviewCommand,
  changedCommand,
  catalogCommand,
  adoptCommand,
  redactCommand,
  sameCommand,
  jobsCommand,
];

async function main(): Promise<void> {
  // Whoever reads the output may have seen enough: "| head".
  process.stdout.on("error", endQuietly);
  const program = new Command("cdktf-eks-upgrade")
    .description(
      "Every Amazon EKS upgrade step as a small, reviewed diff; and no step that breaks something.",
    )
    .version(version)
    .showHelpAfterError('("--help" tells more)')
    .exitOverride();
  for (const command of commands) {
    program.addCommand(command().copyInheritedSettings(program));
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // It has told its error already; help and version are none.
      process.exitCode = error.exitCode === 0 ? 0 : CANNOT_BE_JUDGED;
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    console.error(`error: nothing was judged, by a fault of cdktf-eks-upgrade itself: ${message}`);
    process.exitCode = CANNOT_BE_JUDGED;
  }
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    console.error(`error: the output cannot be written: ${error.message}`);
    process.exitCode = CANNOT_BE_JUDGED;
  }
}

void main();
