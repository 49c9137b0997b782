import type { Environment } from "../upgrade/fleet/settings";
import { alpha } from "./alpha";

const network = {
  subnetIds: ["subnet-0a0200000000000a1", "subnet-0a0200000000000c1"],
  administrators: alpha.administrators,
} as const;

const workers = {
  instanceTypes: ["m6i.xlarge"],
  minSize: 2,
  maxSize: 10,
  labelPrefix: "krmt.io",
} as const;

/** London, alpha. */
export const alphaUk: Environment = {
  ...alpha.settings,
  region: "eu-west-2",
  vpcId: "vpc-0a02000000000000f",
  clusters: {
    "alpha-uk-a": {
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
