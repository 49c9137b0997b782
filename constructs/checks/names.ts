import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { identifiedBy } from "../fleet-part";
import { isUnresolved } from "../validation";

interface NameForm {
  readonly pattern: RegExp;
  /** The most characters. */
  readonly most?: number;
  /** The pattern, in words. */
  readonly words: string;
}

/** Names that AWS, Kubernetes, Helm and HAProxy accept. */
export const nameForms = {
  /** Source: EKS API, CreateCluster. */
  cluster: {
    pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
    most: 100,
    words: "letters, digits, hyphens and underscores that begin with a letter or a digit",
  },
  /** Source: EKS API, CreateNodegroup. */
  nodeGroup: {
    pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
    most: 63,
    words: "letters, digits, hyphens and underscores that begin with a letter or a digit",
  },
  /** Source: EKS user guide, Fargate profiles. "eks-" is EKS's own prefix. */
  fargateProfile: {
    pattern: /^(?!eks-)[0-9A-Za-z][A-Za-z0-9_-]*$/,
    most: 100,
    words: "letters, digits, hyphens and underscores that begin with a letter or a digit, and not with eks-",
  },
  /** Source: EKS API, CreateAddon. */
  addon: {
    pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
    most: 100,
    words: "letters, digits, hyphens and underscores that begin with a letter or a digit",
  },
  nodeGroupPattern: {
    pattern: /^[0-9A-Za-z*][A-Za-z0-9_*-]*$/,
    words: "letters, digits, hyphens and underscores, and * for any text",
  },
  /** Source: ELBv2 API, CreateLoadBalancer and CreateTargetGroup. */
  loadBalancer: {
    pattern: /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
    most: 32,
    words: "letters, digits and hyphens, without a hyphen at either end",
  },
  /** A part of a Terraform address. */
  address: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
    words: "letters, digits, hyphens and underscores, because it becomes part of a Terraform address",
  },
  /** An object whose name is a DNS label. */
  kubernetes: {
    pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    most: 63,
    words: "lowercase letters, digits and hyphens",
  },
  namespacePattern: {
    pattern: /^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/,
    most: 63,
    words: "lowercase letters, digits and hyphens, and * for any text",
  },
  /** An object whose name is a DNS name. */
  serviceAccount: {
    pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    most: 253,
    words: "lowercase letters, digits, hyphens and dots",
  },
  /** A service: a DNS label that begins with a letter. */
  service: {
    pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    most: 63,
    words: "lowercase letters, digits and hyphens that begin with a letter",
  },
  secret: {
    pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    most: 253,
    words: "lowercase letters, digits and hyphens",
  },
  helmRelease: {
    pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    most: 53,
    words: "lowercase letters, digits and hyphens",
  },
  /** Source: IAM API, CreateRole. */
  role: {
    pattern: /^[\w+=,.@-]+$/,
    most: 64,
    words: "letters, digits and characters of +=,.@_-",
  },
  haproxy: {
    pattern: /^[A-Za-z0-9][\w.-]*$/,
    words: "letters, digits, hyphens, underscores and dots",
  },
} as const satisfies Readonly<Record<string, NameForm>>;

export function nameProblems(what: string, name: string, form: keyof typeof nameForms): readonly string[] {
  const { pattern, most = Number.POSITIVE_INFINITY, words }: NameForm = nameForms[form];
  if (isUnresolved(name) || (pattern.test(name) && name.length <= most)) {
    return [];
  }
  const length = name.length > most ? ` (${name.length} characters)` : "";
  const expected = Number.isFinite(most) ? `1 to ${most} ${words}` : words;
  return [`${what} is "${name}"${length}: expected ${expected}`];
}

/** Whether a name can be part of a Terraform address. */
export function isAddressName(name: string): boolean {
  return nameForms.address.pattern.test(name);
}

/** The name of a role that comes from the name of its cluster. IAM rejects it only during the apply, and names no limit. */
export function roleNameProblems(roleName: string): readonly string[] {
  return isUnresolved(roleName) || roleName.length <= nameForms.role.most
    ? []
    : [
        `the name of the IAM role is "${roleName}" (${roleName.length} characters): expected at most ${nameForms.role.most}. Give the cluster a shorter name, or give roles that exist`,
      ];
}

/** A sentence for each value that more than one of `entries` has. */
export function duplicateProblems(
  entries: readonly (readonly [name: string, value: string])[],
  sentence: (value: string, names: string) => string,
): readonly string[] {
  const names = new Map<string, string[]>();
  for (const [name, value] of entries) {
    names.set(value, [...(names.get(value) ?? []), `"${name}"`]);
  }
  return [...names]
    .filter(([, all]) => all.length > 1)
    .map(([value, all]) => sentence(value, all.join(" and ")));
}

const owners = new WeakMap<TerraformStack, Map<string, Construct[]>>();

const KINDS = { "target group": "targetGroup", "load balancer": "loadBalancer" } as const;

/**
 * Reserves a name that is unique in its account and region.
 * @returns what to report at synthesis, when the provider of each resource is known: a sentence if another construct
 *   has the name
 */
export function takeName(
  construct: Construct,
  what: keyof typeof KINDS,
  name: string,
): () => readonly string[] {
  const stack = TerraformStack.of(construct);
  const inStack = owners.get(stack) ?? new Map<string, Construct[]>();
  owners.set(stack, inStack);
  const named = inStack.get(`${what} ${name}`) ?? [];
  inStack.set(`${what} ${name}`, [...named, construct]);
  const keyOf = (owner: Construct) => identifiedBy(KINDS[what], owner, name).key;
  return () => {
    const owner = isUnresolved(name) ? undefined : named.find((each) => keyOf(each) === keyOf(construct));
    return owner === undefined ? [] : [`duplicate ${what} "${name}": ${owner.node.path} has this name`];
  };
}
