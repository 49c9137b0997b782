import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isKnownLater } from "../validation";

/** A sentence where `value` is not a whole number from `min` to `max`; values known later pass. */
export function rangeProblems(what: string, value: number, min: number, max: number, unit = ""): string[] {
  if (isKnownLater(value) || (Number.isInteger(value) && value >= min && value <= max)) {
    return [];
  }
  return [`${what} is ${value}${unit}; give a whole number from ${min} to ${max}`];
}

/** Names of load balancers and target groups (ELBv2 API reference, CreateLoadBalancer and CreateTargetGroup). */
export function nameProblems(what: string, name: string): string[] {
  if (isKnownLater(name) || (/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name) && name.length <= 32)) {
    return [];
  }
  return [
    `"${name}" (${name.length} characters) cannot be the name of a ${what}; use 1 to 32 letters, digits and hyphens, with no hyphen at either end`,
  ];
}

/** Names that we put into Terraform addresses. */
export function isAddressName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name);
}

export function addressNameProblems(what: string, names: readonly string[]): string[] {
  return names
    .filter((name) => !isAddressName(name))
    .map(
      (name) =>
        `"${name}" cannot name a ${what}, for it becomes part of a Terraform address; use letters, digits, hyphens and underscores`,
    );
}

/** A sentence for each value that more than one of `entries` has. */
export function sameValueProblems(
  entries: readonly (readonly [name: string, value: string])[],
  sentence: (value: string, names: string) => string,
): string[] {
  const names = new Map<string, string[]>();
  for (const [name, value] of entries) {
    names.set(value, [...(names.get(value) ?? []), `"${name}"`]);
  }
  return [...names]
    .filter(([, all]) => all.length > 1)
    .map(([value, all]) => sentence(value, all.join(" and ")));
}

const owners = new WeakMap<TerraformStack, Map<string, Construct>>();

/** Takes a name that is one of a kind in the stack; a sentence where another construct has it already. */
export function takeName(construct: Construct, what: string, name: string): string[] {
  const stack = TerraformStack.of(construct);
  const inStack = owners.get(stack) ?? new Map<string, Construct>();
  owners.set(stack, inStack);
  const key = `${what} ${name}`;
  const owner = inStack.get(key) ?? construct;
  inStack.set(key, owner);
  return owner === construct || isKnownLater(name)
    ? []
    : [`"${name}" is the name of the ${what} at ${owner.node.path} already; give each its own`];
}
