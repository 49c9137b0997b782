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
    expect(heading).toBe(`invalid catalog file ${path}:`);
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

const DATE = 'expected a date, as in "2026-12-02"';
const VERSION = 'expected a Kubernetes version, as in "1.34"';
const EXPECTED_BUILD = 'expected an add-on version, as in "v1.34.0-eksbuild.1"';

test.each([
  ["version", "v1.34", `.version: invalid value "v1.34": ${VERSION}`],
  ["version", 1.34, `.version: invalid value 1.34: ${VERSION}`],
  ["upstreamRelease", "2026-12", `.upstreamRelease: invalid value "2026-12": ${DATE}`],
  ["eksRelease", "2027-02-30", `.eksRelease: invalid value "2027-02-30": ${DATE}`],
  ["endOfStandardSupport", undefined, `.endOfStandardSupport: missing: ${DATE}`],
  ["endOfExtendedSupport", "never", `.endOfExtendedSupport: invalid value "never": ${DATE}, or null`],
  ["source", "", '.source: invalid value "": expected a text that says where the dates come from'],
  [
    "derived",
    "eksRelease",
    '.derived: invalid value "eksRelease": expected a list of the dates that are derived',
  ],
  ["endOfSupport", "2028-03-28", ': unknown property "endOfSupport": did you mean "endOfStandardSupport"?'],
])("a Kubernetes version whose %s is %j is rejected", (name, value, problem) => {
  expect(problemsOf({ kubernetesVersions: [version, { ...version, [name]: value }] })).toEqual([
    `kubernetesVersions[1]${problem}`,
  ]);
});

test.each([
  ["addonName", "", '.addonName: invalid value "": expected the name of an add-on, as in "coredns"'],
  ["clusterVersion", "1.34.0", `.clusterVersion: invalid value "1.34.0": ${VERSION}`],
  ["addonVersion", "1.34.0", `.addonVersion: invalid value "1.34.0": ${EXPECTED_BUILD}`],
  ["addonVersion", undefined, `.addonVersion: missing: ${EXPECTED_BUILD}`],
  ["asOf", undefined, '.asOf: missing: expected the day, month or year of the evidence, as in "2026-12-02"'],
  ["source", undefined, ".source: missing: expected a text that says where the version was seen"],
  ["evidence", 1, ".evidence: invalid value 1: expected a text that says how the version is known"],
  [
    "default",
    true,
    ': unknown property "default": expected "addonName", "clusterVersion", "addonVersion", "evidence", "asOf", "source" or "isComplete"',
  ],
])("an add-on version whose %s is %j is rejected", (name, value, problem) => {
  expect(problemsOf({ addonVersions: [{ ...build, [name]: value }] })).toEqual([
    `addonVersions[0]${problem}`,
  ]);
});

test("every problem of a file is reported at once", () => {
  expect(
    problemsOf({
      versions: [],
      kubernetesVersions: [{ ...version, version: "1.34.1", source: "" }, "1.34"],
      addonVersions: [{ ...build, addonName: 7, addonVersion: "latest" }, null],
    }).map((problem) => problem.replace(/: (expected|did you mean) .*/, "")),
  ).toEqual([
    'kubernetesVersions[0].version: invalid value "1.34.1"',
    'kubernetesVersions[0].source: invalid value ""',
    'kubernetesVersions[1]: invalid value "1.34"',
    "addonVersions[0].addonName: invalid value 7",
    'addonVersions[0].addonVersion: invalid value "latest"',
    "addonVersions[1]: invalid value null",
    'unknown property "versions"',
  ]);
});

test.each([
  [
    { kubernetesVersions: {} },
    "kubernetesVersions: invalid value {}: expected a list of Kubernetes versions",
  ],
  [{ addonVersions: "v1" }, 'addonVersions: invalid value "v1": expected a list of add-on versions'],
  [[], 'invalid value []: expected an object with "kubernetesVersions", "addonVersions" or both'],
  ["null", 'invalid value null: expected an object with "kubernetesVersions", "addonVersions" or both'],
])("a file that holds %j is rejected", (content, problem) => {
  expect(problemsOf(content)).toEqual([problem]);
});

test("a file that is no JSON fails without a quote of it, which may be a secret", () => {
  expect(problemsOf("{ kubernetesVersions")).toEqual(["not JSON"]);
  expect(problemsOf('{"kubernetesVersions": token-5f3c')).toEqual(["not JSON"]);
});

test("a file that is not there fails with its path", () => {
  const path = join(tmpdir(), "no-such-folder", "catalog.json");
  expect(() => withCatalogFile(Catalog.DATED, path)).toThrow(
    `invalid catalog file ${path}:\n  cannot be read: no such file or folder`,
  );
});
