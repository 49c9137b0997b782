import { vendorsIn, writePrograms, writeVendors } from "./bundle";

/* Bundles the command into a folder of the project, for tests that start it many times: `tsx build/command.ts FOLDER`. */

async function main([out]: readonly string[]): Promise<void> {
  if (out === undefined) {
    throw new Error("expected a folder, from the project");
  }
  const vendors = vendorsIn(out);
  await writePrograms(out, vendors);
  await writeVendors(vendors);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
