import { amiTypeRow } from "../eks/ami-type";
import { isWhole } from "../eks/whole-number";
import { ifKnown, type NodeGroupState, type NodePoolState } from "../fleet/state";
import type { NodeRoll } from "./upgrade-goal";

/**
 * A sentence for each problem of a roll.
 *
 * @param subject "the roll of workers-v1 in the goal of alpha-kr-a"
 * @param version the Kubernetes version of the group at the time of the roll
 * @param group left out if it does not exist yet: then only the roll itself is checked
 */
export function rollProblems(
  subject: string,
  version: string,
  roll: NodeRoll,
  group: NodeGroupState | undefined,
): readonly string[] {
  const { releaseVersion, launchTemplateVersion, ami } = roll;
  const problems: string[] = [...emptyProblems(subject, roll)];
  if (ami !== undefined && group !== undefined) {
    problems.push(`${subject} has ami, which only node pools have; give releaseVersion`);
  }
  if (launchTemplateVersion !== undefined && !isWhole(launchTemplateVersion, 1)) {
    problems.push(
      `${subject} has launch template version ${launchTemplateVersion}: expected a whole number, 1 or more`,
    );
  } else if (
    launchTemplateVersion !== undefined &&
    group !== undefined &&
    ifKnown(group.launchTemplateVersion) === undefined
  ) {
    problems.push(
      `${subject} has launch template version ${launchTemplateVersion}, and the template of the group is not known here; leave launchTemplateVersion out`,
    );
  }
  const system = amiTypeRow(ifKnown(group?.amiType) ?? "")?.system;
  if (releaseVersion !== undefined && system === "CUSTOM") {
    problems.push(
      `${subject} has AMI release ${releaseVersion}, and the launch template has a custom AMI; give launchTemplateVersion`,
    );
  } else if (
    releaseVersion?.startsWith(`${version}.`) === false &&
    (system === "AL2" || system === "AL2023")
  ) {
    problems.push(
      `${subject} has AMI release ${releaseVersion}, which is not for Kubernetes ${version}: expected one that begins with "${version}."`,
    );
  }
  return problems;
}

function emptyProblems(subject: string, roll: NodeRoll): readonly string[] {
  return Object.values(roll).every((value) => value === undefined)
    ? [`${subject} is empty: expected releaseVersion or launchTemplateVersion, or ami of a node pool`]
    : [];
}

/** A sentence for each problem of a roll of a node pool. */
export function poolRollProblems(
  subject: string,
  roll: NodeRoll,
  { kind }: NodePoolState,
): readonly string[] {
  const { ami, releaseVersion, launchTemplateVersion } = roll;
  return [
    ...emptyProblems(subject, roll),
    ...(releaseVersion === undefined && launchTemplateVersion === undefined
      ? []
      : [`${subject} has releaseVersion or launchTemplateVersion, which only node groups have; give ami`]),
    ...(ami !== undefined && kind === "auto-mode"
      ? [`${subject} has ami, and EKS chooses the AMIs of Auto Mode; leave the roll out`]
      : []),
    ...(ami === undefined || PINNED.test(ami)
      ? []
      : [
          `${subject} has AMI alias "${ami}": expected a family and a pinned version, as in "al2023@v20261101"`,
        ]),
  ];
}

const PINNED = /^[a-z0-9]+@v?\d[\w.]*$/;
