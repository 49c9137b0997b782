import type { Environment } from "../upgrade/fleet/settings";
import { production } from "./production";

const network = {
  subnetIds: ["subnet-0b0300000000000a1", "subnet-0b0300000000000c1"],
  administrators: production.administrators,
} as const;

const workers = {
  instanceTypes: ["m6i.4xlarge"],
  minSize: 3,
  maxSize: 60,
  labelPrefix: "krmt.io",
  updateConfig: { maxUnavailablePercentage: 10 },
} as const;

/** Montreal, production. */
export const productionCa: Environment = {
  ...production.settings,
  region: "ca-central-1",
  vpcId: "vpc-0b03000000000000f",
  clusters: {
    "production-ca-a": {
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
