import { compareTexts } from "../../eks/compare-texts";
import { clusterLayout } from "../../eks/layout";
import type { FleetChange } from "../../fleet/change";
import type { FleetState } from "../../fleet/state";
import { terraformAddress } from "../../terraform/terraform-address";
import { clusterNamed } from "../clusters";
import type { Draft } from "../draft";
import { rowOf } from "../step-kinds";
import type { Addresses, ExpectedAction, ExpectedStack } from "./expected-stack";

/** What Terraform does for a step, by stack: what the state shows, and what the kind of the step implies. */
export function expectedStacks(
  draft: Draft,
  change: FleetChange,
  addresses: Addresses | undefined,
): readonly ExpectedStack[] {
  const { implied } = rowOf(draft.kind);
  const stacks = new Map<string, Map<string, ExpectedAction["action"]>>();
  const add = (stack: string, address: string, action: ExpectedAction["action"]) => {
    const actions = stacks.get(stack) ?? new Map<string, ExpectedAction["action"]>();
    stacks.set(stack, actions);
    actions.set(address, action);
  };
  for (const { stack, address, action } of change.resources) {
    if (action !== "replace") {
      add(stack, address, action);
    }
  }
  for (const { stack, address, action } of implied?.actions(draft, change, addresses) ?? []) {
    add(stack, address, action);
  }
  const isComplete =
    addresses === undefined
      ? implied?.needsAddresses !== true
      : !copiesForeignCluster(draft, change.before, addresses);
  const order = [...(draft.order ?? []), ...[...stacks.keys()].sort(compareTexts)];
  return [...new Set(order)].flatMap((stack): readonly ExpectedStack[] => {
    const actions = [...(stacks.get(stack) ?? [])].map(([address, action]) => ({ address, action }));
    return actions.length === 0
      ? []
      : [
          {
            stack,
            command: isEmptied(stack, change.after, actions, addresses) ? "destroy" : "deploy",
            actions: actions.sort((one, other) => compareTexts(one.address, other.address)),
            isComplete,
          },
        ];
  });
}

/** The roles, key and logs of an adopted cluster are made elsewhere; a new cluster makes its own. */
function copiesForeignCluster({ edits }: Draft, before: FleetState, addresses: Addresses): boolean {
  return edits.some((edit) => {
    const [, source = ""] =
      edit.kind === "copy" && edit.from[0] === "clusters" && edit.from.length === 2 ? edit.from : [];
    const stack = clusterNamed(before, source)?.stack;
    return stack !== undefined && addresses[stack]?.includes(OWN_ROLE) !== true;
  });
}

const OWN_ROLE = terraformAddress("aws_iam_role", clusterLayout.clusterRole);

/** Whether the program declares nothing in a stack after a step. */
function isEmptied(
  stack: string,
  after: FleetState,
  actions: readonly ExpectedAction[],
  addresses: Addresses | undefined,
): boolean {
  const known = addresses?.[stack];
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
