import type { LinkedState } from "../../fleet/links";
import { ifKnown } from "../../fleet/state";
import type { RuleInput } from "../rule";

/** The authentication mode of a cluster before the change: with the one of EKS's API if the code leaves it out. */
export function authenticationOf({ cluster }: LinkedState, { before }: RuleInput): string {
  const key = ifKnown(cluster);
  const all = [...before.clusters, ...before.readClusters];
  const own = all.filter((each) => each.key === key);
  const [only, ...others] = key === undefined || own.length === 0 ? all : own;
  const mode = others.length > 0 && own.length === 0 ? undefined : ifKnown(only?.authenticationMode);
  return mode ?? "CONFIG_MAP";
}
