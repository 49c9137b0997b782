import { compareTexts } from "./compare-texts";

/*
 * A node group is named by its family and its generation: "workers-v2" is generation 2 of the family "workers". One
 * generation of a family replaces another.
 */

/** The family of a node group: "workers" of "workers-v2", of "workers", and of the name that a prefix "workers-v2-" makes. */
export function nodeGroupFamily(nodeGroupName: string): string {
  return partsOf(nodeGroupName).family;
}

/** The generation of a node group: 2 of "workers-v2"; 1 of a name without a generation. */
export function nodeGroupGeneration(nodeGroupName: string): number {
  return Number(partsOf(nodeGroupName).generation?.slice(1) ?? 1);
}

/** The name of the generation after all that exist: "workers-v3". */
export function nextGeneration(nodeGroupName: string, existing: readonly string[]): string {
  const family = nodeGroupFamily(nodeGroupName);
  const numbers = existing.filter((name) => nodeGroupFamily(name) === family).map(nodeGroupGeneration);
  return `${family}-v${Math.max(1, ...numbers) + 1}`;
}

/** Orders names by family, the oldest generation first. */
export function compareGenerations(name: string, other: string): number {
  return (
    compareTexts(nodeGroupFamily(name), nodeGroupFamily(other)) ||
    nodeGroupGeneration(name) - nodeGroupGeneration(other) ||
    compareTexts(name, other)
  );
}

/** The labels of nodes that come from the name of their group. */
export function nodeGroupLabels(nodeGroupName: string): Readonly<Record<string, string>> {
  const { family, generation } = partsOf(nodeGroupName);
  return {
    group: family,
    instancegroup: nodeGroupName,
    ...(generation === undefined ? {} : { subgroup: generation }),
  };
}

/** Terraform appends a time and a number to a name that the code gives as a prefix. */
const NAME = /^(.+?)(?:-(v\d+))?(?:-\d{18}[\da-f]{8})?$/;

function partsOf(name: string): { readonly family: string; readonly generation?: string } {
  const [, family = name, generation] = NAME.exec(name) ?? [];
  return generation === undefined ? { family } : { family, generation };
}
