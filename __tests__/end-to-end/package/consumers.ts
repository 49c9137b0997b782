import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Finished, run } from "../../../cli/shared/run";

/* Programs outside the repository that install the packed package. */

export const PROJECT = resolve(__dirname, "..", "..", "..");
const CONSUMERS = join(PROJECT, "__tests__", "consumers");

/** The name in the folder that consumers install the package from. */
const TARBALL = "cdktf-eks-upgrade.tgz";

/** The folder of all programs. */
export const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-package-"));

export function removeConsumers(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Packs the package. @returns the paths of its files */
export async function pack(): Promise<readonly string[]> {
  const { stdout } = await mustRun("npm", ["pack", "--json", "--pack-destination", folder], PROJECT);
  // The build of the package can print before.
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  renameSync(join(folder, filename), join(folder, TARBALL));
  return files.map(({ path }: { path: string }) => path);
}

/** Copies a program to a folder outside the repository. */
export function copied(consumer: string, to = join(folder, consumer)): void {
  cpSync(join(CONSUMERS, consumer), to, { recursive: true });
}

/** Installs the packed package as a user does. Other packages come from npm's cache if they are there. */
export const install = () =>
  `npm install --no-audit --no-fund --ignore-scripts --prefer-offline ../${TARBALL}`;

/** The synthesized stack without the metadata of cdktf. */
export function withoutNotes(path: string) {
  return JSON.parse(readFileSync(path, "utf8"), (key, value) => (key === "//" ? undefined : value));
}

export async function mustRun(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const finished = await run(command, args, { cwd, env });
  if (finished.code !== 0) {
    throw new Error(
      `${command} ${args.join(" ")} ended with ${finished.code}:\n${finished.stdout}${finished.stderr}`,
    );
  }
  return finished;
}
