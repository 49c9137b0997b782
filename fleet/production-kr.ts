import type { Environment } from "../upgrade/fleet/settings";
import { production } from "./production";

const network = {
  subnetIds: ["subnet-0b0100000000000a1", "subnet-0b0100000000000c1"],
  administrators: production.administrators,
} as const;

const workers = {
  instanceTypes: ["m6i.4xlarge"],
  minSize: 3,
  maxSize: 60,
  labelPrefix: "krmt.io",
  updateConfig: { maxUnavailablePercentage: 10 },
} as const;

/** Seoul, production. */
export const productionKr: Environment = {
  ...production.settings,
  region: "ap-northeast-2",
  vpcId: "vpc-0b01000000000000f",
  clusters: {
    // Deployment and monitoring.
    "production-ops-kr-a": {
      ...network,
      version: "1.33",
      addons: {
        "kube-proxy": "v1.33.10-eksbuild.29",
        coredns: "v1.12.4-eksbuild.38",
        "vpc-cni": "v1.22.4-eksbuild.3",
        "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
      },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33" },
      },
    },
    "production-kr-a": {
      ...network,
      version: "1.33",
      addons: {
        "kube-proxy": "v1.33.10-eksbuild.29",
        coredns: "v1.12.4-eksbuild.38",
        "vpc-cni": "v1.22.4-eksbuild.3",
        "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
      },
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.33" },
      },
    },
  },
};
