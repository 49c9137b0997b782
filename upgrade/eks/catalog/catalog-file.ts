import { readJson } from "../../input/read-json";
import type { Catalog, CatalogData } from "./catalog";

/**
 * `catalog` and the rows of a JSON file of your own, `{ "kubernetesVersions": [...], "addonVersions": [...] }`,
 * each row of the form of `KubernetesVersionRow` and `AddonVersionRow`. Either list may be left out.
 *
 * @throws Error with every problem of the file, by row.
 */
export function withCatalogFile(catalog: Catalog, path: string): Catalog {
  return catalog.with(readCatalogFile(path));
}

/**
 * The rows of such a file.
 *
 * @throws Error with every problem of the file, by row.
 */
export function readCatalogFile(path: string): CatalogData {
  const content = contentOf(path);
  // Loaded here, because most programs have no such file.
  const { checked }: typeof import("../../input/check") = require("../../input/check");
  const { catalogFileSchema }: typeof import("./catalog-schema") = require("./catalog-schema");
  const file = checked(catalogFileSchema, content);
  if ("problems" in file) {
    throw problemsOf(path, file.problems);
  }
  const { kubernetesVersions = [], addonVersions = [] } = file.value;
  return {
    kubernetesVersions: kubernetesVersions.map((row) => ({
      ...row,
      endOfExtendedSupport: row.endOfExtendedSupport ?? null,
    })),
    addonVersions: addonVersions.map((row) => ({ ...row, evidence: row.evidence ?? "observed" })),
  };
}

function contentOf(path: string): unknown {
  const json = readJson(path);
  if ("problem" in json) {
    throw problemsOf(path, [json.problem]);
  }
  return json.value;
}

function problemsOf(path: string, problems: readonly string[]): Error {
  return new Error(
    [`invalid catalog file ${path}:`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
  );
}
