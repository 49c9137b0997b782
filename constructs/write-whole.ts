import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type App, Manifest, TerraformStack } from "cdktf";

/** How the names of unfinished outputs begin. They are in the folder of the output, on the same file system. */
const UNFINISHED = ".unfinished-";

/**
 * Synthesizes an app like `app.synth()`, into a folder of its own, and moves the files into place when all of them are
 * written. After a full disk or a kill, the output is the earlier one. Files of others, as those of Terraform, stay.
 *
 * @throws the error of cdktf, of an aspect or of the file system
 */
export function writeWhole(app: App): void {
  const { outdir, hclOutput, skipValidation } = app;
  removeUnfinished(outdir);
  const folder = mkdtempSync(join(outdir, `${UNFINISHED}${process.pid}-`));
  try {
    const manifest = new Manifest(app.manifest.version, folder, hclOutput);
    const stacks = app.node.findAll().filter((node) => TerraformStack.isStack(node));
    for (const stack of stacks) {
      stack.prepareStack();
    }
    for (const stack of stacks) {
      stack.synthesizer.synthesize({ outdir: folder, skipValidation, manifest });
    }
    manifest.writeToFile();
    Object.assign(app.manifest.stacks, manifest.stacks);
    // Folders first: a file is moved without new space.
    const files = filesBelow(folder, outdir);
    for (const [from, to] of files) {
      renameSync(from, to);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the folders, and lists the files with their places. The manifest, at the top, comes last. */
function filesBelow(from: string, to: string): readonly (readonly [from: string, to: string])[] {
  const entries = readdirSync(from, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return [
    ...folders.flatMap((name) => {
      mkdirSync(join(to, name), { recursive: true });
      return filesBelow(join(from, name), join(to, name));
    }),
    ...entries.flatMap((entry) =>
      entry.isDirectory() ? [] : [[join(from, entry.name), join(to, entry.name)] as const],
    ),
  ];
}

/** What killed processes left. */
function removeUnfinished(outdir: string): void {
  for (const name of readdirSync(outdir).filter((each) => each.startsWith(UNFINISHED))) {
    if (!isRunning(Number.parseInt(name.slice(UNFINISHED.length), 10))) {
      rmSync(join(outdir, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
