import type { Call } from "./call";
import { invalidParameter } from "./errors";

/** The network that a cluster's or a node group's subnets make. */
export interface Network {
  readonly vpcId: string;
  readonly availabilityZones: readonly string[];
}

/** Asks EC2 for each subnet; rejects those that do not exist, and a mixture of VPCs. */
export async function networkOf(call: Call, subnetIds: readonly string[]): Promise<Network> {
  const vpcIds = new Set<string>();
  const availabilityZones = new Set<string>();
  for (const id of subnetIds) {
    const subnet = await call.options.neighbours.subnet(call.region.name, id);
    if (subnet === undefined) throw invalidParameter(`The subnet ID '${id}' does not exist`);
    vpcIds.add(subnet.vpcId);
    availabilityZones.add(subnet.availabilityZone);
  }
  const [vpcId, ...others] = vpcIds;
  if (vpcId === undefined) throw invalidParameter("subnets can not be empty");
  if (others.length > 0) throw invalidParameter("Subnets are not in the same VPC");
  return { vpcId, availabilityZones: [...availabilityZones] };
}

/** The network of a control plane, which needs two availability zones. */
export async function controlPlaneNetworkOf(call: Call, subnetIds: readonly string[]): Promise<Network> {
  const network = await networkOf(call, subnetIds);
  if (network.availabilityZones.length < 2) {
    throw invalidParameter("Subnets specified must be in at least two different AZs");
  }
  return network;
}

export async function rejectUnknownSecurityGroups(call: Call, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if (!(await call.options.neighbours.hasSecurityGroup(call.region.name, id))) {
      throw invalidParameter(`The security group '${id}' does not exist`);
    }
  }
}
