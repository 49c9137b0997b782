// One cluster, as a new user would write it.
exports.alphaKr = {
  name: "alpha",
  region: "ap-northeast-2",
  vpcId: "vpc-0a01000000000000f",
  clusters: {
    "alpha-kr-a": {
      version: "1.34",
      subnetIds: ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"],
      administrators: ["arn:aws:iam::123456789012:role/platform"],
      addons: { "vpc-cni": "v1.23.1-eksbuild.1" },
      nodeGroups: {
        "workers-v1": { version: "1.34", instanceTypes: ["m6i.xlarge"], minSize: 2, maxSize: 6 },
      },
    },
  },
};
