import { isManagedEntry } from "./access-entry-adoption";
import type { LiveCluster } from "./live-cluster";
import { unsupportedIn } from "./node-group-adoption";

/** What another Terraform state has to forget, because no resource may be in two states. */
export interface Forgetting {
  /** The addresses of what is adopted, as the other state has them. */
  readonly taken: readonly string[];
  /** `removed` blocks, Terraform 1.7 or later, for the code that made it; empty if there is nothing to forget. */
  readonly blocks: string;
  /** Commands for single instances, which a `removed` block cannot name: "terraform state rm 'module.eks[\"blue\"]'". */
  readonly commands: readonly string[];
  /** What else a module holds that is forgotten as a whole: it keeps running, and is then in no state. */
  readonly orphans: readonly string[];
}

/** A managed resource of a state. */
interface Resource {
  readonly address: string;
  /** "module.eks"; "" for one at the top. */
  readonly module: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * @param state - what "terraform show -json" writes of a state
 * @param arns - of the adopted parts of load balancers
 * @returns a sentence if it is no state
 */
export function forgettingOf(
  state: unknown,
  cluster: LiveCluster,
  arns: ReadonlySet<string> = new Set(),
): Forgetting | { readonly problem: string } {
  const root = isRecord(state) && isRecord(state.values) ? state.values.root_module : undefined;
  if (!isRecord(root) || !isRecord(state) || "resource_changes" in state) {
    return {
      problem:
        'it is no state as JSON; give what "terraform show -json" writes in the folder of the code that made the cluster',
    };
  }
  const resources = resourcesIn(root, "");
  const taken = resources.filter((resource) => isTaken(resource, cluster) || isTakenByArn(resource, arns));
  if (!taken.some(({ type }) => type === "aws_eks_cluster")) {
    return {
      problem: `it does not have the cluster ${cluster.name}; give the state of the code that made it, or leave it out`,
    };
  }
  const units = [...new Set(taken.map(unitOf))];
  const blocks: string[] = [];
  const commands: string[] = [];
  for (const unit of units) {
    const from = withoutKeys(unit);
    const siblings = resources.map(unitOf).filter((other) => withoutKeys(other) === from);
    if (siblings.every((other) => units.includes(other))) {
      blocks.push(from);
    } else {
      commands.push(`terraform state rm '${unit}'`);
    }
  }
  return {
    taken: taken.map(({ address }) => address),
    blocks: blocksText([...new Set(blocks)], cluster.name),
    commands,
    orphans: resources
      .filter((resource) => units.includes(unitOf(resource)) && !taken.includes(resource))
      .map(({ address }) => address),
  };
}

function blocksText(froms: readonly string[], clusterName: string): string {
  return froms.length === 0
    ? ""
    : [
        `# In place of the code that made ${clusterName}: Terraform forgets it, and deletes nothing.`,
        ...froms.map((from) => `removed {\n  from = ${from}\n\n  lifecycle {\n    destroy = false\n  }\n}`),
      ]
        .join("\n\n")
        .concat("\n");
}

/** The module call that a resource comes from, because the module itself cannot be edited; or the resource. */
function unitOf({ address, module }: Resource): string {
  return module === "" ? address : module;
}

function resourcesIn(module: Json, top: string): readonly Resource[] {
  const own = listIn(module.resources).flatMap((resource): readonly Resource[] => {
    const { address, type, mode, values } = resource;
    return typeof address === "string" && typeof type === "string" && mode === "managed"
      ? [{ address, module: top, type, values: isRecord(values) ? values : {} }]
      : [];
  });
  const children = listIn(module.child_modules).flatMap((child) =>
    resourcesIn(child, top === "" && typeof child.address === "string" ? child.address : top),
  );
  return [...own, ...children];
}

/** Whether the fleet entry has it, by its name in AWS. */
function isTaken({ type, values }: Resource, cluster: LiveCluster): boolean {
  if (type === "aws_eks_cluster") {
    return values.name === cluster.name;
  }
  if (values.cluster_name !== cluster.name) {
    return false;
  }
  switch (type) {
    case "aws_eks_node_group":
      return cluster.nodeGroups.some(
        (group) => group.name === values.node_group_name && unsupportedIn(group).length === 0,
      );
    case "aws_eks_addon":
      return cluster.addons.some(({ name }) => name === values.addon_name);
    case "aws_eks_access_entry":
    case "aws_eks_access_policy_association":
      return cluster.accessEntries.some(
        (entry) => entry.principalArn === values.principal_arn && isManagedEntry(entry, cluster),
      );
    case "aws_eks_pod_identity_association":
      return cluster.podIdentityAssociations.some(
        ({ associationId, unsupported }) =>
          associationId === values.association_id && unsupported.length === 0,
      );
    default:
      return false;
  }
}

/** The provider knows each of these by two names: aws_lb and aws_alb. A listener's certificate goes with it. */
function isTakenByArn({ type, values }: Resource, arns: ReadonlySet<string>): boolean {
  const arn = /^aws_a?lb_listener_certificate$/.test(type) ? values.listener_arn : values.arn;
  return (
    /^aws_a?lb(_listener|_listener_certificate|_listener_rule|_target_group)?$/.test(type) &&
    typeof arn === "string" &&
    arns.has(arn)
  );
}

/** `module.eks["blue"].aws_eks_cluster.this[0]` becomes `module.eks.aws_eks_cluster.this`. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

function listIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
