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
  const { data, problems } = parse(path);
  if (problems.length > 0) {
    throw new Error(
      [`the catalog file ${path} cannot be used:`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
    );
  }
  return catalog.with(data);
}

function parse(path: string): { readonly data: Partial<CatalogData>; readonly problems: readonly string[] } {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return {
      data: {},
      problems: [`it cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
  if (!isRecord(content)) {
    return {
      data: {},
      problems: ['it must hold an object with "kubernetesVersions", "addonVersions" or both'],
    };
  }
  const problems: string[] = [];
  for (const key of Object.keys(content)) {
    if (key !== "kubernetesVersions" && key !== "addonVersions") {
      problems.push(`"${key}" is not known: it may hold "kubernetesVersions" and "addonVersions"`);
    }
  }
  const rows = <Row>(key: string, read: (row: unknown) => Row | string): readonly Row[] => {
    const list = content[key] ?? [];
    if (!Array.isArray(list)) {
      problems.push(`"${key}" must be a list`);
      return [];
    }
    return list.flatMap((item: unknown, index): Row[] => {
      const row = read(item);
      if (typeof row === "string") {
        problems.push(`${key}[${index}]: ${row}`);
        return [];
      }
      return [row];
    });
  };
  const data = {
    kubernetesVersions: rows("kubernetesVersions", kubernetesVersionRow),
    addonVersions: rows("addonVersions", addonVersionRow),
  };
  return { data, problems };
}

function kubernetesVersionRow(row: unknown): KubernetesVersionRow | string {
  if (!isRecord(row)) {
    return "a row must be an object";
  }
  const {
    version,
    upstreamRelease,
    eksRelease,
    endOfStandardSupport,
    endOfExtendedSupport = null,
    source,
  } = row;
  if (typeof version !== "string" || KubernetesVersion.parse(version) === undefined) {
    return `version must be of the form "1.38", not ${JSON.stringify(version)}`;
  }
  if (!isDay(upstreamRelease) || !isDay(eksRelease) || !isDay(endOfStandardSupport)) {
    return 'upstreamRelease, eksRelease and endOfStandardSupport must be days, as in "2026-12-02"';
  }
  if (endOfExtendedSupport !== null && !isDay(endOfExtendedSupport)) {
    return 'endOfExtendedSupport must be a day, as in "2026-12-02", or null';
  }
  if (!isText(source)) {
    return "source must say where the dates come from";
  }
  return { version, upstreamRelease, eksRelease, endOfStandardSupport, endOfExtendedSupport, source };
}

function addonVersionRow(row: unknown): AddonVersionRow | string {
  if (!isRecord(row)) {
    return "a row must be an object";
  }
  const { addonName, clusterVersion, addonVersion, evidence = "observed", asOf, source } = row;
  if (!isText(addonName)) {
    return "addonName must be the add-on's name";
  }
  if (typeof clusterVersion !== "string" || KubernetesVersion.parse(clusterVersion) === undefined) {
    return `clusterVersion must be of the form "1.38", not ${JSON.stringify(clusterVersion)}`;
  }
  if (typeof addonVersion !== "string" || AddonVersion.parse(addonVersion) === undefined) {
    return `addonVersion must be of the form "v1.38.0-eksbuild.1", not ${JSON.stringify(addonVersion)}`;
  }
  if (!isText(asOf) || !isText(source) || !isText(evidence)) {
    return "asOf and source must say when and where the build was seen";
  }
  return { addonName, clusterVersion, addonVersion, evidence, asOf, source };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
