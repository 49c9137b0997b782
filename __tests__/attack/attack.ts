import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../cli/program";
import { messageOf } from "../../cli/shared/failed";
import { type Case, caseOf } from "./cases";
import { type Ended, violations } from "./oracles";
import { Random } from "./random";

export interface Failure {
  readonly seed: number;
  readonly command: string;
  readonly violations: readonly string[];
}

export interface Attack {
  readonly cases: number;
  /** How many cases ended with each code: an attack whose files are all invalid finds nothing. */
  readonly codes: ReadonlyMap<number, number>;
  readonly failures: readonly Failure[];
}

/** Attacks the commands in this process until a time is over, or a number of cases is done. */
export async function attack(
  firstSeed: number,
  limit: { readonly seconds: number; readonly cases: number },
): Promise<Attack> {
  const codes = new Map<number, number>();
  const failures: Failure[] = [];
  const end = performance.now() + limit.seconds * 1000;
  let cases = 0;
  while (cases < limit.cases && performance.now() < end) {
    const seed = firstSeed + cases;
    const one = caseOf(new Random(seed));
    const ended = await run(one);
    const found = [
      ...violations(one.args, ended),
      ...(one.mustNotPass && ended.code === 0 ? ["accepts what is rejected"] : []),
    ];
    if (found.length > 0) {
      failures.push({ seed, command: one.args.join(" "), violations: found });
    }
    codes.set(ended.code, (codes.get(ended.code) ?? 0) + 1);
    cases += 1;
  }
  return { cases, codes, failures };
}

/** Runs one case in a folder of its own, as a process would. */
export async function run({ args, files }: Case): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-attack-"));
  const before = { folder: process.cwd(), code: process.exitCode };
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  const texts = { stdout: "", stderr: "" };
  try {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    process.chdir(folder);
    stdout.write = (text: string | Uint8Array) => {
      texts.stdout += String(text);
      return true;
    };
    stderr.write = (text: string | Uint8Array) => {
      texts.stderr += String(text);
      return true;
    };
    process.exitCode = 0;
    const start = performance.now();
    try {
      await runProgram(args);
    } catch (error) {
      texts.stderr += `internal error: ${messageOf(error)}`;
    }
    return { code: Number(process.exitCode), ...texts, milliseconds: performance.now() - start };
  } finally {
    stdout.write = out;
    stderr.write = err;
    process.exitCode = before.code;
    process.chdir(before.folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
