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
 * The README and docs/ match the project. A TypeScript block is a module in the folder of its document. A shell block
 * uses commands that exist. A named file exists.
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

test("the documents have TypeScript and shell blocks", () => {
  expect(inLanguage("ts").length).toBeGreaterThan(0);
  expect(inLanguage("sh").length).toBeGreaterThan(0);
});

test("every block has a known language", () => {
  const looked = ["ts", "sh", "bash", "text", "mermaid", "diff", "json", "yaml", "hcl"];
  expect(blocks.filter(({ language }) => !looked.includes(language)).map(({ place }) => place)).toEqual([]);
});

test("every TypeScript block compiles", () => {
  expect(typeErrorsOf(inLanguage("ts"))).toEqual([]);
});

test("a type error is reported with the line of the document and the message of the compiler", () => {
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

test("every shell block uses commands that exist", () => {
  expect(commandProblems(inLanguage("sh", "bash"))).toEqual([]);
});

test("a command that does not exist is reported", () => {
  const text = `\`\`\`sh
npm run rehearsal
npx cdktf diff alpha-kr-c
npx cdktf plan alpha-kr-a
terraform -chdir=cdktf.out/stacks/alpha-kr-c plan
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
    "README.md:2: npm run rehearsal: package.json has no script of this name",
    "README.md:2: npx cdktf diff alpha-kr-c: there is no stack alpha-kr-c",
    'README.md:2: npx cdktf plan alpha-kr-a: cdktf has no command "plan"',
    "README.md:2: terraform -chdir=cdktf.out/stacks/alpha-kr-c plan: there is no stack alpha-kr-c",
    "README.md:2: make: make is not a program that readers have",
    'README.md:2: npx cdktf-eks-upgrade upgrade: cdktf-eks-upgrade has no command "upgrade"',
    "README.md:2: npx cdktf-eks-upgrade review --fast alpha-kr-a.json: cdktf-eks-upgrade review has no option --fast",
    'README.md:2: npx cdktf-eks-upgrade catalog update: cdktf-eks-upgrade catalog has no command "update"',
    "README.md:2: npm run status -- --fast: cdktf-eks-upgrade status has no option --fast",
    'README.md:2: npm run plan --to 1.36: npm takes the options of a script after "--"',
  ]);
});

test("every command in a sentence exists", () => {
  const problems = documents().flatMap((document) =>
    commandsNamedIn(document).flatMap((line) => problemOf(document, line)),
  );
  expect(problems).toEqual([]);
});

test("commands in sentences are found", () => {
  const text = "`npm run docs` and `npx cdktf-eks-upgrade plan --to 1.36`, in `npm`:\n\n```sh\nnpm ci\n```\n";
  expect(commandsNamedIn("docs/x.md", text)).toEqual([
    "npm run docs",
    "npx cdktf-eks-upgrade plan --to 1.36",
  ]);
});

test("every shell line runs in a test, or has a reason why not", () => {
  const inDocuments = documents().flatMap((document) => {
    const shell = inLanguage("sh", "bash").filter((block) => block.document === document);
    return shell.length === 0 ? [] : [[document, shell.flatMap(linesOf)]];
  });
  const listed = Object.entries(LINES).map(([document, lines]) => [document, lines.map(([text]) => text)]);
  // The expected output of each line is in __tests__/end-to-end/documents/lines.ts.
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(inDocuments));
});

test("a test that runs a line contains it", () => {
  const rows: readonly Line[] = Object.values(LINES).flat();
  const elsewhere = rows.flatMap(([text, fate]) => ("runBy" in fate ? [{ text, ...fate }] : []));
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(elsewhere.filter(({ runBy, words }) => !textOf(runBy).includes(words))).toEqual([]);
});

test("every named file exists", () => {
  const missing = documents().flatMap((document) =>
    pathsNamedIn(document).filter((path) => !existsSync(join(ROOT, path))),
  );
  expect(missing).toEqual([]);
});

test("named files are found", () => {
  const text =
    "`fleet/fleet.ts`, `upgrade/rules/`, [a guide](./guide.md#top), [elsewhere](https://example.com/)";
  expect(pathsNamedIn("docs/x.md", text)).toEqual(["docs/guide.md", "fleet/fleet.ts", "upgrade/rules/"]);
});

test("the README shows the message for a rejected fleet", () => {
  const shown = inLanguage("text").find(({ code }) => code.startsWith("The fleet has"));
  const { "alpha-kr-a": cluster, ...others } = alphaKr.clusters;
  const [workers] = Object.values(cluster?.nodeGroups ?? {});
  const { "alpha-webapp": webapp } = alphaKr.loadBalancers ?? {};
  if (cluster === undefined || workers === undefined || webapp === undefined) {
    throw new Error("the README describes another fleet");
  }
  const rejected = {
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
  const { message } = synthesizeInto(temporaryFolder(), [rejected]);
  expect(message).toBe(shown?.code);
});
