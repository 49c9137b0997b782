import { clusterLayout, drainParts, workloadLayout, workloadStack } from "../../eks/layout";
import type { FleetState } from "../../fleet/state";
import { terraformAddress } from "../../terraform/terraform-address";
import { clusterNamed } from "../clusters";
import type { FleetEdit } from "../edits/fleet-edit";
import type { Addresses, ImpliedAction, ImpliedActions } from "./expected-stack";

/** The launch template of a new group. */
export const createdNodeGroup: ImpliedActions = ({ edits: [edit], clusterName }, { before }, addresses) => {
  const model = edit?.kind === "copy" ? edit.from.at(-1) : undefined;
  const stack = clusterNamed(before, clusterName)?.stack;
  return model === undefined || stack === undefined || !hasOwnTemplate(stack, model, addresses)
    ? []
    : [{ stack, address: templateOf(groupIn(edit)), action: "create" }];
};

/** The launch template of a group, and what drained it. */
export const removedNodeGroup: ImpliedActions = ({ edits: [edit], clusterName }, { before }, addresses) => {
  const group = groupIn(edit);
  const stack = clusterNamed(before, clusterName)?.stack;
  const inside = workloadStack(clusterName);
  const known = addresses?.[inside] ?? [];
  return [
    ...(stack !== undefined && hasOwnTemplate(stack, group, addresses)
      ? [{ stack, address: templateOf(group), action: "delete" as const }]
      : []),
    ...drainOf(group)
      .filter((address) => known.includes(address))
      .map((address) => ({ stack: inside, address, action: "delete" as const })),
  ];
};

/** The Job that drains a group, in the in-cluster stack. Only our own stacks have one. */
export const drainedNodeGroup: ImpliedActions = ({ edits: [edit], clusterName }, { before }, addresses) => {
  const group = groupIn(edit);
  return isOfOurStacks(before, clusterName, group, addresses)
    ? drainOf(group).map(
        (address): ImpliedAction => ({ stack: workloadStack(clusterName), address, action: "create" }),
      )
    : [];
};

/** Whether our ClusterStack declares a group: by its address; in a program by the name of its stack, too. */
function isOfOurStacks(
  fleet: FleetState,
  clusterName: string,
  group: string,
  addresses: Addresses | undefined,
): boolean {
  const cluster = clusterNamed(fleet, clusterName);
  const address = terraformAddress("aws_eks_node_group", clusterLayout.nodeGroup(group));
  return (
    fleet.nodeGroups.some((each) => each.cluster === cluster?.key && each.address === address) &&
    (addresses === undefined || cluster?.stack === clusterName)
  );
}

function groupIn(edit: FleetEdit | undefined): string {
  return edit?.path[3] ?? "";
}

/** Whether a node group's launch template is made with it. Then a copy of the group begins at its first version. */
export function hasOwnTemplate(stack: string, group: string, addresses: Addresses | undefined): boolean {
  return addresses?.[stack]?.includes(templateOf(group)) ?? false;
}

/** All resources of a node group, in the stack of its cluster and in the in-cluster stack. */
export function resourcesOf(group: string): readonly string[] {
  return [
    terraformAddress("aws_eks_node_group", clusterLayout.nodeGroup(group)),
    templateOf(group),
    ...drainOf(group),
  ];
}

function templateOf(group: string): string {
  return terraformAddress("aws_launch_template", clusterLayout.launchTemplate(group));
}

function drainOf(group: string): readonly string[] {
  return Object.values(drainParts).map(({ type, id }) =>
    terraformAddress(type, [...workloadLayout.drain(group), id]),
  );
}
