/** The stack of what runs in a cluster. */
export function workloadStack(clusterName: string): string {
  return `${clusterName}-workload`;
}

/** Where a fleet file has a release, from its cluster. */
export function releasePath(chart: string | undefined, releaseName: string | undefined): readonly string[] {
  switch (chart) {
    case "aws-load-balancer-controller":
      return ["loadBalancerController"];
    case "cluster-autoscaler":
      return ["clusterAutoscaler"];
    default:
      return ["releases", releaseName ?? ""];
  }
}
