import { drainCommand } from "../../upgrade/node-group-phase";

/** What the commands of a document may name. */
export interface Known {
  /** Of package.json. */
  readonly scripts: readonly string[];
  readonly stacks: readonly string[];
  /** The programs of package.json's "bin". */
  readonly programs: readonly string[];
}

/** What is wrong with a line of a shell block, or undefined where it is a command that we know. */
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
    case "npm":
      if (["ci", "install"].includes(first)) {
        return undefined;
      }
      return scripts.includes(first === "run" ? (rest[0] ?? "") : first)
        ? undefined
        : "package.json has no such script";
    case "npx":
      if (programs.includes(first)) {
        return undefined;
      }
      if (first !== "cdktf") {
        return `${first} is no program of ours`;
      }
      return ["synth", "diff", "deploy", "destroy", "list"].includes(rest[0] ?? "")
        ? stackProblem(rest.slice(1))
        : `cdktf has no command "${rest[0]}"`;
    case "terraform": {
      const [, stack = ""] = /^-chdir=cdktf\.out\/stacks\/(.+)$/.exec(first) ?? [];
      return stackProblem([stack]);
    }
    case "kubectl":
      return drainCommand("workers-v1").join(" ") === line.trim()
        ? undefined
        : "it is not the command that drains workers-v1";
    default:
      return `${program} is not a program that the README may take for granted`;
  }
}
