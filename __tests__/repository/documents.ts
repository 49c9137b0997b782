import { posix } from "node:path";
import { pathsOf, textOf } from "./project";

/** A block of code in a document. */
export interface Block {
  /** The place of its first line: "README.md:43". */
  readonly place: string;
  readonly document: string;
  readonly language: string;
  readonly code: string;
}

/** The READMEs and the files of docs/. */
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

/** The commands of a shell block, without empty lines and comments. */
export const linesOf = ({ code }: Pick<Block, "code">): readonly string[] =>
  code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));

const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, "");

/** Commands in sentences, such as `npm run docs`. */
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

/** The links of a document, and the paths that it names from the root, such as `fleet/fleet.ts`. */
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
