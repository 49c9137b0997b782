import { commandNamed } from "../../cli/commands";

/** Names that the commands of a document can use. */
export interface Known {
  /** The scripts of package.json. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly stacks: readonly string[];
  /** The programs of package.json's "bin". */
  readonly programs: readonly string[];
}

/** The problem with the arguments of our own command. */
function ownProblem(words: readonly string[]): string | undefined {
  const [name = "", ...rest] = words;
  const command = commandNamed(name);
  if (command === undefined) {
    return `cdktf-eks-upgrade has no command "${name}"`;
  }
  const [sub = ""] = rest;
  const named = command.commands.find((each) => each.name() === sub) ?? command;
  if (command.commands.length > 0 && named === command) {
    return `cdktf-eks-upgrade ${name} has no command "${sub}"`;
  }
  const unknown = rest.filter(
    (word) => word.startsWith("-") && !named.options.some(({ long, short }) => [long, short].includes(word)),
  );
  return unknown.length === 0 ? undefined : `cdktf-eks-upgrade ${name} has no option ${unknown.join(", ")}`;
}

/** The problem with a line of a shell block, or undefined if it is a known command. */
export function commandProblem(line: string, { scripts, stacks, programs }: Known): string | undefined {
  const [program = "", first = "", ...rest] = line.trim().split(/\s+/);
  const stackProblem = (names: readonly string[]) => {
    const unknown = names.filter((name) => !name.startsWith("-") && !stacks.includes(name));
    return unknown.length === 0 ? undefined : `there is no stack ${unknown.join(", ")}`;
  };
  switch (program) {
    case "":
    case "#":
    case ".":
    case "cd":
    case "git":
    case "export":
      return undefined;
    case "npm": {
      if (["ci", "install"].includes(first)) {
        return undefined;
      }
      const [name = "", ...options] = first === "run" ? rest : [first, ...rest];
      const script = scripts[name];
      if (script === undefined) {
        return "package.json has no script of this name";
      }
      const [dashes, ...given] = options;
      if (dashes?.startsWith("-") && dashes !== "--") {
        return 'npm takes the options of a script after "--"';
      }
      return script === `node cli/launcher.cjs ${name}` ? ownProblem([name, ...given]) : undefined;
    }
    case "npx":
      if (programs.includes(first)) {
        return ownProblem(rest);
      }
      if (first !== "cdktf") {
        return `${first} is not one of our programs`;
      }
      return ["synth", "diff", "deploy", "destroy", "list"].includes(rest[0] ?? "")
        ? stackProblem(rest.slice(1))
        : `cdktf has no command "${rest[0]}"`;
    case "terraform": {
      const [, stack = ""] = /^-chdir=cdktf\.out\/stacks\/(.+)$/.exec(first) ?? [];
      // Users have programs of their own.
      return first === "show" ? undefined : stackProblem([stack]);
    }
    case "curl":
    case "helm":
    case "kubectl":
      return undefined;
    default:
      return `${program} is not a program that readers have`;
  }
}
