import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, sizesIn } from "./figures";
import type { Usage } from "./usage";

/*
 * Measures the library: synthesis of fleets of several sizes, compared with a plain program that creates the same
 * resources. `npm run bench:synthesis -- 1 10` takes other sizes. Exits with 1 if a limit is broken.
 */

const PROGRAMS = ["library", "plain"] as const;
type Program = (typeof PROGRAMS)[number];

const RUNS = 5;
const LIMITS = { time: 1.1, memory: 1.15, growth: 11, growthOfPlain: 1.1 } as const;

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

/** Runs a program in a process of its own, as `cdktf synth` does. */
function run(program: Program, clusters: number): Run {
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-bench-"));
  try {
    const started = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", join(__dirname, `${program}.ts`), String(clusters)],
      { env: { ...process.env, CDKTF_OUTDIR: outdir }, encoding: "utf8" },
    );
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (status !== 0) {
      throw new Error(`bench/${program}.ts ended with ${status}:\n${stderr}`);
    }
    const usage: Usage = JSON.parse(stdout);
    return {
      seconds,
      cpuSeconds: usage.userCpuMicroseconds / 1e6,
      mebibytes: usage.peakMemoryKibibytes / 1024,
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Runs both programs in turn, so that other load slows both. Returns medians, after a warm-up run. */
function measure(clusters: number): Readonly<Record<Program, Run>> {
  const runs: Readonly<Record<Program, Run[]>> = { library: [], plain: [] };
  for (let turn = 0; turn <= RUNS; turn++) {
    for (const program of PROGRAMS) {
      const measured = run(program, clusters);
      if (turn > 0) {
        runs[program].push(measured);
      }
    }
  }
  return { library: medians(runs.library), plain: medians(runs.plain) };
}

function medians(runs: readonly Run[]): Run {
  const of = (figure: keyof Run) => median(runs.map((each) => each[figure]));
  return { seconds: of("seconds"), cpuSeconds: of("cpuSeconds"), mebibytes: of("mebibytes") };
}

const row = (...cells: readonly string[]) =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padStart(8) : cell.padStart(22))).join(""));

/** "1.95 / 1.80 = 1.08", with a mark if it is above the limit. */
function ratio(library: number, plain: number, digits: number, target: number): string {
  const quotient = library / plain;
  return `${library.toFixed(digits)} / ${plain.toFixed(digits)} = ${quotient.toFixed(2)}${quotient > target ? "!" : " "}`;
}

const results = new Map<number, Readonly<Record<Program, Run>>>();

console.log(`Medians of ${RUNS} runs: this library / a plain program of the same resources = ratio.`);
console.log(`Limits: time ${LIMITS.time}, memory ${LIMITS.memory}; "!" is above the limit.\n`);
row("clusters", "wall time, s", "user CPU, s", "peak memory, MiB");
for (const clusters of sizesIn(process.argv.slice(2), "bench:synthesis", [1, 10, 100, 1000])) {
  const { library, plain } = measure(clusters);
  results.set(clusters, { library, plain });
  const isKept =
    library.cpuSeconds <= LIMITS.time * plain.cpuSeconds &&
    library.mebibytes <= LIMITS.memory * plain.mebibytes;
  if (!isKept) {
    process.exitCode = 1;
  }
  row(
    String(clusters),
    ratio(library.seconds, plain.seconds, 2, LIMITS.time),
    ratio(library.cpuSeconds, plain.cpuSeconds, 2, LIMITS.time),
    ratio(library.mebibytes, plain.mebibytes, 0, LIMITS.memory),
  );
}

const hundred = results.get(100);
const thousand = results.get(1000);
if (hundred !== undefined && thousand !== undefined) {
  const growth = (program: Program) => thousand[program].seconds / hundred[program].seconds;
  const isMet =
    growth("library") <= LIMITS.growth || growth("library") <= LIMITS.growthOfPlain * growth("plain");
  if (!isMet) {
    process.exitCode = 1;
  }
  console.log(
    `\n100 to 1,000 clusters: ${growth("library").toFixed(1)} times the time, the plain program ${growth("plain").toFixed(1)} times; the limit (${LIMITS.growth} times, or ${LIMITS.growthOfPlain} times the growth of the plain program) is ${isMet ? "kept" : "broken"}.`,
  );
}
