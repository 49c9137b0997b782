import type { Aws } from "../../sandbox/aws";
import { type Failure, THROTTLED } from "../../sandbox/faults";
import { findRuleBy, importId, typeOf } from "./import-id";
import type { PlannedAction, Terraform } from "./terraform";

/**
 * The requests by which the AWS provider makes a change; the first type that a plan changes is struck. What else is
 * under way when Terraform is killed, a rule of a listener say, may be made and not be in the state.
 */
interface Requests {
  readonly service: "eks" | "elasticloadbalancing";
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
}

const requests: Readonly<Record<string, Requests>> = {
  aws_eks_cluster: {
    service: "eks",
    create: ["CreateCluster"],
    update: ["UpdateClusterVersion", "UpdateClusterConfig", "TagResource", "UntagResource"],
    delete: ["DeleteCluster"],
  },
  aws_eks_node_group: {
    service: "eks",
    create: ["CreateNodegroup"],
    update: ["UpdateNodegroupVersion", "UpdateNodegroupConfig", "TagResource", "UntagResource"],
    delete: ["DeleteNodegroup"],
  },
  aws_eks_addon: {
    service: "eks",
    create: ["CreateAddon"],
    update: ["UpdateAddon"],
    delete: ["DeleteAddon"],
  },
  aws_lb_listener: {
    service: "elasticloadbalancing",
    create: ["CreateListener"],
    update: ["ModifyListener"],
    delete: ["DeleteListener"],
  },
};

/** Requests that start something which can still fail when they were answered. */
const UPDATES: readonly string[] = [
  "UpdateClusterVersion",
  "UpdateClusterConfig",
  "UpdateNodegroupVersion",
  "UpdateNodegroupConfig",
  "UpdateAddon",
];

const DENIED: Failure = { kind: "error", code: "AccessDeniedException", status: 403, message: "planted" };
const UPDATE_FAILED: Failure = { kind: "update", errorCode: "AccessDenied", message: "planted" };

/** A plan that is to be applied, and where. */
export interface Disturbed {
  readonly terraform: Terraform;
  readonly aws: Aws;
  readonly actions: readonly PlannedAction[];
  readonly isDestroyed: boolean;
}

/**
 * Applies the last plan through all that can go wrong with one of its changes: AWS first answers that it is asked too
 * often, which the provider waits out; then it rejects the change, or lets it fail; then Terraform is killed while the
 * change is under way. In the end it is applied again until nothing is left, as a person would.
 *
 * @returns a sentence for each thing that did not heal
 */
export async function applyThroughFaults(disturbed: Disturbed): Promise<readonly string[]> {
  const { terraform, aws, actions, isDestroyed } = disturbed;
  const victim = victimOf(actions);
  if (victim === undefined) {
    return settled(disturbed);
  }
  const { address, action } = victim;
  const service = requests[typeOf(address)]?.service ?? "eks";
  for (const operation of requestsOf(address, action)) {
    aws.faults.add({ service, operation, failure: THROTTLED, times: 2 });
    aws.faults.add({ service, operation, failure: UPDATES.includes(operation) ? UPDATE_FAILED : DENIED });
  }
  const { errors } = await terraform.apply();
  aws.faults.clear();
  if (errors.length === 0) {
    return [`${address}: its ${action} failed in AWS, and Terraform said nothing`];
  }
  const again = await terraform.plan(isDestroyed);
  if (again.actions.some((each) => each.address === address)) {
    // A local state is not written in one go: killed in the middle of it, it is lost, and is fetched from a backup.
    const backup = await terraform.pullState();
    await terraform.applyAndKill(address);
    if ((await terraform.pullState()) === "") {
      await terraform.pushState(backup);
    }
  }
  return settled(disturbed);
}

function victimOf(actions: readonly PlannedAction[]): PlannedAction | undefined {
  return Object.keys(requests)
    .flatMap((type) => actions.filter(({ address }) => typeOf(address) === type))
    .find(({ address, action }) => requestsOf(address, action).length > 0);
}

function requestsOf(address: string, action: string): readonly string[] {
  const known = requests[typeOf(address)];
  switch (action) {
    case "create":
      return known?.create ?? [];
    case "update":
      return known?.update ?? [];
    case "delete":
      return known?.delete ?? [];
    default:
      return [];
  }
}

/** Long enough for the longest change of the sandbox. */
const MOST_ATTEMPTS = 20;

/** Plans and applies until nothing is left, as a person would: what is there already is imported. */
async function settled({
  terraform,
  aws,
  actions: planned,
  isDestroyed,
}: Disturbed): Promise<readonly string[]> {
  let last: readonly string[] = [];
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { actions, errors } = await terraform.plan(isDestroyed);
    if (errors.length === 0 && actions.length === 0) {
      return [];
    }
    // As a person would look before applying again: nothing but what was planned is applied.
    const others = actions.filter((each) => !isPlanned(each, planned));
    if (others.length > 0) {
      return others.map((each) => `after a fault, Terraform would also ${each.action} ${each.address}`);
    }
    const applied = errors.length > 0 ? { errors } : await terraform.apply();
    last = applied.errors;
    if (applied.errors.some((error) => /already exists|in use|ResourceInUse/i.test(error))) {
      await importExisting(terraform, aws, actions);
    }
    if (applied.errors.length > 0) {
      await new Promise((ended) => setTimeout(ended, 1000));
    }
  }
  return last.length > 0 ? last : ["something is left to do after each apply"];
}

/** What was made already may still be updated, as when it was imported. */
function isPlanned({ address, action }: PlannedAction, planned: readonly PlannedAction[]): boolean {
  return planned.some(
    (each) =>
      each.address === address &&
      (each.action === action || (each.action === "create" && action === "update")),
  );
}

/** What was made by the killed run, and is not in the state. */
async function importExisting(
  terraform: Terraform,
  aws: Aws,
  actions: readonly PlannedAction[],
): Promise<void> {
  const plan = await terraform.show();
  for (const { address } of actions.filter(({ action }) => action === "create")) {
    const id = await importId(plan, address, findRuleBy(aws.env));
    if (id !== undefined) {
      await terraform.import(address, id);
    }
  }
}
