import { attack } from "./attack";

/*
 * npm run attack [-- SEED [SECONDS [CASES]]]: hostile plans, synthesized stacks, waivers, goals, catalogs and environments
 * for every command that needs no AWS, in every format. A failure names its seed: "npm run attack -- SEED 60 1" repeats it.
 */

const [seed = Date.now() % 1_000_000_000, seconds = 90, cases = 1_000_000] = process.argv
  .slice(2)
  .map(Number);

attack(seed, { seconds, cases }).then(({ cases: count, codes, failures }) => {
  for (const { seed: failed, command, violations } of failures) {
    console.log(`seed ${failed}: ${command}: ${violations.join("; ")}`);
  }
  const ended = [...codes].sort().map(([code, many]) => `${many} ended with ${code}`);
  console.log(`${count} cases from seed ${seed}: ${ended.join(", ")}; ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
});
