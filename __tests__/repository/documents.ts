import { posix } from "node:path";
import { pathsOf, textOf } from "./project";

/** A block of code in a document. */
export interface Block {
  /** "README.md:43", where its first line stands. */
  readonly place: string;
  readonly document: string;
  readonly language: string;
  readonly code: string;
}

/** What people read: the READMEs and what lies in docs/. */
export const documents = (): readonly string[] =>
  pathsOf(".md").filter((path) => /^((sandbox\/)?README\.md|docs\/.*)$/.test(path));

/** The fenced blocks of a document. */
export function blocksOf(document: string, text = textOf(document)): readonly Block[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = "", code = ""] = match;
    const line = text.slice(0, match.index).split("\n").length + 1;
    return { place: `${document}:${line}`, document, language, code };
  });
}

/** The commands of a block of shell, without what is empty or a comment. */
export const linesOf = ({ code }: Pick<Block, "code">): readonly string[] =>
  code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));

const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, "");

/** What sentences tell people to run of this project: `npm run docs`. */
export const commandsNamedIn = (document: string, text = textOf(document)): readonly string[] =>
  [...withoutBlocks(text).matchAll(/`(np[mx] (?:run|cdktf|cdktf-eks-upgrade) [^`]+)`/g)].map(
    ([, command = ""]) => command,
  );

const FOLDERS = [
  "bench",
  "charts",
  "cli",
  "constructs",
  "docs",
  "fleet",
  "sandbox",
  "stacks",
  "upgrade",
  "workflows",
  "__tests__",
];

/** What a document links to, and the files and folders that it names from the top, as `fleet/fleet.ts`. */
export function pathsNamedIn(document: string, text = textOf(document)): readonly string[] {
  const prose = withoutBlocks(text);
  const links = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) =>
    posix.join(posix.dirname(document), path),
  );
  const names = [...prose.matchAll(/`(\w+)\/([\w./-]*)`/g)]
    .filter(([, folder = ""]) => FOLDERS.includes(folder))
    .map(([, folder, rest]) => `${folder}/${rest}`);
  return [...links, ...names];
}
