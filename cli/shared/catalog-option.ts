import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { withCatalogFile } from "../../upgrade/eks/catalog/catalog-file";

/** The dated catalog, with the rows of a file where the option names one. What is wrong with it is told. */
export function catalogOf(path: string | undefined, problems: string[]): Catalog {
  if (path === undefined) {
    return Catalog.DATED;
  }
  try {
    return withCatalogFile(Catalog.DATED, path);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `${path}: it cannot be used`);
    return Catalog.DATED;
  }
}
