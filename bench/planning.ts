import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Catalog } from "../upgrade/eks/catalog/catalog";
import type { FleetState } from "../upgrade/fleet/state";
import { planUpgrade } from "../upgrade/planner/plan-upgrade";
import { readSynthesized } from "../upgrade/terraform/read-synthesized";
import { clusterNames } from "./clusters";
import { median, sizesIn } from "./figures";

/*
 * Measures planning. Synthesizes fleets of several sizes, and plans the upgrade of all their clusters over two minors;
 * every rule checks every step. `tsx bench/planning.ts 10 100` takes other sizes. Exits with 1 if planning takes longer
 * than synthesis, or grows faster than the fleet.
 */

const RUNS = 3;
/** Ten times the clusters may take this many times as long. */
const MOST_GROWTH = 13;

function secondsOf(work: () => void): number {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function synthesize(clusters: number, outdir: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(__dirname, "library.ts"), String(clusters)],
    { env: { ...process.env, CDKTF_OUTDIR: outdir }, encoding: "utf8" },
  );
  if (status !== 0) {
    throw new Error(`bench/library.ts ended with ${status}:\n${stderr}`);
  }
}

function read(outdir: string): FleetState {
  const stacks = readdirSync(join(outdir, "stacks")).map((name) => ({
    name,
    json: JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")),
  }));
  const fleet = readSynthesized(stacks);
  if ("problem" in fleet) {
    throw new Error(fleet.problem);
  }
  return fleet;
}

/** Returns the number of steps. */
function plan(fleet: FleetState, clusters: number): number {
  const goals = clusterNames(clusters).map(
    (cluster) => ({ way: "in-place", cluster, version: "1.36" }) as const,
  );
  const result = planUpgrade(fleet, { clusters: goals }, { catalog: Catalog.DATED });
  if ("problems" in result) {
    throw new Error(`there is no plan:\n${result.problems.join("\n")}`);
  }
  return result.steps.length;
}

interface Measured {
  readonly clusters: number;
  readonly synthesis: number;
  readonly planning: number;
  readonly steps: number;
}

function measure(clusters: number): Measured {
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-bench-"));
  try {
    const synthesis = secondsOf(() => synthesize(clusters, outdir));
    const fleet = read(outdir);
    let steps = 0;
    const times = Array.from({ length: RUNS }, () =>
      secondsOf(() => {
        steps = plan(fleet, clusters);
      }),
    );
    return { clusters, synthesis, planning: median(times), steps };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

console.log(`Planning (median of ${RUNS} runs) and one synthesis of the same fleet.\n`);
console.log("clusters      steps   synthesis, s   planning, s");
let last: Measured | undefined;
for (const clusters of sizesIn(process.argv.slice(2), "bench:planning", [10, 100, 1000])) {
  const measured = measure(clusters);
  const cells = [measured.synthesis.toFixed(2).padStart(15), measured.planning.toFixed(2).padStart(14)];
  console.log(`${String(clusters).padStart(8)}${String(measured.steps).padStart(11)}${cells.join("")}`);
  const growth =
    last === undefined ? 1 : (measured.planning / last.planning) * (10 / (clusters / last.clusters));
  if (clusters >= 1000 && (measured.planning > measured.synthesis || growth > MOST_GROWTH)) {
    console.log(
      `Limit broken: planning may not take longer than synthesis, and ten times the clusters at most ${MOST_GROWTH} times as long (${growth.toFixed(1)}).`,
    );
    process.exitCode = 1;
  }
  last = measured;
}
