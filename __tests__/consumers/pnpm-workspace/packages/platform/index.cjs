// The company's own construct, which every program uses in place of Cluster.
const { Cluster, KubernetesVersion } = require("cdktf-eks-upgrade");

exports.PlatformCluster = class PlatformCluster extends Cluster {
  constructor(scope, id, { subnetIds }) {
    super(scope, id, {
      version: KubernetesVersion.V1_34,
      subnetIds,
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    });
  }
};
