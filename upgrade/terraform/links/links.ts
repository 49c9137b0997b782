import type { Found } from "../resources/resource-reader";
import { accessLinks } from "./access";
import { iamLinks } from "./iam";
import type { LinkReader } from "./link";
import { networkLinks } from "./network";
import { userLinks } from "./users";

/** By Terraform's type. */
export const linkReaders: ReadonlyMap<string, LinkReader> = new Map(
  [...userLinks, ...iamLinks, ...networkLinks, ...accessLinks].flatMap((reader) =>
    reader.types.map((type): [string, LinkReader] => [type, reader]),
  ),
);

/** Adds a resource to the graph of what stands on what. */
export function readLink(reader: LinkReader, found: Found): void {
  const link = reader.read(found);
  if (link !== undefined) {
    const { stack, address } = found;
    found.add("links", { stack, address, type: found.instance.type, ...link });
  }
}
