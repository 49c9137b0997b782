import type { Command } from "commander";

/**
 * Every command, by name. A new command is a file of its own and a row here. A row loads its command only when it is
 * called, because loading all of them takes several times as long.
 */
export const commands: Readonly<Record<string, () => Command>> = {
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
  clusters: () => load<typeof import("./clusters")>("./clusters").clustersCommand(),
};

/** The command with this name. `undefined` if there is none. */
export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
}

function load<Module>(path: string): Module {
  return require(path);
}
