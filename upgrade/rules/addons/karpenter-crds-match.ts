import type { FleetIndex } from "../../fleet/fleet-index";
import { ifKnown, type ReleaseState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found } from "../support/finding";
import { KARPENTER, KARPENTER_CRDS, releasesOf } from "../support/karpenter";
import { violations } from "../support/violations";
import { shown } from "../support/wording";

export const karpenterCrdsMatch: Rule = {
  id: "karpenter-crds-match",
  severity: "error",
  title: "The CRDs of Karpenter are of another version than its controller",
  why: "Helm never updates the CRDs of the chart karpenter: they come by the chart karpenter-crd, which must be upgraded first. A controller whose CRDs are of an older minor version writes fields that the API server drops or rejects, and makes no nodes. CRDs that are ahead of the controller are only a warning. Patch versions have the same CRDs.",
  source: "Karpenter, upgrade guide (CRD upgrades); aws/karpenter-provider-aws #6515",
  judge: (input) => violations(input, findingsIn),
};

function findingsIn(index: FleetIndex): readonly Finding[] {
  const definitions = releasesOf(index.fleet, KARPENTER_CRDS);
  return releasesOf(index.fleet, KARPENTER).flatMap(([cluster, controller]) =>
    definitions.flatMap(([key, crds]) =>
      key === cluster ? findingsOf(controller, crds, shown(index.nameOf(cluster))) : [],
    ),
  );
}

function findingsOf(controller: ReleaseState, crds: ReleaseState, cluster: string): readonly Finding[] {
  const [runs, has] = [minorOf(controller), minorOf(crds)];
  if (runs === undefined || has === undefined || runs === has) {
    return [];
  }
  const [version, definitions] = [shown(controller.chartVersion), shown(crds.chartVersion)];
  const values = { controller: version, crds: definitions };
  const lead = `Karpenter ${version} in cluster ${cluster} has CRDs of ${definitions}`;
  return has < runs
    ? [
        found(
          controller,
          `${lead}: Helm does not update them. Upgrade the release of karpenter-crd to ${version} before`,
          {
            code: "behind",
            values,
          },
        ),
      ]
    : [
        found(crds, `${lead}: upgrade the controller to ${definitions} next`, {
          code: "ahead",
          values,
          severity: "warning",
        }),
      ];
}

/** A number that grows with the minor version. */
function minorOf({ chartVersion }: ReleaseState): number | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(ifKnown(chartVersion) ?? "") ?? [];
  return major === undefined || minor === undefined ? undefined : Number(major) * 10_000 + Number(minor);
}
