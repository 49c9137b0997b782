import { spawnSync } from "node:child_process";
import { join } from "node:path";

/* Runs all measurements, one after the other. Exits with 1 if one of them does. */

for (const name of ["review", "synthesis", "planning"]) {
  console.log(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", join(__dirname, `${name}.ts`)], {
    stdio: "inherit",
  });
  if (status !== 0) {
    process.exitCode = 1;
  }
}
