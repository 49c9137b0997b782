import type { Command } from "commander";

/**
 * Every command, by name. A new command is a file of its own and a row here. A row loads its command only when it is
 * called, because loading all of them takes several times as long. The bundler finds a file by the literal in
 * `require`.
 */
export const commands: Readonly<Record<string, () => Command>> = {
  review: () => loaded<typeof import("./review")>(require("./review")).reviewCommand(),
  status: () => loaded<typeof import("./status")>(require("./status")).statusCommand(),
  plan: () => loaded<typeof import("./plan")>(require("./plan")).planCommand(),
  page: () => loaded<typeof import("./page")>(require("./page")).pageCommand(),
  next: () => loaded<typeof import("./next")>(require("./next")).nextCommand(),
  rehearse: () => loaded<typeof import("./rehearse")>(require("./rehearse")).rehearseCommand(),
  changed: () => loaded<typeof import("./changed")>(require("./changed")).changedCommand(),
  catalog: () => loaded<typeof import("./catalog")>(require("./catalog")).catalogCommand(),
  adopt: () => loaded<typeof import("./adopt")>(require("./adopt")).adoptCommand(),
  preflight: () => loaded<typeof import("./preflight")>(require("./preflight")).preflightCommand(),
  redact: () => loaded<typeof import("./redact")>(require("./redact")).redactCommand(),
  same: () => loaded<typeof import("./same")>(require("./same")).sameCommand(),
  jobs: () => loaded<typeof import("./jobs")>(require("./jobs")).jobsCommand(),
  clusters: () => loaded<typeof import("./clusters")>(require("./clusters")).clustersCommand(),
};

/** The command with this name. `undefined` if there is none. */
export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
}

/** Types what `require` gives. */
function loaded<Module>(module: Module): Module {
  return module;
}
