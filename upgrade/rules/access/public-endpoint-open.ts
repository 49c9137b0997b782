import { type ClusterState, isUnknown } from "../../fleet/state";
import type { Finding, Rule } from "../rule";
import { violations } from "../support/violations";
import { listed, notJudged, told } from "../support/wording";

/** Networks that are wider than any that one owner has. */
const NARROWEST_OPEN = { ipv4: 7, ipv6: 15 } as const;

export const publicEndpointOpen: Rule = {
  id: "public-endpoint-open",
  severity: "error",
  title: "a Kubernetes API that the whole internet may reach",
  why: "Every flaw of the API server and every token that leaks is then open to everyone. A public endpoint for which no networks are given is open to 0.0.0.0/0; two halves of the internet are the internet: an IPv4 network wider than /8, or an IPv6 network wider than /16, counts as open.",
  source: "EKS user guide, cluster-endpoint; EKS best practices, security (restrict access to the endpoint)",
  judge: (input) =>
    violations(input, ({ fleet }) => violationsIn(fleet.clusters, input.resources.length > 0)),
};

function violationsIn(clusters: readonly ClusterState[], isPlan: boolean): readonly Finding[] {
  return clusters.flatMap((cluster): readonly Finding[] => {
    const { stack, address, clusterName, isPublic, publicCidrs } = cluster;
    const name = told(clusterName);
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
    // At synthesis, where there is no plan, the construct refuses an endpoint that names none.
    const isNarrow = publicCidrs !== undefined && (publicCidrs.length > 0 || !isPlan);
    if (isNarrow && open.length === 0) {
      return [];
    }
    const reason = open.length === 0 ? "names no networks" : `is open to ${listed(open)}`;
    const message = `the public endpoint of cluster ${name} ${reason}, so that the whole internet may reach its API; give the networks that may (public_access_cidrs), or make it private`;
    return [{ stack, address, message, values: { networks: listed(open) } }];
  });
}

function unknown(cluster: ClusterState, value: string): Finding {
  return notJudged(
    cluster,
    value,
    "whether the whole internet may reach its API",
    "write it out in the code: what is left out is open to all",
  );
}

function isOpen(cidr: string): boolean {
  const [, network = "", bits = ""] = /^([^/]*)\/(\d+)$/.exec(cidr.trim()) ?? [];
  return bits !== "" && Number(bits) <= (network.includes(":") ? NARROWEST_OPEN.ipv6 : NARROWEST_OPEN.ipv4);
}
