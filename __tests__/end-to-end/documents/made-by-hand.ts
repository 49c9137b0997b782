import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
} from "@aws-sdk/client-eks";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/** Resources created in AWS without Terraform. A load balancer takes a minute. */

const REGION = "ap-northeast-2";
const VPC = "vpc-0a01000000000000f";
const SUBNETS = ["subnet-0a0100000000000a1", "subnet-0a0100000000000c1"];
const CERTIFICATE = `arn:aws:acm:${REGION}:123456789012:certificate/10652655-c378-4d5b-b1a3-e0ad55cdd027`;

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** Resources that must exist before. */
export const GIVEN = {
  vpcs: [{ region: REGION, id: VPC, subnets: SUBNETS.map((id) => ({ id })) }],
  roles: [role("alpha-kr-a-cluster"), role("alpha-kr-a-node")],
};

const client = (endpoint: string | undefined) => ({
  region: REGION,
  endpoint: endpoint ?? "",
  credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
});

/** A cluster of 1.33 with two nodes and the roles of alpha-kr-a. */
export async function cluster(
  name: string,
  addons: Readonly<Record<string, string>>,
  { AWS_ENDPOINT_URL_EKS }: NodeJS.ProcessEnv,
): Promise<void> {
  const eks = new EKSClient(client(AWS_ENDPOINT_URL_EKS));
  await eks.send(
    new CreateClusterCommand({
      name,
      version: "1.33",
      roleArn: role("alpha-kr-a-cluster"),
      resourcesVpcConfig: { subnetIds: SUBNETS, endpointPrivateAccess: true, endpointPublicAccess: false },
    }),
  );
  await until(async () => {
    const { cluster: made } = await eks.send(new DescribeClusterCommand({ name }));
    return made?.status === "ACTIVE";
  });
  const group = { clusterName: name, nodegroupName: "workers-v1" };
  await eks.send(
    new CreateNodegroupCommand({
      ...group,
      nodeRole: role("alpha-kr-a-node"),
      subnets: SUBNETS,
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
    }),
  );
  for (const [addonName, addonVersion] of Object.entries(addons)) {
    await eks.send(new CreateAddonCommand({ clusterName: name, addonName, addonVersion }));
  }
  await until(async () => {
    const { nodegroup } = await eks.send(new DescribeNodegroupCommand(group));
    return nodegroup?.status === "ACTIVE";
  });
}

/** A load balancer with one target group, for that cluster. */
export async function loadBalancer(
  name: string,
  clusterName: string,
  { AWS_ENDPOINT_URL }: NodeJS.ProcessEnv,
): Promise<void> {
  const elb = new ElasticLoadBalancingV2Client(client(AWS_ENDPOINT_URL));
  const { LoadBalancers: [{ LoadBalancerArn = undefined } = {}] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ Name: name, Scheme: "internal", Subnets: SUBNETS }),
  );
  const { TargetGroups: [{ TargetGroupArn = undefined } = {}] = [] } = await elb.send(
    new CreateTargetGroupCommand({
      Name: `${name}-a`,
      Port: 8080,
      Protocol: "HTTP",
      TargetType: "ip",
      VpcId: VPC,
      HealthCheckPath: "/healthz",
      Tags: [{ Key: "elbv2.k8s.aws/cluster", Value: clusterName }],
    }),
  );
  const toUsers = { Port: "443", Protocol: "HTTPS", StatusCode: "HTTP_301" } as const;
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "redirect", RedirectConfig: toUsers }],
    }),
  );
  await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Port: 443,
      Protocol: "HTTPS",
      SslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      Certificates: [{ CertificateArn: CERTIFICATE }],
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    }),
  );
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await isSo()); ) {
    if (Date.now() > end) {
      throw new Error("what is made by hand did not get ready in a minute");
    }
    await new Promise((passed) => setTimeout(passed, 200));
  }
}
