import { ifKnown, type NodeGroupState } from "../fleet/state";
import type { Addresses } from "./expected/expected-stack";
import { hasOwnTemplate } from "./expected/node-group";
import { nameOf } from "./node-groups";

/** The version of a launch template that is created with its group. */
export const FIRST_TEMPLATE_VERSION = "1";

/** What a copy of a group leaves out: a launch template that is created with it starts at its first version. */
export function newTemplate(
  group: NodeGroupState,
  addresses: Addresses | undefined,
): readonly (readonly ["launchTemplate", "version"])[] {
  return versionOf(group) !== FIRST_TEMPLATE_VERSION && hasOwnTemplate(group.stack, nameOf(group), addresses)
    ? [["launchTemplate", "version"]]
    : [];
}

/** Terraform plans do not say which templates are created with their groups. */
export function templateRemarks(
  groups: readonly NodeGroupState[],
  addresses: Addresses | undefined,
): readonly string[] {
  return groups
    .filter((group) => addresses === undefined && versionOf(group) !== FIRST_TEMPLATE_VERSION)
    .map(
      (group) =>
        `the launch template of ${nameOf(group)} is at version ${versionOf(group)}: if it is created with the group, the new one starts at version 1, so remove launchTemplate.version there`,
    );
}

function versionOf({ launchTemplateVersion }: NodeGroupState): string {
  return ifKnown(launchTemplateVersion) ?? FIRST_TEMPLATE_VERSION;
}
