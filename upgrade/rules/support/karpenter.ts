import { type ClusterKey, type FleetState, ifKnown, type ReleaseState } from "../../fleet/state";

/** The name in a path or an address: "karpenter" of "oci://public.ecr.aws/karpenter/karpenter". */
function chartName({ chart }: ReleaseState): string {
  const path = ifKnown(chart) ?? "";
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The releases of a chart with a known cluster. */
export function releasesOf(
  { releases }: FleetState,
  chart: string,
): readonly (readonly [ClusterKey, ReleaseState])[] {
  return releases.flatMap((release) => {
    const cluster = ifKnown(release.cluster);
    return cluster !== undefined && chartName(release) === chart ? [[cluster, release] as const] : [];
  });
}

export const KARPENTER = "karpenter";
export const KARPENTER_CRDS = "karpenter-crd";
