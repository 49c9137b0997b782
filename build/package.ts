import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Beside what tsc wrote: what the compiled code reads from its own folder. */
const READ_AT_RUN_TIME = ["charts", "schemas", "sandbox/moto/server.py", "sandbox/moto/requirements.txt"];

const project = resolve(__dirname, "..");
const dist = join(project, "dist");

for (const path of READ_AT_RUN_TIME) {
  cpSync(join(project, path), join(dist, path), { recursive: true });
}
// The command asks it for the version. As a whole it would be a second package of the same name.
const { version }: { version: string } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
writeFileSync(join(dist, "package.json"), `${JSON.stringify({ version }, null, 2)}\n`);
