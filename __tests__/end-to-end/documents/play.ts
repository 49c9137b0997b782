import { commandNamed } from "../../../cli/commands";
import { run } from "../../../cli/shared/run";
import { type Document, LINES, type Line, type TextIn } from "./lines";

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** The place where lines run. */
export interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Scene<Text extends string> extends Place {
  /** Actions before a line: what the document assumes, or asks people to do by hand. */
  readonly before?: { readonly [text in Text]?: () => unknown };
  /** Replacements for words of a line that depend on the machine. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Lines that cannot run here. */
  readonly skipped?: (line: string) => boolean;
  /** Lines that were started earlier. */
  readonly begun?: { readonly [text in Text]?: Begun };
}

/** A line that runs until it is stopped. */
export interface Begun {
  readonly ran: Ran;
  end(): Promise<void>;
}

/** No questions and no colours. */
const ALONE: NodeJS.ProcessEnv = {
  CI: "true",
  FORCE_COLOR: "0",
  CHECKPOINT_DISABLE: "1",
  CDKTF_AUTO_APPROVE: "true",
  CDKTF_SKIP_PROVIDER_LOCK: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_ignore_scripts: "true",
  // With "npm run --silent" it would print nothing.
  npm_config_loglevel: "notice",
};

/** The day of the catalog, so that the same versions stay in support. */
const DAY = "2026-11-23";

/** Runs the lines of a document up to the first failure. @returns the outcome of each, by its place */
export async function play<In extends Document>(
  document: In,
  scene: Scene<TextIn<In>>,
): Promise<ReadonlyMap<number, Ran>> {
  const before: { readonly [text: string]: (() => unknown) | undefined } = scene.before ?? {};
  const begun: { readonly [text: string]: Begun | undefined } = scene.begun ?? {};
  const lines: readonly Line[] = LINES[document];
  const all = new Map<number, Ran>();
  for (const [index, [line, fate]] of lines.entries()) {
    if ((!("says" in fate) && !("until" in fate)) || scene.skipped?.(line)) {
      continue;
    }
    await before[line]?.();
    const ran =
      begun[line]?.ran ?? (await ("says" in fate ? ended(line, scene) : saidBy(line, fate.until, scene)));
    all.set(index, ran);
    if (ran.code !== 0) {
      break;
    }
  }
  return all;
}

async function ended(line: string, { folder: cwd, env, instead = {} }: Scene<string>): Promise<Ran> {
  const here = Object.entries(instead).reduce(
    (text, [words, others]) => text.replace(words, others),
    onTheDay(line),
  );
  const { code, stdout, stderr } = await run("bash", ["-c", here], { cwd, env: { ...ALONE, ...env } });
  return { code, output: `${stdout}${stderr}` };
}

async function saidBy(line: string, until: string, place: Place): Promise<Ran> {
  const { ran, end } = await begin(line, until, place);
  await end();
  return ran;
}

/** Starts a line, and waits until it prints this or ends. */
export function begin(line: string, until: string, { folder: cwd, env }: Place): Promise<Begun> {
  return new Promise((said, failed) => {
    let kill = (): void => undefined;
    const printed: string[] = [];
    const finished = run("bash", ["-c", onTheDay(line)], {
      cwd,
      env: { ...ALONE, ...env },
      onStart: (killAll) => {
        kill = killAll;
      },
      onLine: (text) => {
        printed.push(text);
        if (text.includes(until)) {
          said({ ran: { code: 0, output: printed.join("\n") }, end });
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

/** The key of a line. */
function onTheDay(line: string): string {
  const [, program = "", name = ""] = /^(npm run|npx cdktf-eks-upgrade) (\w+)/.exec(line) ?? [];
  if (commandNamed(name)?.options.every(({ long }) => long !== "--day") ?? true) {
    return line;
  }
  return `${line}${program === "npm run" && !line.includes(" -- ") ? " --" : ""} --day ${DAY}`;
}
