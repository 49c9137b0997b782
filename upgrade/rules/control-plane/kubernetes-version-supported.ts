import type { Catalog, KubernetesVersionRow } from "../../eks/catalog/catalog";
import type { KubernetesVersion } from "../../eks/kubernetes-version";
import type { Pair } from "../../fleet/diff";
import { type ClusterState, isUnknown, type Place } from "../../fleet/state";
import type { Finding, Rule, Severity } from "../rule";
import { versionIn } from "../support/reading";
import { notJudged, told } from "../support/wording";

export const kubernetesVersionSupported: Rule = {
  id: "kubernetes-version-supported",
  severity: "error",
  title: "a Kubernetes version that EKS does not support on the day",
  why: "EKS refuses to make a cluster of such a version, and upgrades the control planes that still run it by itself, at any time and without notice, while the nodes stay behind. A cluster that is at such a version already is only told of, and one in extended support, which has a price, is told of where the step touches it.",
  source: "EKS user guide, kubernetes-versions: 14 months of standard support, 12 of extended",
  judge(input) {
    const { day, catalog } = input;
    if (day === undefined) {
      return [];
    }
    const { diff } = input;
    return diff.clusters.flatMap((pair) => {
      const { after, change } = pair;
      if (after === undefined) {
        return [];
      }
      const goesThere = change?.action === "create" || change?.action === "replace" || moves(pair);
      if (isUnknown(after.version)) {
        const value = `the Kubernetes version of cluster ${told(after.clusterName)}`;
        return [notJudged(after, value, `whether EKS supports it on ${day}`)];
      }
      const version = versionIn(after.version);
      const row = version === undefined ? undefined : catalog.row(version);
      return version === undefined || row === undefined
        ? []
        : findingsOf(after, version, row, { day, catalog, goesThere, isAlone: diff.leavesAlone(after) });
    });
  },
};

function moves({ before, after }: Pair<ClusterState>): boolean {
  const [from, to] = [versionIn(before?.version), versionIn(after?.version)];
  return from !== undefined && to !== undefined && !from.equals(to);
}

interface Circumstances {
  readonly day: string;
  readonly catalog: Catalog;
  readonly goesThere: boolean;
  readonly isAlone: boolean;
}

function findingsOf(
  { stack, address, clusterName }: ClusterState,
  version: KubernetesVersion,
  row: KubernetesVersionRow,
  { day, catalog, goesThere, isAlone }: Circumstances,
): readonly Finding[] {
  const place: Place = { stack, address };
  const of = `Kubernetes ${version} of cluster ${told(clusterName)}`;
  const severity: Severity = goesThere ? "error" : "warning";
  switch (catalog.supportOn(day, version)) {
    case "ended": {
      const end = row.endOfExtendedSupport ?? row.endOfStandardSupport;
      const message = `${of} is not supported on ${day}: its support ended on ${end}, and EKS upgrades such control planes by itself at any time; go to ${oldestSupported(day, catalog)} or newer, one minor at a time`;
      return [{ ...place, message, severity }];
    }
    case "not-released": {
      const message = `${of} is not there on ${day}: EKS has it from ${row.eksRelease}; use ${version.plus(-1)} until then`;
      return [{ ...place, message, severity }];
    }
    case "extended": {
      const message = `${of} is in extended support, at a price, since ${row.endOfStandardSupport}, and until ${row.endOfExtendedSupport}; upgrade to ${version.plus(1)} before that day`;
      return isAlone ? [] : [{ ...place, message, severity: "warning" }];
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
