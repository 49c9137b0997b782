import { type ClusterState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { found, notEvaluated } from "../support/finding";
import { violations } from "../support/violations";
import { listed, shown } from "../support/wording";

/** Longest prefixes that count as open: no single owner has such a network. */
const NARROWEST_OPEN = { ipv4: 7, ipv6: 15 } as const;

export const publicEndpointOpen: Rule = {
  id: "public-endpoint-open",
  severity: "error",
  title: "The whole internet can reach the Kubernetes API",
  why: "Every flaw of the API server and every leaked token is then open to everyone. A public endpoint without a list of networks is open to 0.0.0.0/0. Two halves of the internet are the internet: an IPv4 network wider than /8, or an IPv6 network wider than /16, counts as open.",
  source: "EKS user guide, cluster-endpoint; EKS best practices, security (restrict access to the endpoint)",
  judge: (input) =>
    violations(input, ({ fleet }) => violationsIn(fleet.clusters, input.resources.length > 0)),
};

function violationsIn(clusters: readonly ClusterState[], isPlan: boolean): readonly Finding[] {
  return clusters.flatMap((cluster): readonly Finding[] => {
    const { clusterName, isPublic, publicCidrs } = cluster;
    const name = shown(clusterName);
    if (isPublic === false) {
      return [];
    }
    if (isUnknown(isPublic)) {
      return [unknown(cluster, `endpoint_public_access of cluster ${name}`)];
    }
    if (isUnknown(publicCidrs)) {
      return [unknown(cluster, `public_access_cidrs of cluster ${name}`)];
    }
    const open = publicCidrs?.filter(isOpen) ?? [];
    // At synthesis there is no plan, and the construct rejects an endpoint without networks.
    const isNarrow = publicCidrs !== undefined && (publicCidrs.length > 0 || !isPlan);
    if (isNarrow && open.length === 0) {
      return [];
    }
    const reason = open.length === 0 ? "has no list of networks" : `is open to ${listed(open)}`;
    const message = `the public endpoint of cluster ${name} ${reason}: the whole internet can reach its API. List the networks that need it (public_access_cidrs), or make the endpoint private`;
    return [found(cluster, message, { values: { networks: listed(open) } })];
  });
}

function unknown(cluster: ClusterState, value: string): Finding {
  return notEvaluated(
    cluster,
    value,
    "whether the whole internet can reach its API",
    "Write the value in the code: the default is open to all",
  );
}

function isOpen(cidr: string): boolean {
  const [, network = "", bits = ""] = /^([^/]*)\/(\d+)$/.exec(cidr.trim()) ?? [];
  return bits !== "" && Number(bits) <= (network.includes(":") ? NARROWEST_OPEN.ipv6 : NARROWEST_OPEN.ipv4);
}
