import type { Command } from "commander";

interface CommandRow {
  /** For the list of commands. */
  readonly summary: string;
  readonly load: () => Command;
}

/**
 * Every command, by name. A new command is a file of its own and a row here. A row loads its command only when it is
 * called, because loading all of them takes several times as long. The bundler finds a file by the literal in
 * `require`.
 */
export const commands: Readonly<Record<string, CommandRow>> = {
  review: {
    summary: "check Terraform plans before they are applied",
    load: () => loaded<typeof import("./review")>(require("./review")).reviewCommand(),
  },
  status: {
    summary: "report versions, support and upgrades of the fleet",
    load: () => loaded<typeof import("./status")>(require("./status")).statusCommand(),
  },
  plan: {
    summary: "plan an upgrade, step by step",
    load: () => loaded<typeof import("./plan")>(require("./plan")).planCommand(),
  },
  page: {
    summary: "write a page that shows the fleet and its upgrade",
    load: () => loaded<typeof import("./page")>(require("./page")).pageCommand(),
  },
  next: {
    summary: "show the next step of an upgrade as a diff, or write it",
    load: () => loaded<typeof import("./next")>(require("./next")).nextCommand(),
  },
  rehearse: {
    summary: "rehearse a whole upgrade on this machine",
    load: () => loaded<typeof import("./rehearse")>(require("./rehearse")).rehearseCommand(),
  },
  changed: {
    summary: "list the stacks that a change of the code changes",
    load: () => loaded<typeof import("./changed")>(require("./changed")).changedCommand(),
  },
  catalog: {
    summary: "the dated catalog of what EKS offers",
    load: () => loaded<typeof import("./catalog")>(require("./catalog")).catalogCommand(),
  },
  adopt: {
    summary: "bring an existing cluster under code",
    load: () => loaded<typeof import("./adopt")>(require("./adopt")).adoptCommand(),
  },
  preflight: {
    summary: "check a running cluster before a step is applied",
    load: () => loaded<typeof import("./preflight")>(require("./preflight")).preflightCommand(),
  },
  redact: {
    summary: "remove the sensitive values from a plan",
    load: () => loaded<typeof import("./redact")>(require("./redact")).redactCommand(),
  },
  same: {
    summary: "check that a plan matches the reviewed plan",
    load: () => loaded<typeof import("./same")>(require("./same")).sameCommand(),
  },
  jobs: {
    summary: "list what CI plans and applies for a change of the code",
    load: () => loaded<typeof import("./jobs")>(require("./jobs")).jobsCommand(),
  },
  clusters: {
    summary: "list the clusters to check before plans are applied",
    load: () => loaded<typeof import("./clusters")>(require("./clusters")).clustersCommand(),
  },
  completion: {
    summary: "print a script that completes commands and options in a shell",
    load: () =>
      loaded<typeof import("./completion")>(require("./completion")).completionCommand(() =>
        Object.values(commands).map(({ load }) => load()),
      ),
  },
};

/** The command with this name. `undefined` if there is none. */
export function commandNamed(name: string): Command | undefined {
  return Object.hasOwn(commands, name) ? commands[name]?.load() : undefined;
}

/** Types what `require` gives. */
function loaded<Module>(module: Module): Module {
  return module;
}
