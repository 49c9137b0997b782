import { KubernetesVersion } from "../kubernetes-version";
import data from "./release-support.json";

/** The Kubernetes versions that a release of a chart supports. */
export interface SupportedVersions {
  /** "1.31" */
  readonly oldest: string;
  readonly newest: string;
}

interface SupportRow extends SupportedVersions {
  readonly chart: string;
  /** Whether `minor` is one of the chart, or of the image that its values name. */
  readonly of: "chart" | "image";
  readonly minor: string;
  /** An existing version of that minor. */
  readonly version?: string;
}

const rows: readonly SupportRow[] = data.rows.flatMap(({ of, ...row }) =>
  of === "chart" || of === "image" ? [{ ...row, of }] : [],
);

/** What is installed, as far as it is known. */
export interface InstalledRelease {
  /** A name, a path, or an address: its name is the text after the last slash. */
  readonly chart: string;
  readonly chartVersion?: string;
  readonly imageTag?: string;
}

/** The dated data of what charts support; `undefined` for charts and versions that it does not have. */
export function supportedVersions(release: InstalledRelease): SupportedVersions | undefined {
  const { chartVersion, imageTag } = release;
  const of = imageTag === undefined ? "chart" : "image";
  const minor = minorOf(imageTag ?? chartVersion ?? "");
  return rowsOf(release).find((row) => row.of === of && row.minor === minor);
}

/** The minors of the same chart, or of its image, that support a Kubernetes version; newest first, each with an existing version if one is known. */
export function alternativesFor(release: InstalledRelease, kubernetes: KubernetesVersion): readonly string[] {
  const of = release.imageTag === undefined ? "chart" : "image";
  return rowsOf(release)
    .filter((row) => row.of === of && isWithin(kubernetes, row))
    .map(({ minor, version }) => version ?? minor);
}

/** Also `false` if a bound is no version. */
export function isWithin(kubernetes: KubernetesVersion, { oldest, newest }: SupportedVersions): boolean {
  const [from, to] = [KubernetesVersion.parse(oldest), KubernetesVersion.parse(newest)];
  return (
    from !== undefined && to !== undefined && kubernetes.compare(from) >= 0 && kubernetes.compare(to) <= 0
  );
}

function rowsOf({ chart }: InstalledRelease): readonly SupportRow[] {
  const name = chartName(chart);
  return rows.filter((row) => row.chart === name);
}

/** "https://…/cluster-autoscaler-9.59.0.tgz" is cluster-autoscaler, "istio/istiod" istiod. */
function chartName(chart: string): string {
  return chart.slice(chart.lastIndexOf("/") + 1).replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, "");
}

function minorOf(version: string): string | undefined {
  return /^v?(\d+\.\d+)(\.|$)/.exec(version)?.[1];
}
