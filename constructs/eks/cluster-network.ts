import type { EksClusterConfig } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ClusterSettings } from "../../upgrade/fleet/settings";
import { cidrProblems } from "../checks/values";
import { isUnresolved } from "../validation";

/** The settings of the network of a cluster. */
export type ClusterNetwork = Pick<
  ClusterSettings,
  "serviceIpv4Cidr" | "ipFamily" | "zonalShift" | "remoteNodeNetworks" | "remotePodNetworks"
>;

/** The addresses of services, pods and hybrid nodes, and what happens if a zone fails. Only what is given is written. */
export function networkOf({
  serviceIpv4Cidr,
  ipFamily,
  zonalShift,
  remoteNodeNetworks,
  remotePodNetworks,
}: ClusterNetwork): Pick<
  EksClusterConfig,
  "kubernetesNetworkConfig" | "zonalShiftConfig" | "remoteNetworkConfig"
> {
  return {
    ...(serviceIpv4Cidr === undefined && ipFamily === undefined
      ? {}
      : { kubernetesNetworkConfig: { serviceIpv4Cidr, ipFamily } }),
    ...(zonalShift === undefined ? {} : { zonalShiftConfig: { enabled: zonalShift === "enabled" } }),
    ...(remoteNodeNetworks === undefined
      ? {}
      : {
          remoteNetworkConfig: {
            remoteNodeNetworks: { cidrs: [...remoteNodeNetworks] },
            ...(remotePodNetworks === undefined
              ? {}
              : { remotePodNetworks: { cidrs: [...remotePodNetworks] } }),
          },
        }),
  };
}

/** Source: EKS API reference, KubernetesNetworkConfigRequest. */
export function networkProblems({
  serviceIpv4Cidr,
  ipFamily,
  remoteNodeNetworks,
  remotePodNetworks,
}: ClusterNetwork): readonly string[] {
  return [
    ...(serviceIpv4Cidr === undefined ? [] : serviceCidrProblems(serviceIpv4Cidr)),
    ...(ipFamily === "ipv6" && serviceIpv4Cidr !== undefined
      ? [
          `serviceIpv4Cidr is "${serviceIpv4Cidr}" and ipFamily is ipv6: expected one of them, because EKS chooses the block of services with IPv6`,
        ]
      : []),
    ...(ipFamily === "ipv6" && remoteNodeNetworks !== undefined
      ? ["remoteNodeNetworks is set and ipFamily is ipv6: expected ipv4, the only family of hybrid nodes"]
      : []),
    ...remoteProblems("remoteNodeNetworks", remoteNodeNetworks, serviceIpv4Cidr),
    ...remoteProblems("remotePodNetworks", remotePodNetworks, serviceIpv4Cidr),
    ...(remotePodNetworks !== undefined && remoteNodeNetworks === undefined
      ? [
          "remotePodNetworks is set without remoteNodeNetworks: expected the networks of the nodes of these pods too",
        ]
      : []),
  ];
}

const PRIVATE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/;
const RANGES = "inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";

function serviceCidrProblems(cidr: string): readonly string[] {
  const problems = cidrProblems("serviceIpv4Cidr", cidr);
  const { prefix } = rangeOf(cidr);
  return problems.length > 0 || isUnresolved(cidr) || (isPrivate(cidr) && prefix >= 12 && prefix <= 24)
    ? problems
    : [`serviceIpv4Cidr is "${cidr}": expected a block from /12 to /24 ${RANGES}`];
}

/** Source: EKS API reference, RemoteNodeNetwork and RemotePodNetwork. */
function remoteProblems(
  what: string,
  cidrs: readonly string[] | undefined,
  serviceCidr: string | undefined,
): readonly string[] {
  if (cidrs === undefined || isUnresolved(cidrs)) {
    return [];
  }
  return cidrs.length === 0
    ? [`${what} is empty: expected at least one CIDR block, or no ${what}`]
    : cidrs.flatMap((cidr) => {
        const problems = cidrProblems(`a block of ${what}`, cidr);
        if (problems.length > 0 || isUnresolved(cidr)) {
          return problems;
        }
        return [
          ...(isPrivate(cidr) ? [] : [`a block of ${what} is "${cidr}": expected one ${RANGES}`]),
          ...(serviceCidr !== undefined && !isUnresolved(serviceCidr) && overlap(cidr, serviceCidr)
            ? [`a block of ${what} is "${cidr}" and serviceIpv4Cidr is "${serviceCidr}": expected no overlap`]
            : []),
        ];
      });
}

/** The block, not only its first address, is private. */
function isPrivate(cidr: string): boolean {
  const { prefix } = rangeOf(cidr);
  const least = cidr.startsWith("10.") ? 8 : cidr.startsWith("172.") ? 12 : 16;
  return PRIVATE.test(cidr) && prefix >= least;
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a.first < b.end && b.first < a.end;
}

function rangeOf(cidr: string): { readonly prefix: number; readonly first: number; readonly end: number } {
  const [address = "", bits = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { prefix: Number(bits), first, end: first + 2 ** (32 - Number(bits)) };
}
