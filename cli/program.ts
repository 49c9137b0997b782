import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { commandNamed, commands } from "./commands";
import { INVALID_INPUT } from "./shared/exit-codes";
import { messageOf } from "./shared/failed";
import { visible } from "./shared/visible";

/**
 * Runs a command line, and sets the exit code of the process. Loads only the command that is called.
 *
 * @param args - without the program: ["review", "plan.json"]
 */
export async function runProgram(args: readonly string[]): Promise<void> {
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
  const called = commandNamed(args[0] ?? "");
  for (const command of called === undefined ? listed(args) : [called]) {
    program.addCommand(withDebug(command.copyInheritedSettings(program)));
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its error. Help and version are no errors.
      process.exitCode = error.exitCode === 0 ? 0 : INVALID_INPUT;
      return;
    }
    internalErrorOf(error);
  }
}

/** The environment, so that the programs that a command runs print their stack traces too. */
const TRACED = "cdktf-eks-upgrade";

/** `--debug` of the command, or of each of its subcommands. */
function withDebug(command: Command): Command {
  for (const each of command.commands) {
    withDebug(each);
  }
  return command.commands.length > 0
    ? command
    : command
        .option("--debug", "print the stack trace of an internal error")
        .hook("preAction", (_, called) => {
          if (called.opts<{ readonly debug?: true }>().debug === true) {
            process.env.DEBUG = TRACED;
          }
        });
}

/** All commands for the help, without what only a call needs. Those that are named can be called: "help review". */
function listed(args: readonly string[]): readonly Command[] {
  return Object.entries(commands).map(([name, { summary, load }]) =>
    args.includes(name) ? load() : new Command(name).summary(summary),
  );
}

/** An error that is no fault of the user's. The stack trace is for those who develop this program. */
export function internalErrorOf(error: unknown): void {
  const isTraced = process.env.DEBUG === TRACED;
  const text =
    isTraced && error instanceof Error
      ? `internal error: ${error.stack ?? error.message}`
      : `internal error: ${visible(messageOf(error))}\nThis is a fault of cdktf-eks-upgrade. Nothing was judged or written. Run it again with --debug to get a stack trace.`;
  process.stderr.write(`${text}\n`);
  process.exitCode = INVALID_INPUT;
}
