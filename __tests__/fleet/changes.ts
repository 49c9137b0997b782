import type { Environment } from "../../stacks/environment";
import { type Stack, stacksOf } from "../stacks/fixtures";

/**
 * What Terraform gets otherwise after a change of the fleet: a line for each resource, data source or provider that
 * comes (`+`) or goes (`-`), and for each attribute that changes, with both of its values.
 */
export function changes(before: readonly Environment[], after: readonly Environment[]): readonly string[] {
  const [old, now] = [attributesOf(before), attributesOf(after)];
  const all = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return all.flatMap((address) => {
    const [was, is] = [old[address], now[address]];
    if (was === undefined || is === undefined) {
      return [`${was === undefined ? "+" : "-"} ${address}`];
    }
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .sort()
      .filter((attribute) => was[attribute] !== is[attribute])
      .map((attribute) => `${address} ${attribute}: ${was[attribute]} → ${is[attribute]}`);
  });
}

/** By stack and address, the attributes as JSON. */
type Attributes = Record<string, Readonly<Record<string, string | undefined>>>;

function attributesOf(fleet: readonly Environment[]): Attributes {
  const attributes: Attributes = {};
  for (const [name, stack] of Object.entries(stacksOf(fleet))) {
    for (const [address, values] of everythingIn(stack)) {
      attributes[`${name} ${address}`] = Object.fromEntries(
        Object.entries(values).map(([attribute, value]) => [attribute, JSON.stringify(value)]),
      );
    }
  }
  return attributes;
}

function everythingIn({
  resource,
  data,
  provider,
  terraform,
}: Stack): readonly (readonly [string, object])[] {
  const blocks = { ...resource, ...prefixed("data.", data) };
  return [
    ...Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(named).map(([name, values]) => [`${type}.${name}`, values] as const),
    ),
    ["provider", provider],
    ["terraform", terraform],
  ];
}

function prefixed<Value>(
  prefix: string,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));
}
