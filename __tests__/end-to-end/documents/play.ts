import { run } from "../../../cli/rehearsal/run";
import { commandNamed } from "../../repository/commands";
import type { Line } from "./lines";

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Where the lines of a document are run. */
export interface Scene {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the document takes for granted, or has people do by hand, before a line. */
  readonly before?: Readonly<Record<string, () => unknown>>;
  /** What stands in a line for some words of it, which only a person's machine has. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Lines that need what is not here. */
  readonly skipped?: (line: string) => boolean;
  /** What was begun before the document comes to it. */
  readonly begun?: Readonly<Record<string, Begun>>;
}

/** A line that does not end by itself, or not soon. */
export interface Begun {
  readonly ran: Ran;
  end(): Promise<void>;
}

/** Nobody is asked anything, and nothing is written in colours. */
const ALONE: NodeJS.ProcessEnv = {
  CI: "true",
  FORCE_COLOR: "0",
  CHECKPOINT_DISABLE: "1",
  CDKTF_AUTO_APPROVE: "true",
  CDKTF_SKIP_PROVIDER_LOCK: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_ignore_scripts: "true",
};

/** The catalog's, so that next year finds the same versions supported. */
const DAY = "2026-11-23";

/** Runs the lines that are run here, up to the first that fails. @returns what came of each, by its place */
export async function play(lines: readonly Line[], scene: Scene): Promise<ReadonlyMap<number, Ran>> {
  const { before = {}, instead = {}, begun = {}, skipped = () => false } = scene;
  const all = new Map<number, Ran>();
  for (const [index, [line, fate]] of lines.entries()) {
    if ((!("says" in fate) && !("until" in fate)) || skipped(line)) {
      continue;
    }
    await before[line]?.();
    const ran = "says" in fate ? await ended(line, scene, instead) : await saidBy(line, fate.until);
    all.set(index, ran);
    if (ran.code !== 0) {
      break;
    }
  }
  return all;

  async function saidBy(line: string, until: string): Promise<Ran> {
    const { [line]: already = await begin(line, until, scene) } = begun;
    if (begun[line] === undefined) {
      await already.end();
    }
    return already.ran;
  }
}

async function ended(
  line: string,
  { folder: cwd, env }: Scene,
  instead: Readonly<Record<string, string>>,
): Promise<Ran> {
  const here = Object.entries(instead).reduce(
    (text, [words, others]) => text.replace(words, others),
    onTheDay(line),
  );
  const { code, stdout, stderr } = await run("bash", ["-c", here], { cwd, env: { ...ALONE, ...env } });
  return { code, output: `${stdout}${stderr}` };
}

/** Begins a line, and waits until it says this, or ends. */
export function begin(line: string, until: string, { folder: cwd, env }: Scene): Promise<Begun> {
  return new Promise((said, failed) => {
    let kill = (): void => undefined;
    const told: string[] = [];
    const finished = run("bash", ["-c", line], {
      cwd,
      env: { ...ALONE, ...env },
      onStart: (killAll) => {
        kill = killAll;
      },
      onLine: (text) => {
        told.push(text);
        if (text.includes(until)) {
          said({ ran: { code: 0, output: told.join("\n") }, end });
        }
      },
    });
    const end = async () => {
      kill();
      await finished;
    };
    finished.then(
      ({ code, stdout, stderr }) => said({ ran: { code, output: `${stdout}${stderr}` }, end }),
      failed,
    );
  });
}

/** The same line, whenever it is run. */
function onTheDay(line: string): string {
  const [, program = "", name = ""] = /^(npm run|npx cdktf-eks-upgrade) (\w+)/.exec(line) ?? [];
  if (commandNamed(name)?.options.every(({ long }) => long !== "--day") ?? true) {
    return line;
  }
  return `${line}${program === "npm run" && !line.includes(" -- ") ? " --" : ""} --day ${DAY}`;
}
