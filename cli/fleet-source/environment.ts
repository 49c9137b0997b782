import type { Node, ObjectExpression } from "@babel/types";
import type { FleetProgram, ResolvedObject } from "./fleet-program";
import { CLUSTERS } from "./placement";
import { childrenOf, keyOf, type SourceFile } from "./source-file";

/**
 * The environment that has one of these clusters: a literal object whose `clusters` have the name. The first name that
 * exists counts.
 */
export function environmentOf(
  program: FleetProgram,
  clusterNames: readonly string[],
): ResolvedObject | { readonly problem: string } {
  for (const name of clusterNames) {
    const found = environmentWith(program, name);
    if (found !== undefined) {
      return found;
    }
  }
  return {
    problem: `no file of the program has ${clusterNames.join(" or ")} among the clusters of an environment that is an object literal: make the step by hand`,
  };
}

function environmentWith(
  program: FleetProgram,
  clusterName: string,
): ResolvedObject | { readonly problem: string } | undefined {
  const found = new Map<Node, ResolvedObject>();
  const made: string[] = [];
  for (const file of program.all.filter(({ text }) => text.includes(CLUSTERS))) {
    for (const { node, isInFunction } of objectsWithClusters(file)) {
      const member = clusterIn(program, file, node, clusterName);
      if (member !== undefined && isInFunction) {
        made.push(file.place(node));
      } else if (member !== undefined) {
        found.set(member, { file, node, through: [] });
      }
    }
  }
  const [environment, ...others] = [...found.values()];
  if (environment === undefined) {
    return made.length === 0
      ? undefined
      : {
          problem: `${made.join(", ")}: the environment of ${clusterName} is made by a function, which can make others too: make the step by hand`,
        };
  }
  return others.length === 0
    ? environment
    : {
        problem: `${[environment, ...others].map(({ file, node }) => file.place(node)).join(", ")}: ${others.length + 1} environments have a cluster ${clusterName}: each cluster needs its own name`,
      };
}

function clusterIn(
  program: FleetProgram,
  file: SourceFile,
  node: ObjectExpression,
  clusterName: string,
): Node | undefined {
  const clusters = program.find({ file, node }, CLUSTERS);
  let object = clusters.kind === "own" ? program.resolveObject(file, clusters.value) : undefined;
  while (object !== undefined) {
    const cluster = program.find(object, clusterName);
    if (cluster.kind === "own") {
      return cluster.member;
    }
    object = cluster.kind === "spread" ? cluster.object : undefined;
  }
  return undefined;
}

interface Candidate {
  readonly node: ObjectExpression;
  readonly isInFunction: boolean;
}

function objectsWithClusters({ program }: SourceFile): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const visit = (node: Node, isInFunction: boolean): void => {
    if (node.type === "ObjectExpression" && node.properties.some(isClusters)) {
      candidates.push({ node, isInFunction });
    }
    const isInside = isInFunction || /Function|Method/.test(node.type);
    for (const child of childrenOf(node)) {
      visit(child, isInside);
    }
  };
  visit(program, false);
  return candidates;
}

const isClusters = (member: ObjectExpression["properties"][number]) =>
  member.type === "ObjectProperty" && keyOf(member) === CLUSTERS;
