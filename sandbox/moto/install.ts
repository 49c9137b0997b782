import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const REQUIREMENTS = join(__dirname, "requirements.txt");

/** Where moto is installed unless somebody says otherwise: `.cache` at the root of the project. */
export const CACHE_DIRECTORY = join(__dirname, "..", "..", ".cache");

/** A Python that can import moto. */
export interface MotoInstallation {
  readonly python: string;
  /** AWS's model of the EKS API, which botocore brings along. */
  readonly eksModel: string;
}

/** What keeps moto from being installed, and how to get it. */
export class MotoUnavailable extends Error {
  override readonly name = "MotoUnavailable";
}

export interface InstallOptions {
  /** The folder that holds the virtual environment; made when missing. */
  readonly cacheDirectory: string;
  readonly log: (line: string) => void;
}

/** Installs the pinned moto into a virtual environment, unless it is there. */
export async function installMoto({ cacheDirectory, log }: InstallOptions): Promise<MotoInstallation> {
  const directory = directoryIn(cacheDirectory);
  if (!existsSync(directory)) {
    log("installing moto, once (a minute or two)");
    await mkdir(cacheDirectory, { recursive: true });
    const unfinished = await mkdtemp(join(cacheDirectory, "installing-"));
    try {
      await install(unfinished);
      await rename(unfinished, directory).catch((error: unknown) => {
        if (!existsSync(directory)) throw error; // else another process was faster
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  const installation = installedMoto(cacheDirectory);
  if (installation === undefined) {
    throw new MotoUnavailable(`no botocore in ${directory}: delete that folder and start again`);
  }
  return installation;
}

/** The moto that is installed already, if it is. */
export function installedMoto(cacheDirectory: string): MotoInstallation | undefined {
  const directory = directoryIn(cacheDirectory);
  const lib = join(directory, "lib");
  if (!existsSync(lib)) return undefined;
  const eksModel = readdirSync(lib)
    .map((python) => join(lib, python, "site-packages/botocore/data/eks/2017-11-01/service-2.json.gz"))
    .find((file) => existsSync(file));
  return eksModel === undefined ? undefined : { python: join(directory, "bin", "python"), eksModel };
}

/** Another pin is another folder. */
function directoryIn(cacheDirectory: string): string {
  const fingerprint = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  return join(cacheDirectory, `moto-${fingerprint}`);
}

async function install(directory: string): Promise<void> {
  await rejectWithoutPython();
  try {
    await run("python3", ["-m", "venv", directory]);
  } catch (error) {
    throw new MotoUnavailable(
      `python3 cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv\n${messageOf(error)}`,
    );
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  try {
    await run(join(directory, "bin", "python"), [...pip, "--requirement", REQUIREMENTS]);
  } catch (error) {
    throw new MotoUnavailable(
      `pip cannot install moto (${REQUIREMENTS}); it needs a Python package index, see "pip config"\n${messageOf(error)}`,
    );
  }
}

async function rejectWithoutPython(): Promise<void> {
  const check = "import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)";
  try {
    await run("python3", ["-c", check]);
  } catch {
    throw new MotoUnavailable(
      "the sandbox needs python3 3.10 or newer on the PATH; get it from https://www.python.org/downloads or your system's packages",
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
