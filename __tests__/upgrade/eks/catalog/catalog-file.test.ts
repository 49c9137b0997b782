import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { withCatalogFile } from "../../../../upgrade/eks/catalog/catalog-file";
import { KubernetesVersion } from "../../../../upgrade/eks/kubernetes-version";
import { NEXT, NEXT_ROW } from "../../../fixtures/minors";
import { temporaryFolder } from "../../../stacks/fixtures";

const v = KubernetesVersion.of;

const version = NEXT_ROW;

const BUILD = `v${NEXT}.0-eksbuild.2`;

const build = {
  addonName: "kube-proxy",
  clusterVersion: NEXT,
  addonVersion: BUILD,
  evidence: "default",
  asOf: "2027-01-29",
  source: "describe-addon-versions, 2027-01-29",
};

function fileOf(content: unknown): string {
  const path = join(temporaryFolder(), "catalog.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** What is wrong with the file, or nothing where it can be used. */
function problemsOf(content: unknown): readonly string[] {
  const path = fileOf(content);
  try {
    withCatalogFile(Catalog.DATED, path);
    return [];
  } catch (error) {
    const [heading, ...problems] = (error as Error).message.split("\n");
    expect(heading).toBe(`the catalog file ${path} cannot be used:`);
    return problems.map((problem) => problem.replace(/^ {2}/, ""));
  }
}

test("a file adds versions and builds to the catalog", () => {
  const path = fileOf({ kubernetesVersions: [version], addonVersions: [build] });
  const catalog = withCatalogFile(Catalog.DATED, path);
  expect(catalog.row(v(NEXT))).toEqual(version);
  expect(catalog.addonVersions("kube-proxy", v(NEXT)).map(String)).toEqual([BUILD]);
  expect(catalog.knows(v("1.14"))).toBe(true);
});

test.each([
  ["versions alone", { kubernetesVersions: [version] }],
  ["builds alone", { addonVersions: [build] }],
  ["nothing", {}],
  [
    "a version without extended support",
    { kubernetesVersions: [{ ...version, endOfExtendedSupport: null }] },
  ],
  [
    "a version that says nothing of extended support",
    { kubernetesVersions: [{ ...version, endOfExtendedSupport: undefined }] },
  ],
  [
    "a version of which a date is derived",
    { kubernetesVersions: [{ ...version, derived: ["endOfExtendedSupport"] }] },
  ],
  ["a build without evidence", { addonVersions: [{ ...build, evidence: undefined }] }],
  ["a leap day", { kubernetesVersions: [{ ...version, endOfStandardSupport: "2028-02-29" }] }],
])("a file may hold %s", (_what, content) => {
  expect(problemsOf(content)).toEqual([]);
});

test("a date that was derived stays marked as derived", () => {
  const path = fileOf({ kubernetesVersions: [{ ...version, derived: ["endOfExtendedSupport"] }] });
  expect(withCatalogFile(Catalog.DATED, path).row(v(NEXT))?.derived).toEqual(["endOfExtendedSupport"]);
});

const days = (name: string) => `${name} must be a day, as in "2026-12-02"`;

test.each([
  ["version", "v1.34", 'version must be of the form "1.34", not "v1.34"'],
  ["version", 1.34, 'version must be of the form "1.34", not 1.34'],
  ["upstreamRelease", "2026-12", days("upstreamRelease")],
  ["eksRelease", "2027-02-30", days("eksRelease")],
  ["endOfStandardSupport", undefined, days("endOfStandardSupport")],
  ["endOfExtendedSupport", "never", 'endOfExtendedSupport must be a day, as in "2026-12-02", or null'],
  ["source", "", "source must say where the dates come from"],
  ["derived", "eksRelease", "derived must be a list of the dates that were reckoned from others"],
  [
    "endOfSupport",
    "2028-03-28",
    "endOfSupport is not known: a row has version, upstreamRelease, eksRelease, endOfStandardSupport, endOfExtendedSupport, source and derived",
  ],
])("a Kubernetes version fails whose %s is %j", (name, value, problem) => {
  expect(problemsOf({ kubernetesVersions: [version, { ...version, [name]: value }] })).toEqual([
    `kubernetesVersions[1]: ${problem}`,
  ]);
});

test.each([
  ["addonName", "", "addonName must be the add-on's name"],
  ["clusterVersion", "1.34.0", 'clusterVersion must be of the form "1.34", not "1.34.0"'],
  ["addonVersion", "1.34.0", 'addonVersion must be of the form "v1.34.0-eksbuild.1", not "1.34.0"'],
  ["addonVersion", undefined, 'addonVersion must be of the form "v1.34.0-eksbuild.1", not undefined'],
  ["asOf", undefined, "asOf must say when the build was seen"],
  ["source", undefined, "source must say where the build was seen"],
  ["evidence", 1, "evidence must say how the build is known"],
  [
    "default",
    true,
    "default is not known: a row has addonName, clusterVersion, addonVersion, evidence, asOf and source",
  ],
])("a build fails whose %s is %j", (name, value, problem) => {
  expect(problemsOf({ addonVersions: [{ ...build, [name]: value }] })).toEqual([
    `addonVersions[0]: ${problem}`,
  ]);
});

test("all that is wrong with a file is told at once, every value of every row", () => {
  expect(
    problemsOf({
      versions: [],
      kubernetesVersions: [{ ...version, version: "1.34.1", source: "" }, "1.34"],
      addonVersions: [{ ...build, addonName: 7, addonVersion: "latest" }, null],
    }),
  ).toEqual([
    '"versions" is not known: it may hold "kubernetesVersions" and "addonVersions"',
    'kubernetesVersions[0]: version must be of the form "1.34", not "1.34.1"',
    "kubernetesVersions[0]: source must say where the dates come from",
    "kubernetesVersions[1]: a row must be an object",
    "addonVersions[0]: addonName must be the add-on's name",
    'addonVersions[0]: addonVersion must be of the form "v1.34.0-eksbuild.1", not "latest"',
    "addonVersions[1]: a row must be an object",
  ]);
});

test.each([
  [{ kubernetesVersions: {} }, '"kubernetesVersions" must be a list'],
  [{ addonVersions: BUILD }, '"addonVersions" must be a list'],
  [[], 'it must hold an object with "kubernetesVersions", "addonVersions" or both'],
  ["null", 'it must hold an object with "kubernetesVersions", "addonVersions" or both'],
])("a file fails that holds %j", (content, problem) => {
  expect(problemsOf(content)).toEqual([problem]);
});

test("a file that is no JSON fails with what the parser says", () => {
  expect(problemsOf("{ kubernetesVersions")).toEqual([
    expect.stringMatching(/^it cannot be read as JSON: .*JSON/),
  ]);
});

test("a file that is not there fails with its path", () => {
  const path = join(tmpdir(), "no-such-folder", "catalog.json");
  expect(() => withCatalogFile(Catalog.DATED, path)).toThrow(
    /^the catalog file .+catalog\.json cannot be used:\n {2}it cannot be read as JSON: .*ENOENT.*catalog\.json'$/,
  );
});
