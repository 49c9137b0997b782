import { kept } from "../../fleet/diff";
import { ifKnown } from "../../fleet/state";
import type { Rule } from "../rule";
import { found } from "../support/finding";
import { listed, shown } from "../support/wording";

export const privateEndpointOff: Rule = {
  id: "private-endpoint-off",
  severity: "error",
  title: "The private endpoint is turned off while the public one is restricted",
  why: "Nodes then reach the API server by its public endpoint alone, and its list of networks must have the addresses that they come from (of NAT gateways). If it does not, all nodes become NotReady. Reverting the change takes minutes, and somebody in the list has to do it.",
  source:
    "EKS user guide, cluster-endpoint (restricting the CIDR blocks, nodes need private access or their addresses in the list)",
  judge({ diff }) {
    return kept(diff.clusters).flatMap(({ before, after, change }) => {
      const cidrs = ifKnown(after.publicCidrs) ?? [];
      const isRestricted = cidrs.length > 0 && !cidrs.includes("0.0.0.0/0");
      if (change === undefined || before.isPrivate !== true || after.isPrivate !== false) {
        return [];
      }
      const isOff = after.isPublic === false;
      if (!isRestricted && !isOff) {
        return [];
      }
      const rest = isOff ? "the public endpoint is off" : `the public endpoint lets in only ${listed(cidrs)}`;
      const message = `cluster ${shown(after.clusterName)} would lose its private endpoint, and ${rest}: nodes no longer reach the API server and become NotReady. Keep endpoint_private_access = true`;
      return [found(after, message, { values: { cidrs: listed(cidrs) } })];
    });
  },
};
