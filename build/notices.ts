import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";

/** Licences of the packages whose code is in the bundles, as those licences ask. */
export function noticesOf(project: string, metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  );
  const folders = new Set(inputs.flatMap((path) => packageFolder(resolve(project, path)) ?? []));
  const packages = new Map([...folders].map((folder) => [nameOf(folder), licenceOf(folder, project)]));
  const byLicence = new Map<string, string[]>();
  for (const name of [...packages.keys()].sort()) {
    const text = packages.get(name) ?? "";
    byLicence.set(text, [...(byLicence.get(text) ?? []), name]);
  }
  return [
    "This package contains code of the packages below, bundled and shortened, under their licences.\n",
    ...[...byLicence].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`),
  ].join(`\n${"-".repeat(80)}\n\n`);
}

/** The folder of the package that a file is of. `undefined` for a file of ours. */
function packageFolder(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function nameOf(folder: string): string {
  const { name, version, license } = manifestOf(folder);
  return `${name} ${version} (${license})`;
}

/** @param project where a package ships no licence text of its own, the licence text here, if it is the same licence */
function licenceOf(folder: string, project: string): string {
  const texts = licenceFiles(folder);
  if (texts.length > 0) {
    return texts.join("\n\n");
  }
  if (manifestOf(folder).license !== manifestOf(project).license) {
    throw new Error(`${folder} has no file with its licence, which the bundle has to contain`);
  }
  return licenceFiles(project).join("\n\n");
}

function licenceFiles(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  return files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
}

function manifestOf(folder: string): Readonly<Record<"name" | "version" | "license", string>> {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
