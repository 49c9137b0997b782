import type { Construct, IConstruct } from "constructs";
import type { Keyed } from "../upgrade/fleet/key";

/** A thing that a construct of the program declares, by its name in the code. */
export interface OwnThing {
  readonly kind: Keyed;
  readonly construct: Construct;
  readonly name: string;
}

/** By program, and by the texts that a program calls a thing: its name, and tokens of its name or ARN. */
const programs = new WeakMap<IConstruct, Map<string, OwnThing[]>>();

function ofProgram({ node: { root } }: IConstruct): Map<string, OwnThing[]> {
  const things = programs.get(root) ?? new Map<string, OwnThing[]>();
  programs.set(root, things);
  return things;
}

/** @param texts what other constructs may get for it. Tokens, too */
export function callBy(thing: OwnThing, ...texts: readonly string[]): void {
  const things = ofProgram(thing.construct);
  for (const text of new Set(texts)) {
    things.set(text, [...(things.get(text) ?? []), thing]);
  }
}

/** The things of the program that a text can mean. A token means one. */
export function calledBy(kind: Keyed, user: IConstruct, text: string): readonly OwnThing[] {
  return (ofProgram(user).get(text) ?? []).filter((thing) => thing.kind === kind);
}

/** The name in the code of a cluster that a construct of the program gives as a token. Any other text stays. */
export function clusterNameInCode(user: IConstruct, clusterName: string): string {
  return calledBy("cluster", user, clusterName)[0]?.name ?? clusterName;
}
