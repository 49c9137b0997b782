import { createHash } from "node:crypto";

/**
 * The address that cdktf gives a resource by the path of its construct in its stack: `["cluster", "workers-v2"]` of
 * type aws_eks_node_group is "aws_eks_node_group.cluster_workers-v2_9BC16F2D". The id "Default" is left out of a path;
 * a path of one id is used as it is; any other gets eight digits of its MD5.
 */
export function terraformAddress(type: string, path: readonly string[]): string {
  const ids = path.filter((id) => id !== "Default");
  const [only = ""] = ids;
  if (ids.length <= 1) {
    return `${type}.${allowed(only)}`;
  }
  const hash = createHash("md5").update(ids.join("/")).digest("hex").slice(0, 8).toUpperCase();
  const kept: string[] = [];
  for (const id of ids) {
    // An id that is the end of the id before it is not repeated.
    if (kept.at(-1)?.endsWith(id) !== true) {
      kept.push(id);
    }
  }
  const name = kept
    .filter((id) => id !== "Resource")
    .map(allowed)
    .join("_")
    .slice(0, LONGEST);
  return `${type}.${name}_${hash}`;
}

const LONGEST = 240;

function allowed(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, "");
}

/** "aws_eks_cluster" of "module.eks.aws_eks_cluster.this[0]". */
export function typeOf(address: string): string {
  return /(?:^|\.)((?:aws|helm|terraform|kubernetes)_\w+)\./.exec(address)?.[1] ?? address;
}

/**
 * The address of a thing that is declared like another one, under another name: by the scheme of cdktf if the address
 * follows it, else with the new name in place of the old one.
 * @param pathOf the construct path of a thing with a name, in our stacks
 */
export function siblingAddress(
  address: string,
  name: string,
  sibling: string,
  pathOf: (name: string) => readonly string[],
): string {
  const type = typeOf(address);
  if (address === terraformAddress(type, pathOf(name))) {
    return terraformAddress(type, pathOf(sibling));
  }
  return address.includes(name) ? address.replaceAll(name, sibling) : `${address}-${sibling}`;
}
