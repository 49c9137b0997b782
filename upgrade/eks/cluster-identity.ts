/** Where a cluster's identity is found in it: a ConfigMap, by these names in every cluster. */
export const IDENTITY_NAME = "cluster-identity";
export const IDENTITY_NAMESPACE = "kube-public";
