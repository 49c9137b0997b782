import { ifKnown, type Known, type Place } from "../../fleet/state";
import type { Finding } from "../rule";

/** A name in a sentence; one that is not known yet is said to be so. */
export function told(name: Known<string> | undefined): string {
  return ifKnown(name) ?? "(not known yet)";
}

/** "3 nodes", "1 node". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "a, b and c". */
export function listed(names: readonly string[]): string {
  const [last = "", ...others] = [...names].reverse();
  return others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
}

/** The way out where nobody knows which cluster something belongs to. */
export const NAME_THE_CLUSTER =
  "name the cluster by its resource (cluster_name = aws_eks_cluster.example.name), or plan again when it is known";

/**
 * A finding for a value that is not known.
 * @param value what is not known: "the version of cluster alpha"
 * @param question what it decides: "whether EKS has it"
 */
export function notJudged(
  { stack, address }: Place,
  value: string,
  question: string,
  wayOut = "write it out in the code, or plan again when it is known",
): Finding {
  const message = `${value} is not known before the apply, so ${question} is not judged; ${wayOut}`;
  return { stack, address, message, notJudged: true };
}
