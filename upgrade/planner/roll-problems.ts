import { amiTypeRow } from "../eks/ami-type";
import { isWhole } from "../eks/whole-number";
import { ifKnown, type NodeGroupState } from "../fleet/state";
import type { NodeGroupRoll } from "./upgrade-goal";

/**
 * What is wrong with a roll.
 *
 * @param told "the roll of workers-v1 in the goal of alpha-kr-a"
 * @param version the Kubernetes version of the group by then
 * @param group left out where it is not there yet: then only the roll itself is judged
 */
export function rollProblems(
  told: string,
  version: string,
  { releaseVersion, launchTemplateVersion }: NodeGroupRoll,
  group: NodeGroupState | undefined,
): readonly string[] {
  const problems: string[] = [];
  if (releaseVersion === undefined && launchTemplateVersion === undefined) {
    problems.push(`${told} names nothing to roll to; give releaseVersion or launchTemplateVersion`);
  }
  if (launchTemplateVersion !== undefined && !isWhole(launchTemplateVersion, 1)) {
    problems.push(
      `${told} has launch template version ${launchTemplateVersion}; give a whole number, 1 or more`,
    );
  } else if (
    launchTemplateVersion !== undefined &&
    group !== undefined &&
    ifKnown(group.launchTemplateVersion) === undefined
  ) {
    problems.push(
      `${told} has launch template version ${launchTemplateVersion}, and the group runs no version of one that is known here; leave launchTemplateVersion out`,
    );
  }
  const system = amiTypeRow(ifKnown(group?.amiType) ?? "")?.system;
  if (releaseVersion !== undefined && system === "CUSTOM") {
    problems.push(
      `${told} has AMI release ${releaseVersion}, and the launch template has an AMI of its own; give launchTemplateVersion`,
    );
  } else if (
    releaseVersion?.startsWith(`${version}.`) === false &&
    (system === "AL2" || system === "AL2023")
  ) {
    problems.push(
      `${told} has AMI release ${releaseVersion}, which is none of Kubernetes ${version}; give one that begins with "${version}."`,
    );
  }
  return problems;
}
