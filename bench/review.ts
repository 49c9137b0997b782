import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOf } from "./plans";
import { reportUsage, type Usage } from "./usage";

/*
 * What a review costs: of one plan with 300 clusters, of 1,000 plans together, and of 5,000, against a program that
 * reads and parses the same files one after another and does nothing else. Figures are printed, and nothing fails.
 */

const PROGRAMS = ["review", "parse"] as const;
type Program = (typeof PROGRAMS)[number];

const RUNS = 5;
const TARGETS = { time: 1.5, memory: 2, growth: 5.5 } as const;

interface Run {
  readonly seconds: number;
  readonly mebibytes: number;
}

type Comparison = Readonly<Record<Program, Run>>;

/** In a process of its own: the whole command, or the reading and parsing alone. */
async function play(program: Program, folder: string): Promise<void> {
  const files = readdirSync(folder).map((name) => join(folder, name));
  process.on("exit", reportUsage);
  if (program === "parse") {
    for (const file of files) {
      JSON.parse(readFileSync(file, "utf8"));
    }
    return;
  }
  process.argv.splice(2, Number.POSITIVE_INFINITY, "review", "--day", "2026-11-24", ...files);
  await import("../cli/main.js");
}

function run(program: Program, folder: string): Run {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", __filename, program, folder],
    { encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0 && status !== 1) {
    throw new Error(`${program} ended with ${status}:\n${stderr}`);
  }
  const usage: Usage = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  return { seconds, mebibytes: usage.peakMemoryKibibytes / 1024 };
}

/** Both programs in turn, so that whatever else the machine does slows both: medians, after one run to warm up. */
function measure(folder: string): Comparison {
  const runs: Readonly<Record<Program, Run[]>> = { review: [], parse: [] };
  for (let turn = 0; turn <= RUNS; turn++) {
    for (const program of PROGRAMS) {
      const measured = run(program, folder);
      if (turn > 0) {
        runs[program].push(measured);
      }
    }
  }
  const medians = (all: readonly Run[]): Run => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    mebibytes: median(all.map(({ mebibytes }) => mebibytes)),
  });
  return { review: medians(runs.review), parse: medians(runs.parse) };
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Writes plans into a folder of their own for the time of a measurement. */
function measured(plans: number, clustersInEach: number): Comparison {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-bench-"));
  let bytes = 0;
  try {
    for (let plan = 0; plan < plans; plan++) {
      const names = Array.from({ length: clustersInEach }, (_, index) => `bench-${plan}-${index}`);
      const text = JSON.stringify(planOf(names));
      bytes += text.length;
      writeFileSync(join(folder, `${String(plan).padStart(5, "0")}.json`), text);
    }
    const comparison = measure(folder);
    const { review, parse } = comparison;
    const cells = [
      String(plans),
      String(plans * clustersInEach),
      `${(bytes / 1e6).toFixed(0)} MB`,
      ratio(review.seconds, parse.seconds, 2, TARGETS.time),
      ratio(review.mebibytes, parse.mebibytes, 0, TARGETS.memory),
    ];
    row(...cells);
    return comparison;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** "1.95 / 1.80 = 1.08", with a mark where it is above the target. */
function ratio(review: number, parse: number, digits: number, target: number): string {
  const quotient = review / parse;
  return `${review.toFixed(digits)} / ${parse.toFixed(digits)} = ${quotient.toFixed(2)}${quotient > target ? "!" : " "}`;
}

function row(...cells: readonly string[]): void {
  console.log(cells.map((cell, index) => cell.padStart(index < 3 ? 10 : 24)).join(""));
}

function bench(): void {
  console.log(`Medians of ${RUNS} runs: the review / reading and parsing the same files = ratio.`);
  console.log(`Targets: time ${TARGETS.time}, memory ${TARGETS.memory}; "!" is above the target.\n`);
  row("plans", "clusters", "size", "wall time, s", "peak memory, MiB");
  measured(1, 300);
  const thousand = measured(1000, 1);
  const fiveThousand = measured(5000, 1);
  const growth = fiveThousand.review.seconds / thousand.review.seconds;
  const growthOfParse = fiveThousand.parse.seconds / thousand.parse.seconds;
  console.log(
    `\n1,000 to 5,000 plans: ${growth.toFixed(1)} times the time, reading and parsing ${growthOfParse.toFixed(1)} times; the target (${TARGETS.growth} times) is ${growth <= TARGETS.growth ? "met" : "missed"}.`,
  );
}

const [, , program, folder] = process.argv;
if (folder !== undefined && (program === "review" || program === "parse")) {
  void play(program, folder);
} else {
  bench();
}
