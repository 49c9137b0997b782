import { INJECTED, SECRET } from "./hostile";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** A case must end in this time, on a busy machine too. */
const LONGEST = 20_000;

/** What an attacked command may not do. @returns a sentence for each thing that it did */
export function violations(args: readonly string[], ended: Ended): readonly string[] {
  const { code, stdout, stderr, milliseconds } = ended;
  const isJson = /json|sarif/.test(args.join(" ")) || args[0] === "redact";
  const shown = isJson ? stderr : `${stdout}\n${stderr}`;
  const found: string[] = [];
  const mustNot = (isSo: boolean, what: string) => {
    if (isSo) {
      found.push(what);
    }
  };
  mustNot(![0, 1, 2].includes(code), `ends with ${code}`);
  mustNot(stderr.includes("internal error"), "has an internal error");
  mustNot(code === 2 && stderr === "", "ends with 2 and says nothing");
  mustNot(code === 2 && stdout !== "", "ends with 2 and prints a report");
  mustNot(code !== 2 && stderr !== "", `ends with ${code} and prints an error`);
  mustNot(`${stdout}${stderr}`.includes(SECRET), "prints a secret");
  mustNot(CONTROL.test(shown), "prints control characters");
  mustNot(/^\s*::|##\[/m.test(shown), "prints a command of GitHub workflows");
  mustNot(
    shown.split("\n").some((line) => line.trimStart().startsWith(INJECTED)),
    "prints an injected heading",
  );
  mustNot(args.includes("markdown") && /<img|<!--|\(javascript:/.test(stdout), "prints active markup");
  mustNot(isJson && code !== 2 && !isParsed(stdout), "prints JSON that cannot be parsed");
  mustNot(milliseconds > LONGEST, `takes ${milliseconds} ms`);
  mustNot(Object.hasOwn(Object.prototype, "polluted"), "changes the prototype of all objects");
  return found;
}

/** Except the ends of lines. */
const CONTROL = /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u;

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
