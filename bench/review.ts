import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { planOf } from "./plans";
import { reportUsage, type Usage } from "./usage";

/*
 * What a review costs: of one plan with 300 clusters, of 1,000 plans together, and of 5,000, against two programs that
 * read and parse the same files and do nothing else: "hold" has them all in memory at the end, as whoever judges them
 * together must without further ado; "drop" forgets each before the next, which is the least that can be done. Both run as JavaScript, compiled before: tsx
 * would take longer to start than either to work. Figures are printed, and nothing fails.
 */

const PROGRAMS = ["review", "hold", "drop"] as const;
type Program = (typeof PROGRAMS)[number];

const RUNS = 5;
const TARGETS = { time: 1.5, memory: 2, growth: 5.5 } as const;

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

type Comparison = Readonly<Record<Program, Run>>;

/** In a process of its own: the whole command, or the reading and parsing alone. */
async function play(program: Program, folder: string): Promise<void> {
  const files = readdirSync(folder).map((name) => join(folder, name));
  process.on("exit", reportUsage);
  if (program !== "review") {
    const held: unknown[] = [];
    for (const file of files) {
      held[program === "hold" ? held.length : 0] = JSON.parse(readFileSync(file, "utf8"));
    }
    return;
  }
  process.argv.splice(2, Number.POSITIVE_INFINITY, "review", "--day", "2026-11-24", ...files);
  await import("../cli/main.js");
}

const PROJECT = resolve(__dirname, "..");
const COMPILED = join(PROJECT, ".cache", "bench");

/** This file as JavaScript, with all that it imports. It lies in the project, to find the packages. */
function compiled(): string {
  rmSync(COMPILED, { recursive: true, force: true });
  mkdirSync(COMPILED, { recursive: true });
  const config = join(COMPILED, "tsconfig.json");
  const compilerOptions = { noEmit: false, outDir: COMPILED, rootDir: PROJECT };
  const files = ["cli/main.ts", "bench/review.ts"].map((file) => join(PROJECT, file));
  writeFileSync(
    config,
    JSON.stringify({ extends: join(PROJECT, "tsconfig.json"), include: [], files, compilerOptions }),
  );
  const { stdout } = spawnSync("npx", ["tsc", "-p", config], { cwd: PROJECT, encoding: "utf8" });
  const program = join(COMPILED, "bench", "review.js");
  if (!existsSync(program)) {
    throw new Error(`the review cannot be compiled:\n${stdout}`);
  }
  return program;
}

function run(script: string, program: Program, folder: string): Run {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, program, folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0 && status !== 1) {
    throw new Error(`${program} ended with ${status}:\n${stderr}`);
  }
  const usage: Usage = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  return {
    seconds,
    cpuSeconds: usage.userCpuMicroseconds / 1e6,
    mebibytes: usage.peakMemoryKibibytes / 1024,
  };
}

/** Both programs in turn, so that whatever else the machine does slows both: medians, after one run to warm up. */
function measure(script: string, folder: string): Comparison {
  const runs: Readonly<Record<Program, Run[]>> = { review: [], hold: [], drop: [] };
  for (let turn = 0; turn <= RUNS; turn++) {
    for (const program of PROGRAMS) {
      const measured = run(script, program, folder);
      if (turn > 0) {
        runs[program].push(measured);
      }
    }
  }
  const medians = (all: readonly Run[]): Run => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    mebibytes: median(all.map(({ mebibytes }) => mebibytes)),
  });
  return { review: medians(runs.review), hold: medians(runs.hold), drop: medians(runs.drop) };
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Writes plans into a folder of their own for the time of a measurement. */
function measured(script: string, plans: number, clustersInEach: number): Comparison {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-bench-"));
  let bytes = 0;
  try {
    for (let plan = 0; plan < plans; plan++) {
      const names = Array.from({ length: clustersInEach }, (_, index) => `bench-${plan}-${index}`);
      const text = JSON.stringify(planOf(names));
      bytes += text.length;
      writeFileSync(join(folder, `${String(plan).padStart(5, "0")}.json`), text);
    }
    const comparison = measure(script, folder);
    const { review, hold, drop } = comparison;
    const size = `${(bytes / 1e6).toFixed(0)} MB`;
    for (const [name, program] of Object.entries({ hold, drop })) {
      row(
        String(plans),
        String(plans * clustersInEach),
        size,
        name,
        ratio(review.seconds, program.seconds, 2, TARGETS.time),
        ratio(review.cpuSeconds, program.cpuSeconds, 2, TARGETS.time),
        ratio(review.mebibytes, program.mebibytes, 0, TARGETS.memory),
      );
    }
    return comparison;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** "1.95 / 1.80 = 1.08", with a mark where it is above the target. */
function ratio(review: number, program: number, digits: number, target: number): string {
  const quotient = review / program;
  return `${review.toFixed(digits)} / ${program.toFixed(digits)} = ${quotient.toFixed(2)}${quotient > target ? "!" : " "}`;
}

function row(...cells: readonly string[]): void {
  console.log(cells.map((cell, index) => cell.padStart(index < 4 ? 10 : 24)).join(""));
}

function bench(): void {
  console.log(
    `Medians of ${RUNS} runs: the review / reading and parsing the same files, held or dropped = ratio.`,
  );
  console.log(`Targets: time ${TARGETS.time}, memory ${TARGETS.memory}; "!" is above the target.\n`);
  row("plans", "clusters", "size", "against", "wall time, s", "user CPU, s", "peak memory, MiB");
  const script = compiled();
  measured(script, 1, 300);
  const thousand = measured(script, 1000, 1);
  const fiveThousand = measured(script, 5000, 1);
  const growth = fiveThousand.review.cpuSeconds / thousand.review.cpuSeconds;
  const growthOfParse = fiveThousand.drop.cpuSeconds / thousand.drop.cpuSeconds;
  console.log(
    `\n1,000 to 5,000 plans: ${growth.toFixed(1)} times the user CPU, reading and parsing ${growthOfParse.toFixed(1)} times; the target (${TARGETS.growth} times) is ${growth <= TARGETS.growth ? "met" : "missed"}.`,
  );
}

const [, , word, folder] = process.argv;
const program = PROGRAMS.find((candidate) => candidate === word);
if (folder !== undefined && program !== undefined) {
  void play(program, folder);
} else {
  try {
    bench();
  } finally {
    rmSync(COMPILED, { recursive: true, force: true });
  }
}
