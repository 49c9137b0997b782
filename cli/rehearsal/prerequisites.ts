import { INVALID_INPUT } from "../shared/exit-codes";
import { run } from "../shared/run";

interface Prerequisite {
  readonly command: string;
  readonly args: readonly string[];
  readonly remedy: string;
}

const prerequisites: readonly Prerequisite[] = [
  {
    command: "terraform",
    args: ["version"],
    remedy: "Terraform 1.5 or later: https://developer.hashicorp.com/terraform/install",
  },
  {
    command: "python3",
    args: ["-c", "import venv, ensurepip"],
    remedy:
      "Python 3.10 or later with venv, for moto, which plays the rest of AWS (Debian and Ubuntu: apt-get install python3-venv)",
  },
  { command: "git", args: ["--version"], remedy: "git, which shows each step as a diff" },
];

/** Ends the program where this machine lacks something, and says what and how to get it. */
export async function exitWithMissingPrerequisites(): Promise<void> {
  const missing = await missingPrerequisites();
  if (missing.length > 0) {
    console.error(
      `This needs what is not on this machine:\n\n${missing.map((remedy) => `  ${remedy}`).join("\n")}\n`,
    );
    process.exit(INVALID_INPUT);
  }
}

async function missingPrerequisites(): Promise<readonly string[]> {
  const remedies = await Promise.all(
    prerequisites.map(async ({ command, args, remedy }) => {
      try {
        const { code } = await run(command, args, { cwd: process.cwd() });
        return code === 0 ? [] : [remedy];
      } catch {
        return [remedy];
      }
    }),
  );
  return remedies.flat();
}
