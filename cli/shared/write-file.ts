import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { reasonOf } from "../../upgrade/input/read-json";

/** Writes a file. @returns what is wrong, by its path; `undefined` if it is written */
export function problemOfWriting(path: string, text: string): string | undefined {
  try {
    writeWhole(path, text);
    return undefined;
  } catch (error) {
    return `${path}: cannot be written: ${reasonOf(error)}`;
  }
}

/**
 * Writes a file beside, and renames it: whatever happens meanwhile, the file is the old one or the new one. A link stays a
 * link. A device or a pipe is written as it is.
 *
 * @throws the error of the file system; the file is the old one then
 */
export function writeWhole(path: string, text: string): void {
  const target = existing(path);
  if (target?.isFile === false) {
    writeFileSync(path, text);
    return;
  }
  const at = target?.path ?? path;
  const beside = join(dirname(at), `.${basename(at)}.${process.pid}`);
  try {
    const file = openSync(beside, "wx", target?.mode ?? 0o666);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, at);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

interface Existing {
  /** Where links lead. */
  readonly path: string;
  readonly isFile: boolean;
  readonly mode: number;
}

function existing(path: string): Existing | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined
    ? undefined
    : { path: realpathSync(path), isFile: stats.isFile(), mode: stats.mode & 0o777 };
}
