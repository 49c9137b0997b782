import type { AccessEntrySettings } from "../fleet/settings";
import { accessEntryTypes } from "../fleet/settings/cluster";
import type { LiveAccessEntry, LiveCluster } from "./live-cluster";
import { accepted, listOf, ownTags, someOf } from "./values";

/* Which access entries are adopted, and the entry of a fleet file for each. */

/**
 * An entry that people created, or EKS for the cluster's creator. EKS creates the entries of managed node groups and of
 * Fargate profiles.
 */
export function isManagedEntry(entry: LiveAccessEntry, cluster: LiveCluster): boolean {
  const type = accepted(accessEntryTypes, entry.type);
  return (
    type !== undefined &&
    type !== "FARGATE_LINUX" &&
    !isOfNodes(entry, cluster) &&
    !entry.principalArn.includes(":role/aws-service-role/")
  );
}

export function isOfNodes({ principalArn }: LiveAccessEntry, { nodeGroups }: LiveCluster): boolean {
  return nodeGroups.some(({ roleArn }) => roleArn === principalArn);
}

export function entryOf(entry: LiveAccessEntry): AccessEntrySettings {
  const { principalArn, kubernetesGroups, policies, tags } = entry;
  const type = accepted(accessEntryTypes, entry.type) ?? "STANDARD";
  if (type !== "STANDARD") {
    return { principalArn, type, tags: ownTags(tags), adopted: true };
  }
  return {
    principalArn,
    userName: entry.userName === userNameOf(principalArn) ? undefined : entry.userName,
    kubernetesGroups: listOf(kubernetesGroups),
    policies: someOf(
      Object.fromEntries(
        policies.map(({ name, namespaces }) => [name, namespaces.length === 0 ? "cluster" : namespaces]),
      ),
    ),
    tags: ownTags(tags),
    adopted: true,
  };
}

/** The user name that EKS chooses if none is given. */
function userNameOf(principalArn: string): string {
  const [, partition = "", account = "", path = ""] =
    /^arn:([^:]+):iam::(\d+):role\/(.+)$/.exec(principalArn) ?? [];
  return path === ""
    ? principalArn
    : `arn:${partition}:sts::${account}:assumed-role/${nameOfPrincipal(path)}/{{SessionName}}`;
}

/** "arn:aws:iam::123456789012:role/team/platform" becomes "platform". */
export function nameOfPrincipal(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
