// One stack in two regions, by an alias of the provider: a cluster and a node group of one name in each.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, LocalBackend, type TerraformProvider, TerraformStack } from "cdktf";
import { Cluster, KubernetesVersion } from "cdktf-eks-upgrade";
import { Construct } from "constructs";

interface RegionProps {
  readonly region: string;
  readonly provider: TerraformProvider;
}

class Region extends Construct {
  constructor(scope: Construct, id: string, { region, provider }: RegionProps) {
    super(scope, id);
    const vpc = new Vpc(this, "vpc", { cidrBlock: "10.8.0.0/16", provider });
    const subnetIds = ["a", "c"].map(
      (zone, index) =>
        new Subnet(this, `subnet-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: `${region}${zone}`,
          cidrBlock: `10.8.${index}.0/24`,
          provider,
        }).id,
    );
    const cluster = new Cluster(this, "regions", {
      clusterName: "regions",
      version: KubernetesVersion.V1_34,
      subnetIds,
      administrators: ["arn:aws:iam::123456789012:role/platform"],
      // IAM is global: the roles of the two clusters need two names.
      roles: {
        clusterRoleArn: "arn:aws:iam::123456789012:role/regions-cluster",
        nodeRoleArn: "arn:aws:iam::123456789012:role/regions-node",
      },
      provider,
    });
    cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1" });
    cluster.addNodeGroup("workers-v1", {
      version: KubernetesVersion.V1_34,
      instanceTypes: ["m6i.xlarge"],
      minSize: 1,
      maxSize: 3,
    });
  }
}

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "regions");
new LocalBackend(stack, { path: "terraform.tfstate" });
for (const [alias, region] of [
  ["seoul", "ap-northeast-2"],
  ["tokyo", "ap-northeast-1"],
] as const) {
  new Region(stack, alias, { region, provider: new AwsProvider(stack, `aws-${alias}`, { region, alias }) });
}
app.synth();
