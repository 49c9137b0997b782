import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { filesIn, synthesizeInto, temporaryFolder, withCluster } from "./fixtures";

/* The same code gives the same bytes, whatever the folder, the day, the machine and the network are. */

const ROOT = resolve(__dirname, "..", "..");

/** Preloaded: a clock that is ahead, and no connections to other machines. */
const ELSEWHERE = `
  const { Socket } = await import("node:net");
  const now = Date.now;
  Date.now = () => now() + 400 * 24 * 3600 * 1000;
  globalThis.Date = class extends Date {
    constructor(...given) { super(...(given.length === 0 ? [Date.now()] : given)); }
  };
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...given) {
    if ([given].flat(2).some((each) => typeof each === "number" || each?.port !== undefined)) {
      throw new Error("a synthesis went to the network");
    }
    return connect.apply(this, given);
  };
`;

function run(folder: string, environment: NodeJS.ProcessEnv, options: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, "--import", "tsx", "main.ts"], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
}

/** The project's sources in another folder, with no more of it than Node finds the packages by. */
function copyOfTheProject(): string {
  const folder = join(temporaryFolder(), "of", "another person");
  mkdirSync(folder, { recursive: true });
  for (const name of [
    "main.ts",
    "fleet",
    "stacks",
    "constructs",
    "upgrade",
    "charts",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const here = temporaryFolder();
run(ROOT, { ...process.env, CDKTF_OUTDIR: here });
const output = filesIn(here);

test("a second synthesis over the first gives the same bytes", () => {
  run(ROOT, { ...process.env, CDKTF_OUTDIR: here });
  expect(filesIn(here)).toEqual(output);
});

test("another folder, another day, another time zone, another language and no network give the same bytes", () => {
  const folder = copyOfTheProject();
  const nothingOnIt = temporaryFolder();
  const preload = `data:text/javascript,${encodeURIComponent(ELSEWHERE)}`;
  const environment = {
    PATH: nothingOnIt,
    HOME: nothingOnIt,
    TZ: "Asia/Seoul",
    LANG: "tr_TR.UTF-8",
    LC_ALL: "tr_TR.UTF-8",
  };
  run(folder, environment, ["--import", preload]);
  expect(filesIn(join(folder, "cdktf.out"))).toEqual(output);
});

test("no path of this machine is in the output", () => {
  for (const [path, bytes] of Object.entries(output)) {
    for (const folder of [ROOT, here, process.execPath]) {
      expect([path, folder, bytes.includes(folder)]).toEqual([path, folder, false]);
    }
  }
});

test("no path of this machine is in a warning", () => {
  const outdir = temporaryFolder();
  const addons = { coredns: "v1.13.2-eksbuild.999" };
  expect(synthesizeInto(outdir, [withCluster({ addons })])).toEqual({ exitCode: 0, message: "" });
  const manifest = filesIn(outdir)["manifest.json"] ?? "";
  expect(JSON.parse(manifest).stacks["beta-kr-a"].annotations).toEqual([
    {
      constructPath: "beta-kr-a/cluster/coredns",
      level: "@cdktf/warn",
      message: expect.stringMatching(/^coredns v1\.13\.2-eksbuild\.999 [^/]*\(addon-version-known\)$/),
    },
  ]);
});
