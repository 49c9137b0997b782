import { amiTypeRow } from "../eks/ami-type";
import { isWhole } from "../eks/whole-number";
import { ifKnown, type NodeGroupState } from "../fleet/state";
import type { NodeGroupRoll } from "./upgrade-goal";

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
  { releaseVersion, launchTemplateVersion }: NodeGroupRoll,
  group: NodeGroupState | undefined,
): readonly string[] {
  const problems: string[] = [];
  if (releaseVersion === undefined && launchTemplateVersion === undefined) {
    problems.push(`${subject} is empty: expected releaseVersion or launchTemplateVersion`);
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
