import { run } from "./run";

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
      "Python 3.9 or later with venv, for moto, which plays the rest of AWS (Debian and Ubuntu: apt-get install python3-venv)",
  },
  { command: "git", args: ["--version"], remedy: "git, which shows each step as a diff" },
];

/** What this machine lacks for a rehearsal, each with the way to get it. */
export async function missingPrerequisites(): Promise<readonly string[]> {
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
