import { existsSync } from "node:fs";
import { join } from "node:path";
import { alphaKr } from "../../fleet/alpha-kr";
import { fleet } from "../../fleet/fleet";
import packageJson from "../../package.json";
import { stacksOf, synthesizeInto, temporaryFolder } from "../stacks/fixtures";
import { commandProblem, type Known } from "./commands";
import { type Block, blocksOf, documents, pathsNamedIn } from "./documents";
import { ROOT } from "./project";
import { typeErrorsOf } from "./snippets";

/*
 * What the README and docs/ claim. A block of TypeScript is a module of its own, and imports as from where its
 * document lies; a block of shell holds commands that there are; a file that is named is there.
 */

const blocks = documents().flatMap((document) => blocksOf(document));
const inLanguage = (...languages: readonly string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

const known: Known = {
  scripts: Object.keys(packageJson.scripts),
  programs: Object.keys(packageJson.bin),
  stacks: Object.keys(stacksOf(fleet)),
};

const commandProblems = (shell: readonly Block[]) =>
  shell.flatMap(({ place, code }) =>
    code.split("\n").flatMap((line) => {
      const problem = commandProblem(line, known);
      return problem === undefined ? [] : [`${place}: ${line}: ${problem}`];
    }),
  );

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
  ]);
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
