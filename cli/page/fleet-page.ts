import type { Catalog, KubernetesVersionRow } from "../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";
import type { FleetState } from "../../upgrade/fleet/state";
import { type ReviewInput, type ReviewResult, review } from "../../upgrade/review/review";
import { judge } from "../../upgrade/rules/rules";
import type { Planned } from "../planning/planned";
import { type ClusterStatus, type FleetStatus, statusOf } from "../status/fleet-status";

/** What a page shows. Every part of the page is a function of it. */
export interface FleetPage {
  /** The day that is "today" on the page, "2026-11-24". */
  readonly day: string;
  /** What was read: "2 plans". */
  readonly source: string;
  readonly status: FleetStatus;
  /** By Kubernetes version: the windows of support, in the order of the versions. */
  readonly windows: readonly SupportWindow[];
  /** @default - the page has no upgrade plan */
  readonly planned?: Planned;
  readonly result: ReviewResult;
}

/** The clusters of one Kubernetes version that EKS treats alike. */
export interface SupportWindow {
  readonly version: string;
  /** EKS upgrades these clusters at the end of standard support, so they have no extended support. */
  readonly isUpgradedByEks: boolean;
  readonly row: KubernetesVersionRow;
  readonly clusters: readonly ClusterStatus[];
}

export interface FleetPageInput {
  readonly fleet: FleetState;
  /** What the rules evaluate: the change of plans, or the fleet as it is declared. */
  readonly change: ReviewInput;
  readonly catalog: Catalog;
  readonly day: string;
  readonly source: string;
  readonly planned?: Planned;
}

/** The result depends only on the input. */
export function fleetPage({ fleet, change, catalog, day, ...others }: FleetPageInput): FleetPage {
  const status = statusOf(fleet, catalog, day);
  return {
    ...others,
    day,
    status,
    windows: windowsOf(status, catalog),
    result: review(change, judge({ ...change, catalog, day }), [], day),
  };
}

/** The windows of support of all clusters whose version the catalog knows. */
function windowsOf({ clusters }: FleetStatus, catalog: Catalog): readonly SupportWindow[] {
  const windows = new Map<string, SupportWindow & { readonly clusters: ClusterStatus[] }>();
  for (const cluster of clusters) {
    const version = cluster.version === null ? undefined : KubernetesVersion.parse(cluster.version);
    const row = version === undefined ? undefined : catalog.row(version);
    if (row !== undefined) {
      const isUpgradedByEks = cluster.supportType === "STANDARD";
      const key = `${row.version} ${isUpgradedByEks}`;
      const window = windows.get(key) ?? { version: row.version, isUpgradedByEks, row, clusters: [] };
      window.clusters.push(cluster);
      windows.set(key, window);
    }
  }
  return [...windows.values()].sort((one, other) =>
    one.row.endOfStandardSupport < other.row.endOfStandardSupport ? -1 : 1,
  );
}
