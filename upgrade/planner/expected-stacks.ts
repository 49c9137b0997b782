import { compareTexts } from "../eks/compare-texts";
import {
  BOUND_TARGET_GROUP,
  clusterLayout,
  drainParts,
  trafficLayout,
  workloadLayout,
  workloadStack,
} from "../eks/layout";
import type { FleetChange } from "../fleet/change";
import { type FleetState, ifKnown } from "../fleet/state";
import { terraformAddress } from "../terraform/terraform-address";
import { clusterNamed } from "./apply-edits";
import { balancersOf } from "./balancers";
import type { Draft } from "./draft";
import type { ExpectedAction, ExpectedStack } from "./upgrade-plan";

/** By stack: the addresses of its resources, as they are synthesized before the step. */
export type Addresses = Readonly<Record<string, readonly string[]>>;

/** What Terraform is to do for a step, by stack: what the state shows, and what stands beside it in our stacks. */
export function expectedStacks(
  draft: Draft,
  step: FleetChange,
  addresses: Addresses | undefined,
): readonly ExpectedStack[] {
  const stacks = new Map<string, Map<string, ExpectedAction["action"]>>();
  const add = (stack: string, address: string, action: ExpectedAction["action"]) => {
    const actions = stacks.get(stack) ?? new Map<string, ExpectedAction["action"]>();
    stacks.set(stack, actions);
    actions.set(address, action);
  };
  for (const { stack, address, action } of step.resources) {
    if (action !== "replace") {
      add(stack, address, action);
    }
  }
  for (const { stack, address, action } of beside(draft, step, addresses)) {
    add(stack, address, action);
  }
  const order = [...(draft.order ?? []), ...[...stacks.keys()].sort(compareTexts)];
  return [...new Set(order)].flatMap((stack): readonly ExpectedStack[] => {
    const actions = [...(stacks.get(stack) ?? [])].map(([address, action]) => ({ address, action }));
    return actions.length === 0
      ? []
      : [
          {
            stack,
            command: isGone(stack, draft, step.after, actions, addresses) ? "destroy" : "deploy",
            actions: actions.sort((one, other) => compareTexts(one.address, other.address)),
            isComplete:
              addresses === undefined
                ? !NEEDS_ADDRESSES.includes(draft.kind)
                : !copiesAdopted(draft, step.before, addresses),
          },
        ];
  });
}

/** The kinds of steps that change resources which no state shows: roles, templates, rules of security groups. */
const NEEDS_ADDRESSES: readonly string[] = [
  "cluster-create",
  "node-group-create",
  "node-group-remove",
  "bind",
  "unbind",
  "workload-remove",
  "cluster-remove",
];

/** An adopted cluster has its roles, its key and its logs from others, and one that is made after it has its own. */
function copiesAdopted({ edits }: Draft, before: FleetState, addresses: Addresses): boolean {
  return edits.some((edit) => {
    const [, source = ""] =
      edit.kind === "copy" && edit.from[0] === "clusters" && edit.from.length === 2 ? edit.from : [];
    const stack = clusterNamed(before, source)?.stack;
    return stack !== undefined && addresses[stack]?.includes(OWN_ROLE) !== true;
  });
}

const OWN_ROLE = terraformAddress("aws_iam_role", clusterLayout.clusterRole);

interface Beside extends ExpectedAction {
  readonly stack: string;
}

function beside(
  draft: Draft,
  { before, after }: FleetChange,
  addresses: Addresses | undefined,
): readonly Beside[] {
  const [edit] = draft.edits;
  const [, name = ""] = edit?.path ?? [];
  switch (draft.kind) {
    case "cluster-create":
      return createdCluster(draft, before, addresses);
    case "cluster-remove":
      return [clusterNamed(before, name)?.stack ?? name, workloadStack(name)].flatMap((stack) =>
        (addresses?.[stack] ?? []).map((address) => ({ stack, address, action: "delete" as const })),
      );
    case "node-group-create":
    case "node-group-remove": {
      const group = edit?.path.at(-1) ?? "";
      const model = edit?.kind === "copy" ? (edit.from.at(-1) ?? "") : group;
      const stack = clusterNamed(before, name)?.stack ?? name;
      const hasTemplate = hasOwnTemplate(stack, model, addresses);
      const action = draft.kind === "node-group-create" ? ("create" as const) : ("delete" as const);
      const drained = addresses?.[workloadStack(name)] ?? [];
      return [
        ...(hasTemplate ? [{ stack, address: templateOf(group), action }] : []),
        ...drainOf(group)
          .filter((address) => action === "delete" && drained.includes(address))
          .map((address) => ({ stack: workloadStack(name), address, action })),
      ];
    }
    case "drain":
      return drainOf(edit?.path[3] ?? "").map((address) => ({
        stack: workloadStack(name),
        address,
        action: "create" as const,
      }));
    case "workload-remove": {
      const stack = clusterNamed(before, name)?.stack ?? name;
      const roles = (addresses?.[stack] ?? []).filter((address) =>
        /\.(cluster_)?(load-balancer-controller|cluster-autoscaler)(_|$)/.test(address),
      );
      const inside = (addresses?.[workloadStack(name)] ?? []).filter(
        (address) => !/\.(binding|drain|identity)(-|_|$)/.test(address),
      );
      return [
        ...roles.map((address) => ({ stack, address, action: "delete" as const })),
        ...inside.map((address) => ({ stack: workloadStack(name), address, action: "delete" as const })),
      ];
    }
    case "bind":
      return [...bindings(before, after, "create"), ...ways(draft, before, after, addresses, "create")];
    case "unbind":
      return [...bindings(after, before, "delete"), ...ways(draft, after, before, addresses, "delete")];
    default:
      return [];
  }
}

/** Whether a node group's launch template is made with it: then it is at its first version when it is made. */
export function hasOwnTemplate(stack: string, group: string, addresses: Addresses | undefined): boolean {
  return addresses?.[stack]?.includes(templateOf(group)) ?? false;
}

function templateOf(group: string): string {
  return terraformAddress("aws_launch_template", clusterLayout.launchTemplate(group));
}

/** What drains a node group, and keeps that it did. */
function drainOf(group: string): readonly string[] {
  return Object.values(drainParts).map(({ type, id }) =>
    terraformAddress(type, [...workloadLayout.drain(group), id]),
  );
}

/** The same addresses as those of the cluster that it is a copy of, but for the node groups that are not copied. */
function createdCluster(
  { edits }: Draft,
  before: FleetState,
  addresses: Addresses | undefined,
): readonly Beside[] {
  return edits.flatMap((edit): readonly Beside[] => {
    if (edit.kind !== "copy") {
      return [];
    }
    const [, source = ""] = edit.from;
    const [, stack = ""] = edit.path;
    const model = clusterNamed(before, source)?.stack ?? source;
    const left = edit.changes.flatMap(({ path: [property, group, more], after }) =>
      property === "nodeGroups" && group !== undefined && more === undefined && after === undefined
        ? [
            terraformAddress("aws_eks_node_group", clusterLayout.nodeGroup(group)),
            templateOf(group),
            ...drainOf(group),
          ]
        : [],
    );
    const create = (from: string, to: string, isCopied: (address: string) => boolean) =>
      (addresses?.[from] ?? [])
        .filter((address) => !left.includes(address) && isCopied(address))
        .map((address) => ({ stack: to, address, action: "create" as const }));
    return [
      ...create(model, stack, () => true),
      // What the platform runs is copied with the cluster, and what is bound to it is not.
      ...create(workloadStack(source), workloadStack(stack), (address) => !/\.binding-/.test(address)),
    ];
  });
}

/** Beside the release of each binding that one state has and the other has not. */
function bindings(without: FleetState, has: FleetState, action: "create" | "delete"): readonly Beside[] {
  const known = new Set(without.bindings.map(({ stack, address }) => `${stack}\n${address}`));
  return has.bindings.flatMap(({ stack, address }): readonly Beside[] => {
    const id = /^helm_release\.(.+)$/.exec(address)?.[1];
    return id === undefined || known.has(`${stack}\n${address}`)
      ? []
      : [{ stack, address: terraformAddress("terraform_data", [id, BOUND_TARGET_GROUP]), action }];
  });
}

/** The rules of security groups by which a load balancer reaches the pods of a cluster, on the ports of another. */
function ways(
  { edits, clusterName, order = [] }: Draft,
  without: FleetState,
  has: FleetState,
  addresses: Addresses | undefined,
  action: "create" | "delete",
): readonly Beside[] {
  const [, loadBalancerName = ""] = edits[0]?.path ?? [];
  const balancer = (fleet: FleetState) => balancersOf(fleet).find(({ name }) => name === loadBalancerName);
  const reached = balancer(without)?.slots.some(
    ({ cluster }) => cluster !== undefined && cluster === clusterNamed(has, clusterName)?.key,
  );
  const stack = balancer(has)?.state.stack ?? order[0] ?? "";
  if (reached === true) {
    return [];
  }
  const others = has.clusters.map((cluster) => ifKnown(cluster.clusterName) ?? "");
  return portsIn(addresses?.[stack] ?? [], others).flatMap((port): readonly Beside[] =>
    (
      [
        ["aws_vpc_security_group_egress_rule", trafficLayout.egressToPods(clusterName, port)],
        ["aws_vpc_security_group_ingress_rule", trafficLayout.ingressToPods(clusterName, port)],
      ] as const
    ).map(([type, path]) => ({ stack, address: terraformAddress(type, path), action })),
  );
}

function portsIn(addresses: readonly string[], clusterNames: readonly string[]): readonly string[] {
  const ports = addresses.flatMap((address) => {
    const [, cluster = "", port] = /\.load-balancer_egress-(.+)-(\d+)_[0-9A-F]{8}$/.exec(address) ?? [];
    return port !== undefined && clusterNames.includes(cluster) ? [port] : [];
  });
  return [...new Set(ports)];
}

/** Whether the program declares nothing in a stack any more. */
function isGone(
  stack: string,
  { kind }: Draft,
  after: FleetState,
  actions: readonly ExpectedAction[],
  addresses: Addresses | undefined,
): boolean {
  const known = addresses?.[stack];
  if (kind === "cluster-remove") {
    return true;
  }
  if (!actions.every(({ action }) => action === "delete")) {
    return false;
  }
  if (known !== undefined) {
    const deleted = new Set(actions.map(({ address }) => address));
    return known.every((address) => deleted.has(address));
  }
  return ![...after.bindings, ...after.releases, ...after.clusters, ...after.loadBalancers].some(
    (thing) => thing.stack === stack,
  );
}
