/** Where a cluster's identity is found in it: a ConfigMap, by these names in every cluster. */
export const IDENTITY_NAME = "cluster-identity";
export const IDENTITY_NAMESPACE = "kube-public";

/** "alpha-kr" and "a" of the cluster "alpha-kr-a"; the slot is what is after the last hyphen. */
export function groupAndSlot(clusterName: string): { readonly group: string; readonly slot: string } {
  const at = clusterName.lastIndexOf("-");
  return at <= 0
    ? { group: clusterName, slot: "" }
    : { group: clusterName.slice(0, at), slot: clusterName.slice(at + 1) };
}
