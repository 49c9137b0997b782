import type { ResourceChange } from "../../fleet/change";
import { ByPlace } from "../../fleet/place";

/** Resources of one address with another index, in which all later elements of a list take the place of earlier ones. */
export interface IndexShift {
  /** "aws_subnet.private[2]": the plan removes this one, and changes those before it. */
  readonly last: string;
  /** "aws_subnet.private[1]" takes the place of "aws_subnet.private[0]". */
  readonly from: string;
  readonly to: string;
}

/**
 * The index shifts of a plan: an element was taken out of a `count` or a list, so Terraform removes the last index and
 * replaces those between. By the place of each such resource.
 */
export function indexShifts(resources: readonly ResourceChange[]): ByPlace<IndexShift> {
  const families = new Map<string, { readonly resource: ResourceChange; readonly index: number }[]>();
  for (const resource of resources) {
    if (resource.action === "delete" || resource.action === "replace") {
      for (const { family, index } of familiesOf(resource)) {
        const members = families.get(family) ?? [];
        members.push({ resource, index });
        families.set(family, members);
      }
    }
  }
  const shifts = new ByPlace<IndexShift>();
  for (const members of families.values()) {
    const sorted = [...members].sort((one, other) => one.index - other.index);
    const last = sorted.at(-1);
    const replaced = sorted.filter(({ resource }) => resource.action === "replace");
    const [first] = replaced;
    const isShift =
      last?.resource.action === "delete" && first !== undefined && replaced.length === sorted.length - 1;
    if (isShift && last.index === first.index + replaced.length) {
      const shift = {
        last: last.resource.address,
        from: withIndex(first.resource.address, first.index, first.index + 1),
        to: first.resource.address,
      };
      for (const { resource } of sorted) {
        shifts.set(resource, shift);
      }
    }
  }
  return shifts;
}

/** The address without one of its numbers, once for each. */
function familiesOf({ stack, address, type }: ResourceChange) {
  return [...address.matchAll(/\[(\d+)\]/g)].map((match) => ({
    family: JSON.stringify([
      stack,
      type,
      `${address.slice(0, match.index)}[]${address.slice(match.index + match[0].length)}`,
    ]),
    index: Number(match[1]),
  }));
}

function withIndex(address: string, index: number, other: number): string {
  return address.replace(`[${index}]`, `[${other}]`);
}

/** What to do in addition to the fix of a finding. */
export function shiftText({ last, from, to }: IndexShift): string {
  return `. An element was removed before the last one, so the index of each later element shifts (${from} becomes ${to}): remove the last element instead (${last}), or use for_each, with a moved block for each index`;
}
