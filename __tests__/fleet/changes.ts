import type { Environment } from "../../stacks/environment";
import { type Stack, stacksOf } from "../stacks/fixtures";

/**
 * What Terraform gets otherwise after a change of the fleet: a line for each resource, data source or provider that
 * comes (`+`) or goes (`-`), and for each attribute that changes, with both of its values.
 *
 * Guards are left out: their conditions follow the code, they only read, and no plan shows them.
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
type AllAttributes = Record<string, Readonly<Record<string, string | undefined>>>;

const known = new Map<string, AllAttributes>();

/** Most fleets are before or after several changes. */
function attributesOf(fleet: readonly Environment[]): AllAttributes {
  const key = JSON.stringify(fleet);
  const found = known.get(key) ?? synthesizedAttributes(fleet);
  known.set(key, found);
  return found;
}

function synthesizedAttributes(fleet: readonly Environment[]): AllAttributes {
  const attributes: AllAttributes = {};
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
      Object.entries(named)
        .filter(([name]) => !name.includes("_guard_"))
        .map(([name, values]) => [`${type}.${name}`, withoutPreconditions(values)] as const),
    ),
    ["provider", provider],
    ["terraform", terraform],
  ];
}

function withoutPreconditions(values: Readonly<Record<string, unknown>>): object {
  const { lifecycle = {}, ...others } = values;
  const { precondition, ...rest } = Object.fromEntries(Object.entries(lifecycle ?? {}));
  return Object.keys(rest).length === 0 ? others : { ...others, lifecycle: rest };
}

function prefixed<Value>(
  prefix: string,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));
}
