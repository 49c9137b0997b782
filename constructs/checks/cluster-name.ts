import type { Construct } from "constructs";
import { isUnknown } from "../../upgrade/fleet/state";
import { keyNamed } from "../fleet-part";
import { isUnresolved, warn } from "../validation";
import { nameProblems } from "./names";

/** The problems of the name by which a construct refers to its cluster. It warns if no rule can know the cluster. */
export function clusterNameProblems(user: Construct, clusterName: string): readonly string[] {
  if (isUnknown(keyNamed("cluster", user, clusterName))) {
    const why = isUnresolved(clusterName)
      ? "clusterName is an unresolved token, and of no cluster of this program"
      : `several clusters of this program have the name "${clusterName}"`;
    warn(
      user,
      `Not evaluated: ${why}, so the rules do not compare this with its cluster. Give clusterName of the construct of the cluster`,
    );
  }
  return nameProblems("clusterName", clusterName, "cluster");
}
