import type { SecondClusterGoal } from "../upgrade-goal";

/** What does not move by itself when traffic moves to another cluster. */
export function remarksBySecondCluster({ cluster, secondCluster }: SecondClusterGoal): readonly string[] {
  return [
    `volumes do not move from ${cluster} to ${secondCluster}: copy the data of pods (snapshots, backups), or move StatefulSets last`,
    `roles that trust the OIDC issuer of ${cluster} do not trust that of ${secondCluster}: add it to their trust policies, or use Pod Identity`,
    `clients that reach ${cluster} in other ways than by the load balancers of this code, or by rules that forward elsewhere, still reach it: move them before you remove it`,
    `DNS records that name ${cluster} (its endpoint, load balancers of its own services) do not change: move them by hand`,
    `security groups that name the group of ${cluster} (databases, caches) do not allow ${secondCluster}: add its group`,
    `workloads that must run only once (Jobs, queue consumers) run in both clusters, unless they ask which cluster is active: suspend them in one of the two`,
  ];
}
