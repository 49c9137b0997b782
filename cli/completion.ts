import { Argument, Command } from "commander";
import { scriptFor } from "./completion/script";
import { ACCEPTED } from "./shared/exit-codes";

const EXAMPLES = `
For this shell, or for each one in the file that it reads at its start:
  source <(cdktf-eks-upgrade completion bash)
  source <(cdktf-eks-upgrade completion zsh)
  cdktf-eks-upgrade completion fish | source

Exit code 0: printed.`;

/** @param all loads all commands */
export function completionCommand(all: () => readonly Command[]): Command {
  return new Command("completion")
    .summary("print a script that completes commands and options in a shell")
    .description("Prints a script with which a shell completes commands, options and files.")
    .addArgument(new Argument("<shell>", "your shell").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", EXAMPLES)
    .action((shell: string) => {
      process.stdout.write(scriptFor(shell, all()));
      process.exitCode = ACCEPTED;
    });
}
