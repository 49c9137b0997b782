/** The identity of a cluster, for the pods in it. */
export interface ClusterIdentityData {
  readonly clusterName: string;
  /** The clusters of which at most one is active. */
  readonly group: string;
  readonly slot: string;
  readonly isActive: boolean;
}

/** The ConfigMap that has it, with the same name in every cluster. */
export const identityConfigMap = { name: "cluster-identity", namespace: "kube-public" } as const;

export function encodeIdentity({
  clusterName,
  group,
  slot,
  isActive,
}: ClusterIdentityData): Readonly<Record<(typeof identityKeys)[keyof ClusterIdentityData], string>> {
  return { name: clusterName, group, slot, active: `${isActive}` };
}

/** The keys of the ConfigMap, by what they say. */
export const identityKeys = {
  clusterName: "name",
  group: "group",
  slot: "slot",
  isActive: "active",
} as const satisfies Readonly<Record<keyof ClusterIdentityData, string>>;

/** Whether the value of the key `active` says that the cluster is the active one. */
export function decodeActive(active: string | undefined): boolean {
  return active === "true";
}
