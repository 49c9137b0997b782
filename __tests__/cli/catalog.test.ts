import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import addonVersions from "../../upgrade/eks/catalog/addon-versions.json";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import kubernetesVersions from "../../upgrade/eks/catalog/kubernetes-versions.json";
import { NEWEST, NEWEST_ROW } from "../fixtures/minors";
import { DAY, SandboxEks } from "../sandbox/eks/sandbox-eks";
import { awsEnv, PLANTED_SECRET, runCommand } from "./command";

/* The command in its own process, against the EKS of the sandbox. */

// A process takes seconds if many run.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-"));
let eks: SandboxEks;
beforeAll(async () => {
  // Everything in the dated catalog except the newest minor. 1.31 is supported longer than in the catalog.
  const versions = Catalog.DATED.data.kubernetesVersions
    .filter(({ version }) => version !== NEWEST)
    .map((row) => (row.version === "1.31" ? { ...row, endOfExtendedSupport: "2026-12-26" } : row));
  eks = await SandboxEks.start({ versions });
});
afterAll(async () => {
  await eks.stop();
  rmSync(folder, { recursive: true });
});

const FILE = join(folder, "eks-catalog.json");
const COMMAND = ["catalog", "refresh", "--region", "ap-northeast-2", "--day", "2027-01-02", "--file", FILE];

const dayAfter = (day: string) => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);

async function catalog(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder) {
  const ended = await runCommand(args, { cwd, env: { ...awsEnv(eks.server.url), ...env } });
  expect(ended.stdout + ended.stderr).not.toContain(PLANTED_SECRET);
  return ended;
}

test("rejects the loss of a row, names it, and writes nothing", async () => {
  expect(await catalog([...COMMAND, "--day", NEWEST_ROW.eksRelease])).toEqual({
    status: 1,
    stdout: "",
    stderr: `error: nothing was written
  the row of ${NEWEST} would be lost: it is in standard support until ${NEWEST_ROW.endOfStandardSupport}, and EKS in ap-northeast-2 does not name it; ask another region, or correct the dates of the row
`,
  });
  expect(existsSync(FILE)).toBe(false);
});

describe("where the newest is over", () => {
  const OVER = {
    kubernetesVersions: [
      {
        ...NEWEST_ROW,
        endOfStandardSupport: "2026-12-01",
        endOfExtendedSupport: null,
      },
    ],
  };
  let written = "";

  test("reports what is new and writes it, one row on a line", async () => {
    writeFileSync(FILE, JSON.stringify(OVER));
    const { status, stdout, stderr } = await catalog(COMMAND);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("\n  kube-proxy v1.33.10-eksbuild.29 for 1.34, EKS's default\n");
    expect(stdout).toMatch(
      new RegExp(`\nEKS in ap-northeast-2 on 2027-01-02: \\d+ new, \\d+ changed; written: ${FILE}\\.\n$`),
    );
    written = readFileSync(FILE, "utf8");
    expect(written).toContain(
      '    {"addonName": "kube-proxy", "clusterVersion": "1.34", "addonVersion": "v1.33.10-eksbuild.29", "evidence": "eks-default", "asOf": "2027-01-02", "source": "DescribeAddonVersions, ap-northeast-2, 2027-01-02", "isComplete": true}',
    );
  });

  test("keeps every byte if nothing is new, on any day", async () => {
    const { status, stdout } = await catalog([...COMMAND, "--day", "2027-03-01"]);
    expect([status, stdout.split("\n").at(-2)]).toEqual([
      0,
      "EKS in ap-northeast-2 on 2027-03-01: nothing is new, and nothing was written.",
    ]);
    expect(readFileSync(FILE, "utf8")).toBe(written);
  });

  test("with --dry-run writes nothing", async () => {
    writeFileSync(FILE, JSON.stringify(OVER));
    const { status, stdout } = await catalog([...COMMAND, "--dry-run"]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/ changed; nothing was written\.\n$/)]);
    expect(readFileSync(FILE, "utf8")).toBe(JSON.stringify(OVER));
  });

  test("only reads from AWS", async () => {
    const asked = eks.journal.find({ operation: "DescribeAddonVersions" });
    expect(asked.length).toBeGreaterThan(0);
    expect(eks.journal.find({ access: "write" })).toEqual([]);
  });
});

test("reports all problems before it reads AWS", async () => {
  writeFileSync(join(folder, "broken.json"), '{ "rows": [] }');
  expect(await catalog(["catalog", "refresh", "--day", "2027-02-30", "--file", "broken.json"])).toEqual({
    status: 2,
    stdout: "",
    stderr: `error: nothing was written
  invalid value "2027-02-30" of --day: expected a date such as "2026-11-24"
  invalid catalog file broken.json:
    unknown property "rows": expected "kubernetesVersions" or "addonVersions"
`,
  });
});

test("requires a file of your own outside this project", async () => {
  expect(await catalog(["catalog", "refresh"])).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "error: nothing was written\n  this folder is no checkout of cdktf-eks-upgrade; give --file with a file of your own, which the environments then name as their catalogFile\n",
  });
});

test.each([["no region", { AWS_REGION: undefined }, "no region is set; give --region, or set AWS_REGION"]])(
  "says what to do where there is %s",
  async (_, env, message) => {
    const { status, stderr } = await catalog(["catalog", "refresh", "--file", FILE], env);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  },
);

test("reports what EKS rejected", async () => {
  eks.faults.add({
    service: "eks",
    operation: "DescribeClusterVersions",
    failure: { kind: "error", code: "AccessDeniedException", status: 403, message: "not you" },
  });
  expect(await catalog(COMMAND)).toEqual({
    status: 2,
    stdout: "",
    stderr: "error: nothing was written\n  eks:DescribeClusterVersions: AccessDeniedException: not you\n",
  });
});

test("in a checkout, writes the dated catalog so that the diff only has the changes", async () => {
  const project = resolve(__dirname, "..", "..");
  const copy = join(folder, "checkout");
  mkdirSync(join(copy, "upgrade", "eks"), { recursive: true });
  cpSync(join(project, "upgrade", "eks", "catalog"), join(copy, "upgrade", "eks", "catalog"), {
    recursive: true,
  });
  const day = dayAfter(NEWEST_ROW.endOfExtendedSupport ?? NEWEST_ROW.endOfStandardSupport);
  const args = ["catalog", "refresh", "--region", "ap-northeast-2", "--day", day];
  const { status, stdout } = await catalog(args, {}, copy);
  expect([status, stdout.split("\n").at(-2)]).toEqual([
    0,
    `EKS in ap-northeast-2 on ${day}: 3 new, 3 changed; written: upgrade/eks/catalog/kubernetes-versions.json, upgrade/eks/catalog/addon-versions.json.`,
  ]);
  const linesOf = (root: string, name: string) =>
    readFileSync(join(root, "upgrade", "eks", "catalog", name), "utf8").split(/,?\n/);
  // A row that is only marked complete is the same row.
  const unmarked = (line: string) => line.replace(', "isComplete": true', "");
  const gone = (name: string) => {
    const kept = new Set(linesOf(copy, name).map(unmarked));
    return linesOf(project, name).filter((line) => !kept.has(unmarked(line)));
  };
  expect(gone("addon-versions.json").map((line) => line.slice(0, 40))).toEqual([
    `  "asOf": "${addonVersions.asOf}"`,
  ]);
  expect(gone("kubernetes-versions.json").map((line) => line.slice(0, 22))).toEqual([
    `  "asOf": "${kubernetesVersions.asOf}"`,
    '    {"version": "1.31"',
  ]);
});
