import type { LiveCluster, LiveNodeGroup } from "../../../upgrade/adopt/live-cluster";

export const ROLE = "arn:aws:iam::123456789012:role";

export const workers: LiveNodeGroup = {
  name: "workers",
  status: "ACTIVE",
  version: "1.33",
  roleArn: `${ROLE}/node`,
  subnetIds: ["subnet-c", "subnet-a"],
  instanceTypes: ["m6i.large"],
  amiType: "AL2023_x86_64_STANDARD",
  capacityType: "ON_DEMAND",
  minSize: 1,
  maxSize: 3,
  labels: {},
  taints: [],
  tags: {},
  updateConfig: { maxUnavailable: 1 },
  unsupported: [],
};

export const addon = (name: string) => ({
  name,
  version: "v1.33.1-eksbuild.1",
  podIdentityAssociations: [],
  tags: {},
});

/** A cluster of which there is nothing to tell. */
export const live: LiveCluster = {
  region: "ap-northeast-2",
  name: "legacy",
  arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/legacy",
  version: "1.33",
  status: "ACTIVE",
  roleArn: `${ROLE}/cluster`,
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-c"],
  securityGroupIds: [],
  endpointPrivateAccess: true,
  endpointPublicAccess: false,
  publicAccessCidrs: ["0.0.0.0/0"],
  authenticationMode: "API",
  logTypes: [],
  supportType: "EXTENDED",
  tags: {},
  unsupported: [],
  nodeGroups: [workers],
  addons: ["kube-proxy", "coredns", "vpc-cni"].map(addon),
  accessEntries: [],
  podIdentityAssociations: [],
  fargateProfiles: [],
  otherNodes: [],
  traffic: [],
};
