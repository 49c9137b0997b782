import { existsSync } from "node:fs";
import { join } from "node:path";
import { alphaKr } from "../../fleet/alpha-kr";
import { fleet } from "../../fleet/fleet";
import packageJson from "../../package.json";
import { LINES, type Line } from "../end-to-end/documents/lines";
import { stacksOf, synthesizeInto, temporaryFolder } from "../stacks/fixtures";
import { commandProblem, type Known } from "./commands";
import { type Block, blocksOf, commandsNamedIn, documents, linesOf, pathsNamedIn } from "./documents";
import { ROOT, textOf } from "./project";
import { typeErrorsOf } from "./snippets";

/*
 * What the README and docs/ claim. A block of TypeScript is a module of its own, and imports as from where its
 * document lies; a block of shell holds commands that there are; a file that is named is there.
 */

const blocks = documents().flatMap((document) => blocksOf(document));
const inLanguage = (...languages: readonly string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

const known: Known = {
  scripts: packageJson.scripts,
  programs: Object.keys(packageJson.bin),
  stacks: Object.keys(stacksOf(fleet)),
};

const commandProblems = (shell: readonly Block[]) =>
  shell.flatMap((block) => linesOf(block).flatMap((line) => problemOf(block.place, line)));

function problemOf(place: string, line: string): readonly string[] {
  const problem = commandProblem(line, known);
  return problem === undefined ? [] : [`${place}: ${line}: ${problem}`];
}

const planted = (text: string) => blocksOf("README.md", text);

test("there is a README, with TypeScript and shell in it", () => {
  expect(inLanguage("ts").length).toBeGreaterThan(0);
  expect(inLanguage("sh").length).toBeGreaterThan(0);
});

test("every block has a language that is looked at, or shows no code", () => {
  const looked = ["ts", "sh", "bash", "text", "mermaid", "diff", "json", "yaml", "hcl"];
  expect(blocks.filter(({ language }) => !looked.includes(language)).map(({ place }) => place)).toEqual([]);
});

test("every block of TypeScript is in order", () => {
  expect(typeErrorsOf(inLanguage("ts"))).toEqual([]);
});

test("fails for a block that is not in order, by the document's line and in the compiler's words", () => {
  const text = `# A README

\`\`\`ts
import { Cluster } from "./constructs/eks/cluster";

const version: number = Cluster.name;
\`\`\`

\`\`\`ts
const version = "each block is a module of its own";
\`\`\`
`;
  expect(typeErrorsOf(planted(text))).toEqual([
    "README.md:6: error TS2322: Type 'string' is not assignable to type 'number'.",
  ]);
});

test("every block of shell holds commands that there are", () => {
  expect(commandProblems(inLanguage("sh", "bash"))).toEqual([]);
});

test("fails for commands that there are not", () => {
  const text = `\`\`\`sh
npm run rehearsal
npx cdktf diff alpha-kr-c
npx cdktf plan alpha-kr-a
terraform -chdir=cdktf.out/stacks/alpha-kr-c plan
kubectl drain --all
make
npx cdktf-eks-upgrade upgrade
npx cdktf-eks-upgrade review --fast alpha-kr-a.json
npx cdktf-eks-upgrade catalog update
npm run status -- --fast
npm run plan --to 1.36
npm test
\`\`\`
`;
  expect(commandProblems(planted(text))).toEqual([
    "README.md:2: npm run rehearsal: package.json has no such script",
    "README.md:2: npx cdktf diff alpha-kr-c: there is no stack alpha-kr-c",
    'README.md:2: npx cdktf plan alpha-kr-a: cdktf has no command "plan"',
    "README.md:2: terraform -chdir=cdktf.out/stacks/alpha-kr-c plan: there is no stack alpha-kr-c",
    "README.md:2: kubectl drain --all: it is not the command that drains workers-v1",
    "README.md:2: make: make is not a program that the README may take for granted",
    'README.md:2: npx cdktf-eks-upgrade upgrade: cdktf-eks-upgrade has no command "upgrade"',
    "README.md:2: npx cdktf-eks-upgrade review --fast alpha-kr-a.json: cdktf-eks-upgrade review has no option --fast",
    'README.md:2: npx cdktf-eks-upgrade catalog update: cdktf-eks-upgrade catalog has no command "update"',
    "README.md:2: npm run status -- --fast: cdktf-eks-upgrade status has no option --fast",
    'README.md:2: npm run plan --to 1.36: npm takes the options of a script after "--"',
  ]);
});

test("every command that a sentence names is one that there is", () => {
  const problems = documents().flatMap((document) =>
    commandsNamedIn(document).flatMap((line) => problemOf(document, line)),
  );
  expect(problems).toEqual([]);
});

test("finds the commands that a sentence names", () => {
  const text = "`npm run docs` and `npx cdktf-eks-upgrade plan --to 1.36`, in `npm`:\n\n```sh\nnpm ci\n```\n";
  expect(commandsNamedIn("docs/x.md", text)).toEqual([
    "npm run docs",
    "npx cdktf-eks-upgrade plan --to 1.36",
  ]);
});

test("every line of shell is run, or it is said why not", () => {
  const inDocuments = documents().flatMap((document) => {
    const shell = inLanguage("sh", "bash").filter((block) => block.document === document);
    return shell.length === 0 ? [] : [[document, shell.flatMap(linesOf)]];
  });
  const listed = Object.entries(LINES).map(([document, lines]) => [document, lines.map(([text]) => text)]);
  // What each must say stands in __tests__/end-to-end/documents/lines.ts.
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(inDocuments));
});

test("who is said to run a line has it", () => {
  const rows: readonly Line[] = Object.values(LINES).flat();
  const elsewhere = rows.flatMap(([text, fate]) => ("runBy" in fate ? [{ text, ...fate }] : []));
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(elsewhere.filter(({ runBy, words }) => !textOf(runBy).includes(words))).toEqual([]);
});

test("every file that is named is there", () => {
  const missing = documents().flatMap((document) =>
    pathsNamedIn(document).filter((path) => !existsSync(join(ROOT, path))),
  );
  expect(missing).toEqual([]);
});

test("finds the files that a document names", () => {
  const text =
    "`fleet/fleet.ts`, `upgrade/rules/`, [a guide](./guide.md#top), [elsewhere](https://example.com/)";
  expect(pathsNamedIn("docs/x.md", text)).toEqual(["docs/guide.md", "fleet/fleet.ts", "upgrade/rules/"]);
});

test("a fleet that is refused is answered as the README shows", () => {
  const shown = inLanguage("text").find(({ code }) => code.startsWith("The fleet has"));
  const { "alpha-kr-a": cluster, ...others } = alphaKr.clusters;
  const [workers] = Object.values(cluster?.nodeGroups ?? {});
  const { "alpha-webapp": webapp } = alphaKr.loadBalancers ?? {};
  if (cluster === undefined || workers === undefined || webapp === undefined) {
    throw new Error("the fleet is not the one that the README tells of");
  }
  const refused = {
    ...alphaKr,
    clusters: {
      "alpha-kr-a": {
        ...cluster,
        version: "1.34",
        addons: { "eks-pod-identity-agent": "v1.4.0-eksbuild.1" },
        nodeGroups: { "workers-v1": { ...workers, version: "1.35" } },
      },
      ...others,
    },
    loadBalancers: { "alpha-webapp": { ...webapp, weights: { a: 100, b: -1 } } },
  };
  const { message } = synthesizeInto(temporaryFolder(), [refused]);
  expect(message).toBe(shown?.code);
});
