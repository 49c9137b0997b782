// A team for each: the network, the cluster, its nodes, and the traffic. CDKTF hands values over by remote states.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformStack } from "cdktf";
import {
  ApplicationLoadBalancer,
  Cluster,
  KubernetesVersion,
  NodeGroup,
  TargetGroup,
  WeightedListeners,
} from "cdktf-eks-upgrade";

const app = new App({ stackTraces: false });

function stackOf(team: string): TerraformStack {
  const stack = new TerraformStack(app, team);
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  return stack;
}

const network = stackOf("network");
const vpc = new Vpc(network, "vpc", { cidrBlock: "10.9.0.0/16" });
const subnetIds = ["a", "c"].map(
  (zone, index) =>
    new Subnet(network, `subnet-${zone}`, {
      vpcId: vpc.id,
      availabilityZone: `ap-northeast-2${zone}`,
      cidrBlock: `10.9.${index}.0/24`,
    }).id,
);

const cluster = new Cluster(stackOf("cluster"), "teams", {
  version: KubernetesVersion.V1_34,
  subnetIds,
  administrators: ["arn:aws:iam::123456789012:role/platform"],
});

new NodeGroup(stackOf("nodes"), "workers-v1", {
  cluster,
  version: KubernetesVersion.V1_34,
  instanceTypes: ["m6i.xlarge"],
  minSize: 1,
  maxSize: 3,
});

const traffic = stackOf("traffic");
new WeightedListeners(traffic, "listeners", {
  loadBalancer: new ApplicationLoadBalancer(traffic, "load-balancer", {
    loadBalancerName: "teams",
    vpcId: vpc.id,
    subnetIds,
    clientCidrs: { office: "203.0.113.0/24" },
  }),
  targetGroups: { a: new TargetGroup(traffic, "pods", { targetGroupName: "teams-a", vpcId: vpc.id }) },
  weights: { a: 100 },
  certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027",
});

app.synth();
