import type { Environment } from "../stacks/environment";
import type { ClusterSettings, NodeGroupSettings } from "../upgrade/fleet/settings";

/** "bench-0001" and so on. */
export function clusterNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `bench-${String(index + 1).padStart(4, "0")}`);
}

const workers = {
  version: "1.34",
  instanceTypes: ["m6i.4xlarge"],
  minSize: 3,
  maxSize: 60,
} as const satisfies NodeGroupSettings;

const settings: ClusterSettings = {
  version: "1.34",
  subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
  administrators: ["arn:aws:iam::123456789012:role/platform"],
  addons: {
    "kube-proxy": "v1.34.6-eksbuild.29",
    coredns: "v1.13.2-eksbuild.24",
    "vpc-cni": "v1.23.1-eksbuild.1",
    "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
  },
  nodeGroups: {
    "workers-v1": { ...workers, phase: "cordoned" },
    "workers-v2": workers,
  },
};

/** One environment with `count` clusters that differ only in their names. */
export function environmentOf(count: number): Environment {
  return {
    name: "bench",
    region: "ap-northeast-2",
    allowedAccountIds: ["123456789012"],
    defaultTags: { team: "platform" },
    vpcId: "vpc-0a01000000000000f",
    clusters: Object.fromEntries(clusterNames(count).map((name) => [name, settings])),
  };
}
