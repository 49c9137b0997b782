import type { EksClusterConfig } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ClusterSettings } from "../../upgrade/fleet/settings";
import { cidrProblems } from "../checks/values";
import { isUnresolved } from "../validation";

type ClusterNetwork = Pick<ClusterSettings, "serviceIpv4Cidr" | "ipFamily" | "zonalShift">;

/** The addresses of services and pods, and what happens if a zone fails. Only what is given is written. */
export function networkOf({
  serviceIpv4Cidr,
  ipFamily,
  zonalShift,
}: ClusterNetwork): Pick<EksClusterConfig, "kubernetesNetworkConfig" | "zonalShiftConfig"> {
  return {
    ...(serviceIpv4Cidr === undefined && ipFamily === undefined
      ? {}
      : { kubernetesNetworkConfig: { serviceIpv4Cidr, ipFamily } }),
    ...(zonalShift === undefined ? {} : { zonalShiftConfig: { enabled: zonalShift === "enabled" } }),
  };
}

/** Source: EKS API reference, KubernetesNetworkConfigRequest. */
export function networkProblems({ serviceIpv4Cidr, ipFamily }: ClusterNetwork): readonly string[] {
  return [
    ...(serviceIpv4Cidr === undefined ? [] : serviceCidrProblems(serviceIpv4Cidr)),
    ...(ipFamily === "ipv6" && serviceIpv4Cidr !== undefined
      ? [
          `serviceIpv4Cidr is "${serviceIpv4Cidr}" and ipFamily is ipv6: expected one of them, because EKS chooses the block of services with IPv6`,
        ]
      : []),
  ];
}

const PRIVATE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/;

function serviceCidrProblems(cidr: string): readonly string[] {
  const problems = cidrProblems("serviceIpv4Cidr", cidr);
  const prefix = Number(`${cidr}`.split("/")[1]);
  return problems.length > 0 || isUnresolved(cidr) || (PRIVATE.test(cidr) && prefix >= 12 && prefix <= 24)
    ? problems
    : [
        `serviceIpv4Cidr is "${cidr}": expected a block from /12 to /24 inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
      ];
}
