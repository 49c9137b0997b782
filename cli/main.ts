#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { CANNOT_BE_JUDGED } from "./shared/exit-codes";
import { messageOf } from "./shared/failed";

/**
 * One file a command: each gives a commander command, whose action sets `process.exitCode`. Only that of the command
 * that is given is loaded; for the help, all are.
 */
const commands: Readonly<Record<string, () => Command>> = {
  review: () => load<typeof import("./review")>("./review").reviewCommand(),
  status: () => load<typeof import("./status")>("./status").statusCommand(),
  plan: () => load<typeof import("./plan")>("./plan").planCommand(),
  next: () => load<typeof import("./next")>("./next").nextCommand(),
  rehearse: () => load<typeof import("./rehearse")>("./rehearse").rehearseCommand(),
  changed: () => load<typeof import("./changed")>("./changed").changedCommand(),
  catalog: () => load<typeof import("./catalog")>("./catalog").catalogCommand(),
  adopt: () => load<typeof import("./adopt")>("./adopt").adoptCommand(),
  preflight: () => load<typeof import("./preflight")>("./preflight").preflightCommand(),
  redact: () => load<typeof import("./redact")>("./redact").redactCommand(),
  same: () => load<typeof import("./same")>("./same").sameCommand(),
  jobs: () => load<typeof import("./jobs")>("./jobs").jobsCommand(),
  clusters: () => load<typeof import("./shared/clusters")>("./clusters").clustersCommand(),
};

function load<Module>(path: string): Module {
  return require(path);
}

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
  const [, , name = ""] = process.argv;
  const given = Object.hasOwn(commands, name) ? commands[name] : undefined;
  for (const command of given === undefined ? Object.values(commands) : [given]) {
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
    console.error(`error: nothing was judged, by a fault of cdktf-eks-upgrade itself: ${messageOf(error)}`);
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
