import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Catalog, type CatalogData } from "../../upgrade/eks/catalog/catalog";
import { readCatalogFile } from "../../upgrade/eks/catalog/catalog-file";
import { parseJson } from "../../upgrade/input/read-json";
import { getRecord } from "../../upgrade/terraform/json";
import { writeWhole } from "../shared/write-file";

/** Where the rows of a catalog lie. */
export interface CatalogFiles {
  readonly own: CatalogData;
  /** What is known beside them. */
  readonly base: CatalogData;
  /** Writes these rows, and gives the names of the files that it wrote. */
  write(data: CatalogData, day: string): readonly string[];
}

const NO_ROWS: CatalogData = { kubernetesVersions: [], addonVersions: [] };

const VERSIONS = join("upgrade", "eks", "catalog", "kubernetes-versions.json");
const BUILDS = join("upgrade", "eks", "catalog", "addon-versions.json");

/**
 * A file of one's own, beside the catalog that comes with the package; one that is not there yet is made.
 *
 * @throws Error with all that is wrong with the file
 */
export function ownFile(path: string): CatalogFiles {
  return {
    own: existsSync(path) ? readCatalogFile(path) : NO_ROWS,
    base: Catalog.DATED.data,
    write: ({ kubernetesVersions, addonVersions }) => {
      writeWhole(
        path,
        `{\n  "kubernetesVersions": ${listOf(kubernetesVersions)},\n  "addonVersions": ${listOf(addonVersions)}\n}\n`,
      );
      return [path];
    },
  };
}

/** The catalog of this project, in a checkout of it; `undefined` in any other folder. */
export function projectFiles(folder: string): CatalogFiles | undefined {
  const [versions, builds] = [join(folder, VERSIONS), join(folder, BUILDS)];
  if (!existsSync(versions) || !existsSync(builds)) {
    return undefined;
  }
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  return {
    own: { kubernetesVersions, addonVersions },
    base: NO_ROWS,
    write: (data, day) => {
      const written: string[] = [];
      if (data.kubernetesVersions !== kubernetesVersions) {
        writeWhole(versions, `{\n  "asOf": "${day}",\n  "rows": ${listOf(data.kubernetesVersions)}\n}\n`);
        written.push(VERSIONS);
      }
      if (data.addonVersions !== addonVersions) {
        writeWhole(builds, buildsText(data, sourcesIn(builds), day));
        written.push(BUILDS);
      }
      return written;
    },
  };
}

/** A source is explained once: those of the rows that have come stand for themselves. */
function buildsText({ addonVersions }: CatalogData, known: ReadonlyMap<string, string>, day: string): string {
  const used = new Set(addonVersions.map(({ source }) => source));
  const sources = new Map([...known].filter(([key]) => used.has(key)));
  for (const source of used) {
    if (!sources.has(source)) {
      sources.set(source, `what EKS answered: ${source}`);
    }
  }
  const lines = [...sources].map(([key, text]) => `    ${JSON.stringify(key)}: ${JSON.stringify(text)}`);
  return `{\n  "asOf": "${day}",\n  "sources": {\n${lines.join(",\n")}\n  },\n  "rows": ${listOf(addonVersions)}\n}\n`;
}

function sourcesIn(path: string): ReadonlyMap<string, string> {
  const json = parseJson(readFileSync(path, "utf8"));
  const sources = "value" in json ? getRecord(json.value, "sources") : undefined;
  return new Map(Object.entries(sources ?? {}).map(([key, text]) => [key, String(text)] as const));
}

/** A row a line, so that a refresh reads as the rows that it adds. */
function listOf(rows: readonly object[]): string {
  return rows.length === 0 ? "[]" : `[\n${rows.map((row) => `    ${lineOf(row)}`).join(",\n")}\n  ]`;
}

function lineOf(row: object): string {
  const fields = Object.entries(row).filter(([, value]) => value !== undefined);
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(", ")}}`;
}
