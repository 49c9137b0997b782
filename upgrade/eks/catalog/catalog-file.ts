import { readFileSync } from "node:fs";
import { AddonVersion } from "../addon-version";
import { KubernetesVersion } from "../kubernetes-version";
import type { AddonVersionRow, Catalog, CatalogData, KubernetesVersionRow } from "./catalog";

/**
 * `catalog` and the rows of a JSON file of your own, `{ "kubernetesVersions": [...], "addonVersions": [...] }`,
 * each row of the form of `KubernetesVersionRow` and `AddonVersionRow`. Either list may be left out.
 *
 * @throws Error with all that is wrong with the file, by row.
 */
export function withCatalogFile(catalog: Catalog, path: string): Catalog {
  return catalog.with(readCatalogFile(path));
}

/**
 * The rows of such a file.
 *
 * @throws Error with all that is wrong with the file, by row.
 */
export function readCatalogFile(path: string): CatalogData {
  const { data, problems } = parse(path);
  if (problems.length > 0) {
    throw new Error(
      [`the catalog file ${path} cannot be used:`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
  }
  return data;
}

const NO_ROWS: CatalogData = { kubernetesVersions: [], addonVersions: [] };

function parse(path: string): { readonly data: CatalogData; readonly problems: readonly string[] } {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return {
      data: NO_ROWS,
      problems: [`it cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
  if (!isRecord(content)) {
    return {
      data: NO_ROWS,
      problems: ['it must hold an object with "kubernetesVersions", "addonVersions" or both'],
    };
  }
  const problems: string[] = [];
  for (const key of Object.keys(content)) {
    if (key !== "kubernetesVersions" && key !== "addonVersions") {
      problems.push(`"${key}" is not known: it may hold "kubernetesVersions" and "addonVersions"`);
    }
  }
  const rows = <Row>(key: string, read: (row: Fields, problem: Report) => Row): readonly Row[] => {
    const list = content[key] ?? [];
    if (!Array.isArray(list)) {
      problems.push(`"${key}" must be a list`);
      return [];
    }
    return list.flatMap((row: unknown, index): Row[] => {
      const problem: Report = (sentence) => problems.push(`${key}[${index}]: ${sentence}`);
      if (!isRecord(row)) {
        problem("a row must be an object");
        return [];
      }
      return [read(row, problem)];
    });
  };
  const data = {
    kubernetesVersions: rows("kubernetesVersions", kubernetesVersionRow),
    addonVersions: rows("addonVersions", addonVersionRow),
  };
  return { data, problems };
}

/** What a row says, and how it is told that something of it is wrong: such a row is never used. */
type Fields = Readonly<Record<string, unknown>>;
type Report = (sentence: string) => void;

function kubernetesVersionRow(row: Fields, problem: Report): KubernetesVersionRow {
  const { version, endOfExtendedSupport = null, source, derived, ...others } = row;
  const { upstreamRelease, eksRelease, endOfStandardSupport, ...unknown } = others;
  const day = (name: string, value: unknown): string =>
    isDay(value) ? value : refuse(problem, `${name} must be a day, as in "2026-12-02"`);
  const read = {
    version: isKubernetesVersion(version)
      ? version
      : refuse(problem, `version must be of the form "1.34", not ${JSON.stringify(version)}`),
    ...(upstreamRelease === undefined ? {} : { upstreamRelease: day("upstreamRelease", upstreamRelease) }),
    eksRelease: day("eksRelease", eksRelease),
    endOfStandardSupport: day("endOfStandardSupport", endOfStandardSupport),
    endOfExtendedSupport:
      endOfExtendedSupport === null || isDay(endOfExtendedSupport)
        ? endOfExtendedSupport
        : refuse(problem, 'endOfExtendedSupport must be a day, as in "2026-12-02", or null'),
    source: isText(source) ? source : refuse(problem, "source must say where the dates come from"),
  };
  if (derived !== undefined && !(Array.isArray(derived) && derived.every(isText))) {
    problem("derived must be a list of the dates that were reckoned from others");
  }
  refuseUnknown(unknown, VERSION_FIELDS, problem);
  return derived === undefined ? read : { ...read, derived: derived as readonly string[] };
}

const VERSION_FIELDS = [
  "version",
  "upstreamRelease",
  "eksRelease",
  "endOfStandardSupport",
  "endOfExtendedSupport",
  "source",
  "derived",
];

function addonVersionRow(row: Fields, problem: Report): AddonVersionRow {
  const { addonName, clusterVersion, addonVersion, evidence = "observed", asOf, source, ...unknown } = row;
  const read = {
    addonName: isText(addonName) ? addonName : refuse(problem, "addonName must be the add-on's name"),
    clusterVersion: isKubernetesVersion(clusterVersion)
      ? clusterVersion
      : refuse(problem, `clusterVersion must be of the form "1.34", not ${JSON.stringify(clusterVersion)}`),
    addonVersion:
      typeof addonVersion === "string" && AddonVersion.parse(addonVersion) !== undefined
        ? addonVersion
        : refuse(
            problem,
            `addonVersion must be of the form "v1.34.0-eksbuild.1", not ${JSON.stringify(addonVersion)}`,
          ),
    evidence: isText(evidence) ? evidence : refuse(problem, "evidence must say how the build is known"),
    asOf: isText(asOf) ? asOf : refuse(problem, "asOf must say when the build was seen"),
    source: isText(source) ? source : refuse(problem, "source must say where the build was seen"),
  };
  refuseUnknown(unknown, Object.keys(read), problem);
  return read;
}

function refuse(problem: Report, sentence: string): string {
  problem(sentence);
  return "";
}

/** A name that is misspelt would otherwise be a value that is left out. */
function refuseUnknown(unknown: Fields, known: readonly string[], problem: Report): void {
  for (const name of Object.keys(unknown)) {
    problem(`${name} is not known: a row has ${known.slice(0, -1).join(", ")} and ${known.at(-1)}`);
  }
}

function isKubernetesVersion(value: unknown): value is string {
  return typeof value === "string" && KubernetesVersion.parse(value) !== undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A day of the calendar: `Date` takes the 30th of February for the 2nd of March. */
function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return false;
  }
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
