import { clusterLayout, idOf, workloadLayout, workloadStack } from "../../eks/layout";
import { clusterNamed } from "../clusters";
import type { ImpliedAction, ImpliedActions } from "./expected-stack";
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
    const create = (from: string, stack: string, isCopied: (address: string) => boolean) =>
      (addresses?.[from] ?? [])
        .filter((address) => !left.has(address) && isCopied(address))
        .map((address): ImpliedAction => ({ stack, address, action: "create" }));
    return [
      ...create(source, name, () => true),
      // Releases are copied with the cluster, bindings are not.
      ...create(workloadStack(source), workloadStack(name), (address) => !BINDING.test(address)),
    ];
  });

/** All resources of the stacks that the cluster has for itself. */
export const removedCluster: ImpliedActions = ({ clusterName }, { before }, addresses) => {
  const stack = clusterNamed(before, clusterName)?.stack;
  const stacks = [...(stack === clusterName ? [stack] : []), workloadStack(clusterName)];
  return stacks.flatMap((each) =>
    (addresses?.[each] ?? []).map((address): ImpliedAction => ({ stack: each, address, action: "delete" })),
  );
};

/** Releases with their roles and namespaces. Drains, bindings and the identity stay. */
export const removedReleases: ImpliedActions = ({ clusterName }, { before }, addresses) => {
  const stack = clusterNamed(before, clusterName)?.stack ?? clusterName;
  const inside = workloadStack(clusterName);
  const remove = (from: string, isRemoved: (address: string) => boolean) =>
    (addresses?.[from] ?? [])
      .filter(isRemoved)
      .map((address): ImpliedAction => ({ stack: from, address, action: "delete" }));
  return [
    ...remove(stack, (address) => ROLE.test(address)),
    ...remove(inside, (address) => !STAYS.test(address)),
  ];
};

const BINDING = new RegExp(`\\.${idOf(workloadLayout.binding(""))}`);

const ROLE = new RegExp(
  `\\.(cluster_)?(${[clusterLayout.loadBalancerControllerRole, clusterLayout.clusterAutoscalerRole].map(idOf).join("|")})(_|$)`,
);

const STAYS = new RegExp(
  `\\.(${idOf(workloadLayout.binding(""))}|${idOf(workloadLayout.drain(""))}|${idOf(workloadLayout.identity)}(_|$))`,
);
