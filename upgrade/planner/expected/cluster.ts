import { clusterLayout, idOf, workloadLayout, workloadStack } from "../../eks/layout";
import type { Place } from "../../fleet/place";
import { clusterNamed } from "../clusters";
import type { Addresses, ImpliedAction, ImpliedActions } from "./expected-stack";
import { resourcesOf } from "./node-group";

/**
 * The addresses of the cluster that is copied, without those of the node groups that are not copied. A cluster that
 * shares its stack with others has no stack to copy.
 */
export const createdCluster: ImpliedActions = ({ edits }, { before }, addresses) =>
  edits.flatMap((edit): readonly ImpliedAction[] => {
    const [, source = ""] = edit.kind === "copy" ? edit.from : [];
    const [, name = ""] = edit.path;
    if (edit.kind !== "copy" || clusterNamed(before, source)?.stack !== source) {
      return [];
    }
    const left = new Set(
      edit.changes.flatMap(({ path: [property, group, more], after }) =>
        property === "nodeGroups" && group !== undefined && more === undefined && after === undefined
          ? resourcesOf(group)
          : [],
      ),
    );
    const copied = [...resourcesIn(source, addresses), ...resourcesIn(workloadStack(source), addresses)];
    return copied.flatMap(({ stack, address }): readonly ImpliedAction[] =>
      // Releases are copied with the cluster, bindings are not.
      left.has(address) || (stack !== source && BINDING.test(address))
        ? []
        : [{ stack: stack === source ? name : workloadStack(name), address, action: "create" }],
    );
  });

/** All resources of the stacks that the cluster has for itself. */
export const removedCluster: ImpliedActions = ({ clusterName }, { before }, addresses) => {
  const stack = clusterNamed(before, clusterName)?.stack;
  const stacks = [...(stack === clusterName ? [stack] : []), workloadStack(clusterName)];
  return stacks.flatMap((each) => deleted(resourcesIn(each, addresses)));
};

/** Releases with their roles and namespaces. Drains, bindings and the identity stay. */
export const removedReleases: ImpliedActions = ({ clusterName }, { before }, addresses) => {
  const stack = clusterNamed(before, clusterName)?.stack ?? clusterName;
  return deleted([
    ...resourcesIn(stack, addresses).filter(({ address }) => ROLE.test(address)),
    ...resourcesIn(workloadStack(clusterName), addresses).filter(({ address }) => !STAYS.test(address)),
  ]);
};

function resourcesIn(stack: string, addresses: Addresses | undefined): readonly Place[] {
  return (addresses?.[stack] ?? []).map((address) => ({ stack, address }));
}

function deleted(places: readonly Place[]): readonly ImpliedAction[] {
  return places.map((place) => ({ ...place, action: "delete" }));
}

const BINDING = new RegExp(`\\.${idOf(workloadLayout.binding(""))}`);

const ROLE = new RegExp(
  `\\.(cluster_)?(${[clusterLayout.loadBalancerControllerRole, clusterLayout.clusterAutoscalerRole].map(idOf).join("|")}|${idOf(workloadLayout.karpenter)})(-nodes)?(_|$)`,
);

const STAYS = new RegExp(
  `\\.(${idOf(workloadLayout.binding(""))}|${idOf(workloadLayout.drain(""))}|${idOf(workloadLayout.identity)}(_|$))`,
);
