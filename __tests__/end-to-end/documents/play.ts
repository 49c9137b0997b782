import { commandNamed } from "../../../cli/commands";
import { type Begun, begin, type Place, type Ran } from "../begun";
import { type Document, LINES, type Line, type TextIn } from "./lines";

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

/** Runs a line to its end. */
async function ended(line: string, { folder, env, instead = {} }: Scene<string>): Promise<Ran> {
  const here = Object.entries(instead).reduce(
    (text, [words, others]) => text.replace(words, others),
    onTheDay(line),
  );
  return (await begin(here, undefined, { folder, env: { ...ALONE, ...env } })).ran;
}

async function saidBy(line: string, until: string, place: Place): Promise<Ran> {
  const { ran, end } = await beginLine(line, until, place);
  await end();
  return ran;
}

/** Starts a line of a document, and waits until it prints this or ends. */
export function beginLine(line: string, until: string, { folder, env }: Place): Promise<Begun> {
  return begin(onTheDay(line), until, { folder, env: { ...ALONE, ...env } });
}

/** The key of a line. */
function onTheDay(line: string): string {
  const [, program = "", name = ""] = /^(npm run|npx cdktf-eks-upgrade) (\w+)/.exec(line) ?? [];
  if (commandNamed(name)?.options.every(({ long }) => long !== "--day") ?? true) {
    return line;
  }
  return `${line}${program === "npm run" && !line.includes(" -- ") ? " --" : ""} --day ${DAY}`;
}
