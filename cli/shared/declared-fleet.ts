import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize, resolve, sep } from "node:path";
import type { FleetState } from "../../upgrade/fleet/state";
import { parseJson, type ReadJson, readJson, reasonOf } from "../../upgrade/input/read-json";
import { get, getRecord, getText, getTexts } from "../../upgrade/terraform/json";
import { readPlans } from "../../upgrade/terraform/read-plans";
import { readSynthesized } from "../../upgrade/terraform/read-synthesized";
import { knownSynthesis, recordingInto, rememberSynthesis } from "./known-synthesis";
import { plansIn } from "./plan-files";

/** What a program synthesized of one stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** What is in its cdk.tf.json, with no path of this machine in it. */
  readonly json: unknown;
  /** Below cdktf.out: "stacks/alpha-kr-a". */
  readonly workingDirectory: string;
  /** The stacks that cdktf itself knows it to need, by reference or by `addDependency`. */
  readonly dependencies: readonly string[];
}

/** A sentence for each thing that is wrong. */
export interface Wrong {
  readonly problems: readonly string[];
}

/** The fleet that the program of a project declares, as it synthesizes it now. */
export async function declaredFleet(project: string): Promise<FleetState | Wrong> {
  const stacks = await synthesisIn(project, { isReused: true });
  if ("problems" in stacks) {
    return stacks;
  }
  const fleet = readSynthesized(stacks);
  return "problem" in fleet ? { problems: [fleet.problem] } : fleet;
}

/**
 * The fleet as plans leave it, all of them one fleet: files of "terraform show -json". What they mark as sensitive is
 * not known, so that nothing that is made of it can hold it.
 */
export function plannedFleet(paths: readonly string[]): FleetState | Wrong {
  const { plans, problems } = plansIn(paths, "taken-out");
  return problems.length > 0 ? { problems } : readPlans(plans).after;
}

export interface SynthesisOptions {
  /**
   * Whether a program that reads the same as before is not run again. Not for what CI decides on: there a program runs
   * once, and nothing on the machine takes its place. @default false
   */
  readonly isReused?: boolean;
}

/**
 * The stacks of a folder: of a project (it has a cdktf.json), synthesized now and elsewhere, its own cdktf.out left
 * as it is; or of a cdktf.out (it has a manifest.json), read as it is.
 */
export async function synthesisIn(
  folder: string,
  { isReused = false }: SynthesisOptions = {},
): Promise<readonly SynthesizedStack[] | Wrong> {
  const at = resolve(folder);
  if (existsSync(join(at, "cdktf.json"))) {
    return synthesizedNow(folder, at, isReused);
  }
  if (existsSync(join(at, "manifest.json"))) {
    return stacksIn(folder, at, resolve(at, ".."));
  }
  return {
    problems: [
      existsSync(at)
        ? `${folder}: it has no cdktf.json, so it is not a project, and no manifest.json, so it is not a cdktf.out: give one of the two`
        : `${folder}: there is no such folder`,
    ],
  };
}

async function synthesizedNow(
  folder: string,
  at: string,
  isReused: boolean,
): Promise<readonly SynthesizedStack[] | Wrong> {
  const config = readJson(join(at, "cdktf.json"));
  const app = "problem" in config ? undefined : getText(config.value, "app");
  if ("problem" in config || app === undefined || app.trim() === "") {
    const problem = "problem" in config ? config.problem : 'it has no program: add an "app"';
    return { problems: [`${join(folder, "cdktf.json")}: ${problem}`] };
  }
  const context = JSON.stringify(getRecord(config.value, "context") ?? {});
  const programRun = { app, project: at, context };
  const known = isReused ? stacksOfRecord(knownSynthesis(programRun)) : undefined;
  if (known !== undefined) {
    return known;
  }
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-synthesis-"));
  const record = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-reads-"));
  const startedAt = Date.now();
  try {
    const { code, output } = await runProgram(app, at, {
      CDKTF_OUTDIR: outdir,
      CDKTF_CONTEXT_JSON: context,
      ...(isReused ? recordingInto(record, programRun) : {}),
      // Otherwise npx downloads a program that is not installed.
      npm_config_offline: "true",
      npm_config_yes: "false",
      // Errors of npx are printed, also if the parent process is "npm run --silent".
      npm_config_loglevel: "error",
    });
    if (code !== 0) {
      return {
        problems: [
          `${folder}: its program ("${app}") ended with ${code}: repair it, or run "npm ci" there if nothing is installed`,
          ...said(output),
        ],
      };
    }
    if (!existsSync(join(outdir, "manifest.json"))) {
      return {
        problems: [
          `${folder}: its program ("${app}") wrote no stacks to the folder of CDKTF_OUTDIR: remove "outdir" of the App, and call app.synth()`,
          ...said(output),
        ],
      };
    }
    const stacks = stacksIn(folder, outdir, at);
    if (isReused && !("problems" in stacks)) {
      rememberSynthesis(programRun, record, startedAt, stacks);
    }
    return stacks;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
    rmSync(record, { recursive: true, force: true });
  }
}

/** `undefined` if it is not what this version writes. */
function stacksOfRecord(value: unknown): readonly SynthesizedStack[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const stacks = value.flatMap((each: unknown): SynthesizedStack[] => {
    const [name, workingDirectory] = [getText(each, "name"), getText(each, "workingDirectory")];
    return name === undefined || workingDirectory === undefined
      ? []
      : [{ name, json: get(each, "json"), workingDirectory, dependencies: getTexts(each, "dependencies") }];
  });
  return stacks.length === value.length ? stacks : undefined;
}

function said(output: string): readonly string[] {
  const text = output.trimEnd();
  return text === "" ? [] : text.split("\n").map((line) => `  ${line}`.trimEnd());
}

interface Ended {
  readonly code: number;
  /** The output of both streams, in order. */
  readonly output: string;
}

function runProgram(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((finish) => {
    const child = spawn(command, {
      cwd,
      env: { ...process.env, ...env },
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.on("data", (part: Buffer) => output.push(part));
    const ended = (code: number, more = "") =>
      finish({ code, output: `${Buffer.concat(output).toString("utf8")}${more}` });
    child.on("error", ({ message }) => ended(1, message));
    child.on("close", (code) => ended(code ?? 1));
  });
}

/** @param project - the folder of the program: cdktf writes the absolute path of a local state */
function stacksIn(folder: string, outdir: string, project: string): readonly SynthesizedStack[] | Wrong {
  const manifest = readJson(join(outdir, "manifest.json"));
  const stacks = "problem" in manifest ? undefined : getRecord(manifest.value, "stacks");
  if (stacks === undefined) {
    return {
      problems: [
        `${folder}: the manifest.json of its cdktf.out ${"problem" in manifest ? `cannot be used: ${manifest.problem}` : "has no stacks"}. Synthesize again`,
      ],
    };
  }
  const problems: string[] = [];
  const found = Object.entries(stacks).flatMap(([name, stack]): SynthesizedStack[] => {
    const path = getText(stack, "synthesizedStackPath") ?? join("stacks", name, "cdk.tf.json");
    const workingDirectory = getText(stack, "workingDirectory") ?? `stacks/${name}`;
    const outside = [name, path, workingDirectory].find((each) => !isBelow(each));
    if (outside !== undefined || /[/\\]/.test(name)) {
      problems.push(
        `${folder}: stack ${JSON.stringify(name)}: ${JSON.stringify(outside ?? name)} leaves the folder of the synthesis. Workflows run Terraform there and name files after stacks: expected a path below, and a name without slashes`,
      );
      return [];
    }
    const json = readWithoutPaths(join(outdir, path), project);
    if ("problem" in json) {
      problems.push(`${folder}: stack ${name}: ${path}: ${json.problem}. Synthesize again`);
      return [];
    }
    return [
      {
        name,
        json: json.value,
        workingDirectory,
        dependencies: getTexts(stack, "dependencies"),
      },
    ];
  });
  return problems.length > 0 ? { problems } : found;
}

/** Whether a path stays in the folder that it is relative to, and is one line. */
function isBelow(path: string): boolean {
  const [first] = normalize(path).split(/[/\\]/);
  return first !== "" && first !== ".." && first !== "." && !/^[a-z]:/i.test(path) && !/\p{Cc}/u.test(path);
}

function readWithoutPaths(path: string, project: string): ReadJson {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return { problem: `cannot be read: ${reasonOf(error)}` };
  }
  const folders = new Set([project, existsSync(project) ? realpathSync(project) : project]);
  return parseJson(
    [...folders].reduce(
      (current, from) => current.replaceAll(JSON.stringify(`${from}${sep}`).slice(0, -1), '"./'),
      text,
    ),
  );
}
