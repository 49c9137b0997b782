import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { TerraformAsset, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isUnresolved } from "../validation";

const CHARTS = join(__dirname, "..", "..", "charts");

const assets = new WeakMap<TerraformStack, Map<string, TerraformAsset>>();

/**
 * The path of one of our charts for Terraform.
 *
 * The chart is copied next to the stack's `cdk.tf.json`, and its name has a hash of its contents. So the bytes are the
 * same wherever this package and the output are, the output can be planned on a machine without this package, and the
 * plan shows a new version of the chart. A path to the package itself would have none of these properties.
 */
export function chartPath(scope: Construct, chart: string): string {
  return assetPath(scope, `chart-${chart}`, join(CHARTS, chart));
}

/** A chart of other people: in a repository, or an archive in a folder of the project. */
export interface ChartSource {
  readonly repository: string;
  readonly chart: string;
  readonly chartVersion: string;
}

/** Where Terraform finds a chart. */
export interface FoundChart {
  /** `undefined` for a file. */
  readonly repository: string | undefined;
  /** Its name in the repository, or the path of a file. */
  readonly chart: string;
  readonly version: string;
}

/** @param source with a repository that is a folder: its archive is copied next to `cdk.tf.json` */
export function findChart(scope: Construct, source: ChartSource): FoundChart {
  const { repository, chart, chartVersion: version } = source;
  const archive = archiveOf(source);
  return archive === undefined || !existsSync(archive)
    ? { repository, chart, version }
    : { repository: undefined, chart: assetPath(scope, idOf(source), archive), version };
}

export function chartProblems(source: ChartSource): readonly string[] {
  const archive = archiveOf(source);
  return archive === undefined || existsSync(archive)
    ? []
    : [
        `chart ${source.chart} ${source.chartVersion} is missing: expected the file ${archive}. Download it: helm pull ${source.chart} --repo URL --version ${source.chartVersion} --destination ${source.repository}`,
      ];
}

/** The file that `helm pull` writes, if the repository is a folder. */
function archiveOf({ repository, chart, chartVersion }: ChartSource): string | undefined {
  return isUnresolved(repository) ||
    isUnresolved(chart) ||
    isUnresolved(chartVersion) ||
    !isFolder(repository)
    ? undefined
    : resolve(repository, `${chart}-${chartVersion}.tgz`);
}

/** Whether a repository is a folder of the project. */
export function isFolder(repository: string): boolean {
  return /^\.{0,2}\//.test(repository);
}

/** cdktf removes dots from the names of folders. */
function idOf({ chart, chartVersion }: ChartSource): string {
  return `chart-${chart}-${chartVersion}`.replaceAll(".", "-");
}

function assetPath(scope: Construct, id: string, path: string): string {
  const stack = TerraformStack.of(scope);
  const inStack = assets.get(stack) ?? new Map<string, TerraformAsset>();
  assets.set(stack, inStack);
  const asset = inStack.get(path) ?? new TerraformAsset(stack, id, { path });
  inStack.set(path, asset);
  return asset.path;
}
