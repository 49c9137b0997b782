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
 * Measures a review: of one plan with 300 clusters, of 1,000 plans and of 5,000 plans. Compares it with a program that
 * only reads and parses the same files, one after the other. Both run as compiled JavaScript, as in the package. They
 * run in turn and the smallest figure counts, so that other load on the machine matters little. Times are CPU times of
 * the main thread. If the system does not report these, times are elapsed times.
 *
 * Exits with 1 if a limit is broken.
 */

const PROGRAMS = ["review", "parse"] as const;
type Program = (typeof PROGRAMS)[number];

const RUNS = 9;
/**
 * Limits of the review, as multiples of reading and parsing. A review keeps a part of each plan until it has judged all
 * of them. So 5,000 plans have a limit on growth, compared with 1,000, in time and in memory.
 */
const LIMITS = { time: 1.5, memory: 2, growth: 5.5 } as const;

interface Run {
  readonly seconds: number;
  readonly userCpuSeconds: number;
  readonly mebibytes: number;
}

type Comparison = Readonly<Record<Program, Run>>;

/** What a process of its own runs: the whole command, or only reading and parsing. */
function play(program: Program, folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  process.on("exit", reportUsage);
  if (program === "parse") {
    for (const file of files) {
      JSON.parse(readFileSync(file, "utf8"));
    }
    return;
  }
  process.argv.splice(2, Number.POSITIVE_INFINITY, "review", "--day", "2026-11-24", ...files);
  require("../cli/main");
}

const PROJECT = resolve(__dirname, "..");
const COMPILED = join(PROJECT, ".cache", "bench");

/** This file and its imports as JavaScript. It is in the project so that Node finds the packages. */
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
  const { mainThreadCpuMicroseconds, userCpuMicroseconds, peakMemoryKibibytes } = usage;
  return {
    seconds: mainThreadCpuMicroseconds === undefined ? seconds : mainThreadCpuMicroseconds / 1e6,
    userCpuSeconds: userCpuMicroseconds / 1e6,
    mebibytes: peakMemoryKibibytes / 1024,
  };
}

/** Runs both programs in turn, after a warm-up run, and returns the smallest of each figure. */
function measure(script: string, folder: string): Comparison {
  const runs: Readonly<Record<Program, Run[]>> = { review: [], parse: [] };
  for (let turn = 0; turn <= RUNS; turn++) {
    for (const program of PROGRAMS) {
      const measured = run(script, program, folder);
      if (turn > 0) {
        runs[program].push(measured);
      }
    }
  }
  return { review: least(runs.review), parse: least(runs.parse) };
}

function least(runs: readonly Run[]): Run {
  const of = (figure: keyof Run) => Math.min(...runs.map((each) => each[figure]));
  return { seconds: of("seconds"), userCpuSeconds: of("userCpuSeconds"), mebibytes: of("mebibytes") };
}

/** Writes plans to a temporary folder for one measurement. */
function measured(
  script: string,
  plans: number,
  clustersInEach: number,
  memoryLimit: number | undefined,
): Comparison {
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
    const { review, parse } = comparison;
    row(
      String(plans),
      String(plans * clustersInEach),
      `${(bytes / 1e6).toFixed(0)} MB`,
      ratio(review.seconds, parse.seconds, 2, LIMITS.time),
      ratio(review.mebibytes, parse.mebibytes, 0, memoryLimit),
      ratio(review.userCpuSeconds, parse.userCpuSeconds, 2),
    );
    return comparison;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** "1.95 / 1.80 = 1.08", with a mark if it is above the limit. */
function ratio(review: number, parse: number, digits: number, limit = Number.POSITIVE_INFINITY): string {
  const quotient = review / parse;
  return `${review.toFixed(digits)} / ${parse.toFixed(digits)} = ${quotient.toFixed(2)}${quotient > limit ? "!" : " "}`;
}

function row(...cells: readonly string[]): void {
  console.log(cells.map((cell, index) => cell.padStart(index < 3 ? 10 : 28)).join(""));
}

/** Whether all limits hold. */
function bench(): boolean {
  console.log(`The smallest of ${RUNS} runs: a review / reading and parsing the same files = ratio.`);
  console.log(`Limits: time ${LIMITS.time}, memory ${LIMITS.memory}; "!" is above the limit.\n`);
  row(
    "plans",
    "clusters",
    "size",
    "main thread's CPU time, s",
    "peak memory, MiB",
    "user CPU of all threads, s",
  );
  const script = compiled();
  const one = measured(script, 1, 300, LIMITS.memory);
  const thousand = measured(script, 1000, 1, LIMITS.memory);
  const fiveThousand = measured(script, 5000, 1, undefined);
  const growth = (figure: keyof Run) => fiveThousand.review[figure] / thousand.review[figure];
  const isLinear = growth("seconds") <= LIMITS.growth && growth("mebibytes") <= LIMITS.growth;
  const isKept =
    isLinear &&
    [one, thousand, fiveThousand].every((each) => within(each, "seconds", LIMITS.time)) &&
    [one, thousand].every((each) => within(each, "mebibytes", LIMITS.memory));
  console.log(
    `\n1,000 to 5,000 plans: ${growth("seconds").toFixed(1)} times the time and ${growth("mebibytes").toFixed(1)} times the memory; limit ${LIMITS.growth}.`,
  );
  console.log(isKept ? "All limits are kept." : "A limit is broken.");
  return isKept;
}

function within({ review, parse }: Comparison, figure: keyof Run, limit: number): boolean {
  return review[figure] <= limit * parse[figure];
}

const [, , word, folder] = process.argv;
const program = PROGRAMS.find((candidate) => candidate === word);
if (folder !== undefined && program !== undefined) {
  play(program, folder);
} else {
  try {
    process.exitCode = bench() ? 0 : 1;
  } finally {
    rmSync(COMPILED, { recursive: true, force: true });
  }
}
