import type { Catalog, KubernetesVersionRow } from "../../eks/catalog/catalog";
import type { KubernetesVersion } from "../../eks/kubernetes-version";
import type { Pair } from "../../fleet/diff";
import { type ClusterState, isUnknown } from "../../fleet/state";
import type { Finding, Rule, Severity } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { versionIn } from "../support/reading";
import { shown } from "../support/wording";

export const kubernetesVersionSupported: Rule = {
  id: "kubernetes-version-supported",
  severity: "error",
  title: "EKS does not support the Kubernetes version on the day of the review",
  why: "EKS rejects a new cluster of such a version. It upgrades control planes that still run it by itself, at any time and without notice, and does not upgrade their nodes. If the cluster already has such a version, the rule only warns. It also warns of extended support, which costs money, if the change touches the cluster.",
  source: "EKS user guide, kubernetes-versions: 14 months of standard support, 12 of extended",
  judge({ diff, day, catalog }) {
    if (day === undefined) {
      return [];
    }
    return diff.clusters.flatMap((pair) => {
      const { after, change } = pair;
      if (after === undefined) {
        return [];
      }
      if (isUnknown(after.version)) {
        const value = `the Kubernetes version of cluster ${shown(after.clusterName)}`;
        return [notEvaluated(after, value, `whether EKS supports it on ${day}`)];
      }
      const version = versionIn(after.version);
      const row = version === undefined ? undefined : catalog.row(version);
      if (version === undefined || row === undefined) {
        return [];
      }
      const isNew = change?.action === "create" || change?.action === "replace" || changesVersion(pair);
      const circumstances = { day, catalog, isNew, isUnchanged: diff.leavesAlone(after) };
      return findingsOf(after, version, row, circumstances);
    });
  },
};

function changesVersion({ before, after }: Pair<ClusterState>): boolean {
  const [from, to] = [versionIn(before?.version), versionIn(after?.version)];
  return from !== undefined && to !== undefined && !from.equals(to);
}

interface Circumstances {
  readonly day: string;
  readonly catalog: Catalog;
  /** The change gives the cluster this version. */
  readonly isNew: boolean;
  readonly isUnchanged: boolean;
}

function findingsOf(
  cluster: ClusterState,
  version: KubernetesVersion,
  row: KubernetesVersionRow,
  { day, catalog, isNew, isUnchanged }: Circumstances,
): readonly Finding[] {
  const has = `cluster ${shown(cluster.clusterName)} has Kubernetes ${version}`;
  const severity: Severity = isNew ? "error" : "warning";
  const support = catalog.supportOn(day, version);
  const values = { version: `${version}`, day };
  switch (support) {
    case "ended": {
      const end = row.endOfExtendedSupport ?? row.endOfStandardSupport;
      const message = `${has}, whose support ended on ${end}: EKS upgrades such control planes by itself at any time. Upgrade to ${oldestSupported(day, catalog)} or newer, one minor version at a time`;
      return [found(cluster, message, { code: support, values, severity })];
    }
    case "not-released": {
      const message = `${has} on ${day}: EKS has it from ${row.eksRelease}. Use ${version.plus(-1)} until then`;
      return [found(cluster, message, { code: support, values, severity })];
    }
    case "extended": {
      const message = `${has}, which is in extended support from ${row.endOfStandardSupport} to ${row.endOfExtendedSupport}: AWS charges for it. Upgrade to ${version.plus(1)} before it ends`;
      return isUnchanged ? [] : [found(cluster, message, { code: support, values, severity: "warning" })];
    }
    default:
      return [];
  }
}

function oldestSupported(day: string, catalog: Catalog): KubernetesVersion {
  let version = catalog.newest;
  while (["standard", "extended"].includes(catalog.supportOn(day, version.plus(-1)) ?? "")) {
    version = version.plus(-1);
  }
  return version;
}
