// A stack that was there before: a network, a load balancer, and now a cluster of ours behind it.
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import {
  ApplicationLoadBalancer,
  Cluster,
  type ClusterProps,
  KubernetesVersion,
  TargetGroup,
  WeightedListeners,
} from "cdktf-eks-upgrade";
import { judge, type Rule, rules } from "cdktf-eks-upgrade/upgrade";
import type { Construct } from "constructs";

const CIDR = "10.7.0.0/16";
const certificateArn =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027";

class OwnStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: "terraform.tfstate" });
    new AwsProvider(this, "aws", { region: "ap-northeast-2" });

    const vpc = new Vpc(this, "vpc", { cidrBlock: CIDR });
    const subnetIds = ["a", "c"].map(
      (zone, index) =>
        new Subnet(this, `subnet-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: `ap-northeast-2${zone}`,
          cidrBlock: `10.7.${index}.0/24`,
        }).id,
    );
    const group = new SecurityGroup(this, "clients", { name: "shop-clients", vpcId: vpc.id });
    const lb = new Lb(this, "lb", {
      name: "shop",
      internal: true,
      subnets: subnetIds,
      securityGroups: [group.id],
    });

    const props: ClusterProps = {
      version: KubernetesVersion.V1_34,
      subnetIds,
      administrators: ["arn:aws:iam::123456789012:role/platform"],
    };
    const cluster = new Cluster(this, "shop-a", props);
    cluster.addAddon("vpc-cni", { addonVersion: "v1.23.1-eksbuild.1" });
    cluster.addNodeGroup("workers-v1", {
      version: KubernetesVersion.V1_34,
      instanceTypes: ["m6i.xlarge"],
      minSize: 2,
      maxSize: 6,
    });
    new WeightedListeners(this, "listeners", {
      loadBalancer: ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, "shop", {
        loadBalancerArn: lb.arn,
      }),
      targetGroups: { a: new TargetGroup(this, "shop-a-pods", { targetGroupName: "shop-a", vpcId: vpc.id }) },
      weights: { a: 100 },
      certificateArn,
    });
    new TerraformOutput(this, "cluster_name", { value: cluster.clusterName });
  }
}

const app = new App({ stackTraces: false });
new OwnStack(app, "shop");
app.synth();

const everyRule: readonly Rule[] = rules;
console.log(`${everyRule.length > 0 && typeof judge === "function" ? "judged by rules" : "no rules"}`);
