import { isUnknown, type NodeGroupState } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { cordonedIn, fits, gapsOf, namesOf, subnetGap, successorsOf, unknownsOf } from "../support/successor";
import { listed, notJudged, told } from "../support/wording";

export const successorCoverage: Rule = {
  id: "successor-coverage",
  severity: "error",
  title: "a node group cordoned whose pods its successor cannot run",
  why: "Pods that select a label, need a processor or a zone (every EBS volume has one), or tolerate a taint wait for ever once their old nodes are gone, and a drain stops at their disruption budgets. The labels that name a generation (instancegroup, subgroup) do not count. Other subnets may lie in the same zones, which a plan does not tell: there it is only told.",
  source:
    "EKS user guide, managed-node-groups and EBS volumes by zone; Kubernetes, assigning pods to nodes; alphagov/govuk-infrastructure #2862 (second groups by hand)",
  judge(input) {
    const { diff } = input;
    return cordonedIn(diff).flatMap(({ before, after }) => {
      if (before.desiredSize === 0) {
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
  const name = told(group.nodeGroupName);
  const fit = successors.filter((successor) => gapsOf(group, successor).length === 0);
  const known = fit.filter((successor) => fits(group, successor));
  if (fit.length === 0) {
    const nearest = successors.reduce((best, other) =>
      gapsOf(group, other).length < gapsOf(group, best).length ? other : best,
    );
    const message = `the pods of ${name} cannot all move to ${told(nearest.nodeGroupName)}, which ${listed(gapsOf(group, nearest))}; give it the same before ${name} is cordoned`;
    return [{ stack: place.stack, address: place.address, message }];
  }
  const [candidate] = fit;
  const [unknown] = candidate === undefined ? [] : unknownsOf(group, candidate);
  if (known.length === 0 && unknown !== undefined) {
    const question = `whether its pods can move from ${name} to ${told(candidate?.nodeGroupName)}`;
    return [notJudged(place, unknown, question)];
  }
  return subnetFindings(group, place, known);
}

function subnetFindings(
  group: NodeGroupState,
  place: NodeGroupState,
  successors: readonly NodeGroupState[],
): readonly Finding[] {
  const name = told(group.nodeGroupName);
  const others = namesOf(successors);
  const unknown = [group, ...successors].find(({ subnetIds }) => isUnknown(subnetIds));
  if (unknown !== undefined) {
    const value = `which subnets ${told(unknown.nodeGroupName)} has`;
    return [notJudged(place, value, `whether ${others} covers the zones of ${name}`)];
  }
  const gap = subnetGap(group, successors);
  if (gap === undefined) {
    return [];
  }
  const finding: Finding = {
    stack: place.stack,
    address: place.address,
    message: gap.mayBeSameZones
      ? `${others} has other subnets than ${name}, and not ${listed(gap.missing)}; see that they cover the same zones, for a volume cannot leave its zone`
      : `${others} does not cover the zones of ${name}: it has no node in ${listed(gap.missing)}; give it all subnets of ${name}, or make another group for them, before ${name} is cordoned`,
  };
  return [gap.mayBeSameZones ? { ...finding, severity: "warning" } : finding];
}
