import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, sep } from "node:path";
import { version } from "../../package.json";
import { parseJson, readJson } from "../../upgrade/input/read-json";
import { getList, getRecord, getText, getTexts } from "../../upgrade/terraform/json";
import { writeWhole } from "./write-file";

/*
 * What a program synthesized before, for as long as everything that it read is the same: modules, files, folders, the
 * environment. A program is run again if it read something that cannot be noted, as the output of another program.
 */

/** How a program is run. */
export interface ProgramRun {
  readonly app: string;
  readonly project: string;
  readonly context: string;
}

/** The kind of what was read, by its path. */
type What = "file" | "kind" | "names" | "modules";

interface Input {
  readonly path: string;
  readonly what: What;
  readonly digest: string;
}

/** The environment of the program in which it notes what it reads, into a folder. */
export function recordingInto(folder: string, run: ProgramRun): Readonly<Record<string, string>> {
  return isReusable(run) && existsSync(RECORDER)
    ? {
        CDKTF_EKS_UPGRADE_RECORD: folder,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(RECORDER)}`.trim(),
      }
    : {};
}

const RECORDER = join(__dirname, "recorder.cjs");

/** One call of Node: what a shell or another program reads, nobody notes. */
function isReusable({ app }: ProgramRun): boolean {
  return process.env.CDKTF_EKS_UPGRADE_REUSE !== "off" && /^node( [\w./:=@-]+)+$/.test(app.trim());
}

/** What the program synthesized, if it would synthesize the same now. */
export function knownSynthesis(run: ProgramRun): unknown {
  if (!isReusable(run)) {
    return undefined;
  }
  const read = readJson(fileOf(run));
  if ("problem" in read || getText(read.value, "day") !== today()) {
    return undefined;
  }
  const inputs = getList(read.value, "inputs").map(inputIn);
  const env = Object.entries(getRecord(read.value, "env") ?? {});
  return inputs.every((input) => input !== undefined && digestOf(input.path, input.what) === input.digest) &&
    env.every(([name, digest]) => envDigest(name) === digest)
    ? getRecord(read.value, "output")?.stacks
    : undefined;
}

function inputIn(value: unknown): Input | undefined {
  const [path, what, digest] = [getText(value, "path"), getText(value, "what"), getText(value, "digest")];
  const kind = KINDS.find((each) => each === what);
  return path === undefined || kind === undefined || digest === undefined
    ? undefined
    : { path, what: kind, digest };
}

const KINDS: readonly What[] = ["file", "kind", "names", "modules"];

/** @param startedAt before the program was started, in milliseconds */
export function rememberSynthesis(run: ProgramRun, folder: string, startedAt: number, stacks: object): void {
  const [record, ...others] = existsSync(folder) ? readdirSync(folder) : [];
  const noted = record === undefined ? undefined : parseJson(readFileSync(join(folder, record), "utf8"));
  if (
    noted === undefined ||
    "problem" in noted ||
    others.length > 0 ||
    getList(noted.value, "unknown").length > 0
  ) {
    return;
  }
  const modules = getTexts(noted.value, "modules");
  const inputs = new Map<string, What>([
    ...getList(noted.value, "reads").flatMap((row): [string, What][] => {
      const [path, what] = Array.isArray(row) ? row : [];
      const kind = KINDS.find((each) => each === what);
      return typeof path === "string" && kind !== undefined ? [[path, kind]] : [];
    }),
    ...modules.map((path): [string, What] => [path, "file"]),
    ...besideModules(modules),
  ]);
  const isOlder = (path: string) => {
    const { mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return mtimeMs < startedAt - CLOCK_STEP;
  };
  if (![...inputs].every(([path, what]) => what !== "file" || isOlder(path))) {
    return;
  }
  const known = {
    day: today(),
    inputs: [...inputs].map(([path, what]): Input => ({ path, what, digest: digestOf(path, what) })),
    env: Object.fromEntries(
      getTexts(noted.value, "env")
        .filter((name) => !OURS.includes(name))
        .map((name) => [name, envDigest(name)]),
    ),
    output: { stacks },
  };
  try {
    mkdirSync(dirname(fileOf(run)), { recursive: true, mode: 0o700 });
    writeWhole(fileOf(run), JSON.stringify(known));
  } catch {
    // The next command runs the program again.
  }
}

/** File systems keep times in steps: a file of the same step may have changed while the program ran. */
const CLOCK_STEP = 50;

/** Variables that each run sets. */
const OURS: readonly string[] = ["CDKTF_OUTDIR", "CDKTF_EKS_UPGRADE_RECORD", "NODE_OPTIONS"];

const INSTALLED = `${sep}node_modules${sep}`;

/** A file that is added can take the place of a module; these decide how modules are found and compiled. */
function besideModules(modules: readonly string[]): readonly [string, What][] {
  const folders = new Set(modules.filter((path) => !path.includes(INSTALLED)).map((path) => dirname(path)));
  const packages = new Set(modules.filter((path) => path.includes(INSTALLED)).map(packageOf));
  const above = new Set([...folders].flatMap(ancestors));
  return [
    ...[...folders].map((path): [string, What] => [path, "modules"]),
    ...[...packages].map((path): [string, What] => [join(path, "package.json"), "file"]),
    ...[...above].flatMap((path): [string, What][] =>
      ["package.json", "tsconfig.json"].map((name) => [join(path, name), "file"]),
    ),
  ];
}

/** "/fleet/node_modules/@cdktf/provider-aws" of a file in it. */
function packageOf(path: string): string {
  const start = path.lastIndexOf(INSTALLED) + INSTALLED.length;
  const [scope = "", name = ""] = path.slice(start).split(sep);
  return path.slice(0, start) + (scope.startsWith("@") ? `${scope}${sep}${name}` : scope);
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function digestOf(path: string, what: What): string {
  const kind = kindOf(path);
  switch (what) {
    case "file":
      return kind === "file" ? sha256(readFileSync(path)) : kind;
    case "kind":
      return kind;
    case "names":
      return kind === "folder" ? sha256(JSON.stringify(readdirSync(path).sort())) : kind;
    case "modules":
      return kind === "folder" ? sha256(JSON.stringify(moduleNames(path))) : kind;
  }
}

function kindOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "nothing" : stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
}

/** Without what commands write beside a program. */
function moduleNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) =>
      entry.isFile()
        ? /\.([cm]?[jt]s|[jt]sx|json|node)$/.test(entry.name)
        : !/^(\..*|cdktf\.out|node_modules)$/.test(entry.name),
    )
    .map(({ name }) => name)
    .sort();
}

/** Values may be secrets. */
function envDigest(name: string): string {
  const value = process.env[name];
  return value === undefined ? "" : sha256(value);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** Not below the project: what a repository contains must not pass for what its program synthesized. */
function fileOf({ app, project, context }: ProgramRun): string {
  const { XDG_CACHE_HOME: cache = join(homedir(), ".cache") } = process.env;
  const at = existsSync(project) ? realpathSync(project) : project;
  const key = sha256(
    JSON.stringify([version, process.version, at, app, context, process.env.NODE_OPTIONS ?? ""]),
  );
  return join(cache, "cdktf-eks-upgrade", "synthesis", `${key}.json`);
}

/** A program may write the day into what it synthesizes. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
