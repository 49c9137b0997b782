import { isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { poolsFor } from "../support/node-pool";
import { cordonedIn, fits, gapsOf, namesOf, subnetGap, successorsOf, unknownsOf } from "../support/successor";
import { listed, shown } from "../support/wording";

export const successorCoverage: Rule = {
  id: "successor-coverage",
  severity: "error",
  title: "A node group is cordoned, and its successor cannot run its pods",
  why: "Pods stay pending forever if they select a label, need a processor or a zone (every EBS volume has one), or need the taint of their old nodes. The drain then stops at their disruption budgets. Labels that name a generation (instancegroup, subgroup) do not count. Other subnets may be in the same zones, which a plan does not show: the rule then only warns.",
  source:
    "EKS user guide, managed-node-groups and EBS volumes by zone; Kubernetes, assigning pods to nodes; alphagov/govuk-infrastructure #2862 (second groups by hand)",
  judge(input) {
    const { diff } = input;
    return cordonedIn(diff).flatMap(({ before, after }) => {
      if (before.desiredSize === 0 || poolsFor(before, diff).length > 0) {
        return [];
      }
      const successors = successorsOf(before, diff).flatMap(({ after: successor }) => successor ?? []);
      return findingsOf(before, after, successors);
    });
  },
};

function findingsOf(
  group: NodeGroupState,
  place: NodeGroupState,
  successors: readonly NodeGroupState[],
): readonly Finding[] {
  const [first] = successors;
  if (first === undefined) {
    return [];
  }
  const name = shown(group.nodeGroupName);
  const fit = successors.filter((successor) => gapsOf(group, successor).length === 0);
  const known = fit.filter((successor) => fits(group, successor));
  if (fit.length === 0) {
    const nearest = successors.reduce((best, other) =>
      gapsOf(group, other).length < gapsOf(group, best).length ? other : best,
    );
    const message = `node group ${name} would be cordoned, and ${shown(nearest.nodeGroupName)} ${listed(gapsOf(group, nearest))}: it cannot run all pods of ${name}. Give it the same labels, taints and platform first`;
    return [
      found(place, message, {
        code: "nodes",
        values: { successor: shown(nearest.nodeGroupName), gaps: listed(gapsOf(group, nearest)) },
      }),
    ];
  }
  const [candidate] = fit;
  const [unknown] = candidate === undefined ? [] : unknownsOf(group, candidate);
  if (known.length === 0 && unknown !== undefined) {
    const question = `whether ${shown(candidate?.nodeGroupName)} can run the pods of ${name}`;
    return [notEvaluated(place, unknown, question)];
  }
  return subnetFindings(group, place, known);
}

function subnetFindings(
  group: NodeGroupState,
  place: NodeGroupState,
  successors: readonly NodeGroupState[],
): readonly Finding[] {
  const name = shown(group.nodeGroupName);
  const others = namesOf(successors);
  const unknown = [group, ...successors].find(({ subnetIds }) => isUnknown(subnetIds));
  if (unknown !== undefined) {
    const value = `the list of subnets of node group ${shown(unknown.nodeGroupName)}`;
    return [notEvaluated(place, value, `whether ${others} covers the zones of ${name}`)];
  }
  const gap = subnetGap(group, successors);
  if (gap === undefined) {
    return [];
  }
  const missing = listed(gap.missing);
  const values = { successors: others, missing };
  return gap.mayBeSameZones
    ? [
        found(
          place,
          `node group ${name} would be cordoned, and ${others} has other subnets instead of ${missing}: a volume cannot leave its zone. Check that they are in the same zones`,
          { code: "other-subnets", values, severity: "warning" },
        ),
      ]
    : [
        found(
          place,
          `node group ${name} would be cordoned, and ${others} has no nodes in ${missing}: a volume cannot leave its zone. Give it all subnets of ${name} first, or create another group for them`,
          { code: "missing-subnets", values },
        ),
      ];
}
