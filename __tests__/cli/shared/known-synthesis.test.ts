import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { synthesisIn } from "../../../cli/shared/declared-fleet";

/* A program that reads the same as before is not run again: a run adds a line to a file that the program never reads. */

jest.setTimeout(60_000);

const WRITE = `
const fs = require("node:fs");
const { join } = require("node:path");
fs.appendFileSync(join(__dirname, "runs.log"), "run\\n");
const synthesize = (value) => {
  const outdir = process.env.CDKTF_OUTDIR;
  fs.mkdirSync(join(outdir, "stacks", "a"), { recursive: true });
  fs.writeFileSync(join(outdir, "stacks", "a", "cdk.tf.json"), JSON.stringify({ locals: { value } }));
  fs.writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ stacks: { a: { dependencies: ["b"] } } }));
};
`;

/** Reads of every kind. */
const PROGRAM = `${WRITE}
const { fleet } = require("./fleet/fleet.js");
const folder = fs.readdirSync(join(__dirname, "clusters"));
const data = fs.readFileSync(join(__dirname, "data.txt"), "utf8");
const hasMore = fs.existsSync(join(__dirname, "more.txt"));
synthesize([fleet, folder, data, hasMore, process.env.KNOWN_SYNTHESIS_TEST]);
`;

const FILES: Readonly<Record<string, string>> = {
  "cdktf.json": JSON.stringify({ app: "node main.cjs", context: { a: "1" } }),
  "package.json": "{}",
  "main.cjs": PROGRAM,
  "fleet/fleet.js": `exports.fleet = "1.33";`,
  "clusters/a": "",
  "data.txt": "data",
};

let project: string;
const cache = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
const { XDG_CACHE_HOME: usual } = process.env;

beforeEach(() => {
  process.env.XDG_CACHE_HOME = cache;
  delete process.env.KNOWN_SYNTHESIS_TEST;
  project = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
  for (const [name, text] of Object.entries(FILES)) {
    write(name, text);
  }
});
afterEach(() => rmSync(project, { recursive: true }));
afterAll(() => {
  rmSync(cache, { recursive: true });
  if (usual === undefined) {
    delete process.env.XDG_CACHE_HOME;
  } else {
    process.env.XDG_CACHE_HOME = usual;
  }
});

/** Older than every run, as a file that somebody saved before. */
function write(name: string, text: string): void {
  const path = join(project, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, 1_000_000_000, 1_000_000_000);
}

const runs = () => readFileSync(join(project, "runs.log"), "utf8").split("\n").length - 1;
const synthesize = () => synthesisIn(project, { isReused: true });

test("an unchanged program is run once, and gives the same stacks", async () => {
  const first = await synthesize();
  expect(first).toEqual([
    {
      name: "a",
      json: { locals: { value: ["1.33", ["a"], "data", false, null] } },
      workingDirectory: "stacks/a",
      dependencies: ["b"],
    },
  ]);
  expect(await synthesize()).toEqual(first);
  expect(runs()).toBe(1);
});

test("where CI decides, a program is always run", async () => {
  await synthesize();
  await synthesisIn(project);
  expect(runs()).toBe(2);
});

test.each<[string, () => unknown]>([
  ["its main file", () => write("main.cjs", `${PROGRAM}\n`)],
  ["a module", () => write("fleet/fleet.js", `exports.fleet = "1.34";`)],
  ["a file that it read", () => write("data.txt", "other")],
  ["a file that was not there", () => write("more.txt", "")],
  ["what is in a folder that it listed", () => write("clusters/b", "")],
  ["a variable of the environment", () => Object.assign(process.env, { KNOWN_SYNTHESIS_TEST: "1" })],
  ["a module that can take the place of another", () => write("fleet/fleet.ts", "")],
  ["package.json", () => write("package.json", `{ "name": "fleet" }`)],
  ["tsconfig.json", () => write("tsconfig.json", "{}")],
  ["the context", () => write("cdktf.json", JSON.stringify({ app: "node main.cjs", context: { a: "2" } }))],
  ["the command", () => write("cdktf.json", JSON.stringify({ app: "node ./main.cjs" }))],
])("a change of %s runs the program again", async (_, change) => {
  await synthesize();
  change();
  await synthesize();
  expect(runs()).toBe(2);
});

test.each<[string, string]>([
  ["runs another program", `require("node:child_process").execSync("true");`],
  ["uses the network", `require("node:net").connect(9, "127.0.0.1").on("error", () => undefined);`],
  ["reads the whole environment", "JSON.stringify(process.env);"],
  [
    "copies folders",
    `fs.cpSync(join(__dirname, "clusters"), join(process.env.CDKTF_OUTDIR, "c"), { recursive: true });`,
  ],
  ["has worker threads", `new (require("node:worker_threads").Worker)("0", { eval: true });`],
])("a program that %s is run each time", async (_, code) => {
  write("main.cjs", `${PROGRAM}${code}`);
  await synthesize();
  await synthesize();
  expect(runs()).toBe(2);
});

test.each(["node main.mjs", "node main.cjs && true", "NAME=1 node main.cjs"])(
  "a program that is called with %p is run each time",
  async (app) => {
    write("cdktf.json", JSON.stringify({ app }));
    write(
      "main.mjs",
      `import { createRequire } from "node:module";\ncreateRequire(import.meta.url)("./main.cjs");`,
    );
    await synthesize();
    await synthesize();
    expect(runs()).toBe(2);
  },
);

test("a file that changes while the program runs is read again", async () => {
  write("main.cjs", `${PROGRAM}fs.appendFileSync(join(__dirname, "data.txt"), "!");`);
  await synthesize();
  await synthesize();
  expect(runs()).toBe(2);
});

test("a program that fails is run each time", async () => {
  write("main.cjs", `${PROGRAM}process.exitCode = 1;`);
  expect(await synthesize()).toHaveProperty("problems");
  expect(await synthesize()).toHaveProperty("problems");
  expect(runs()).toBe(2);
});

test("what is written holds no value of the environment", async () => {
  process.env.KNOWN_SYNTHESIS_TEST = "planted-secret";
  write("main.cjs", `${PROGRAM}synthesize([typeof process.env.KNOWN_SYNTHESIS_TEST]);`);
  await synthesize();
  await synthesize();
  expect(runs()).toBe(1);
  expect(JSON.stringify(await synthesize())).not.toContain("planted-secret");
});
