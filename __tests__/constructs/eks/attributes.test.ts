import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Cluster } from "../../../constructs/eks/cluster";
import { ControlPlaneLogs } from "../../../constructs/eks/control-plane-logs";
import type { ICluster } from "../../../constructs/eks/icluster";
import { PodRole } from "../../../constructs/eks/pod-role";
import { SecretsEncryption } from "../../../constructs/eks/secrets-encryption";
import { ApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../../../constructs/traffic/target-group";
import { TrafficStack } from "../../../stacks/traffic-stack";
import { environment, loadBalancer } from "../../fixtures/settings-values";
import { clusterProps, workers } from "./fixtures";

/* What programs read from clusters, node groups, roles and load balancers. */

type AwsConfig = ConstructorParameters<typeof AwsProvider>[2];

function outputs(
  build: (stack: TerraformStack) => Readonly<Record<string, unknown>>,
  aws: AwsConfig = { region: "ap-northeast-2" },
) {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), "stack");
  new AwsProvider(stack, "aws", aws);
  for (const [name, value] of Object.entries(build(stack))) {
    new TerraformOutput(stack, name, { value });
  }
  const synthesized: {
    readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
    readonly provider: Readonly<Record<string, unknown>>;
    readonly data?: Readonly<Record<string, unknown>>;
  } = JSON.parse(Testing.synth(stack, true));
  const { output, provider, data } = synthesized;
  return {
    values: Object.fromEntries(Object.entries(output ?? {}).map(([name, { value }]) => [name, value])),
    provider,
    data,
  };
}

const attributesOf = (cluster: ICluster) => ({
  arn: cluster.clusterArn,
  endpoint: cluster.clusterEndpoint,
  authority: cluster.certificateAuthorityData,
  issuer: cluster.oidcIssuer,
  securityGroup: cluster.clusterSecurityGroupId,
});

test("a cluster has its ARN, endpoint, certificate authority, OIDC issuer, security group, role, key and log group", () => {
  const { values } = outputs((stack) => {
    const cluster = new Cluster(stack, "main", clusterProps);
    return {
      ...attributesOf(cluster),
      role: cluster.clusterRoleArn,
      key: cluster.secretsKeyArn,
      logs: cluster.logGroupName,
    };
  });
  expect(values).toEqual({
    arn: "${aws_eks_cluster.main.arn}",
    endpoint: "${aws_eks_cluster.main.endpoint}",
    authority: "${aws_eks_cluster.main.certificate_authority[0].data}",
    issuer: "${aws_eks_cluster.main.identity[0].oidc[0].issuer}",
    securityGroup: "${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}",
    role: expect.stringMatching(/^\$\{aws_iam_role\.main_role_\w+\.arn\}$/),
    key: expect.stringMatching(/^\$\{aws_kms_key\.main_secrets-key_\w+\.arn\}$/),
    logs: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.main_logs_\w+\.name\}$/),
  });
});

test("a cluster with an existing role, no key and an existing log group names what it has", () => {
  const cluster = new Cluster(new TerraformStack(new App({ stackTraces: false }), "stack"), "main", {
    ...clusterProps,
    roles: { clusterRoleArn: "arn:aws:iam::123456789012:role/legacy" },
    secretsEncryption: SecretsEncryption.NONE,
    logs: ControlPlaneLogs.intoExistingLogGroup(["api"]),
  });
  expect([cluster.clusterRoleArn, cluster.secretsKeyArn, cluster.logGroupName]).toEqual([
    "arn:aws:iam::123456789012:role/legacy",
    undefined,
    "/aws/eks/main/cluster",
  ]);
});

test("an imported cluster has the same attributes from a data source, which is read only if something uses it", () => {
  const attributes = { clusterName: "main", version: "1.34", subnetIds: ["subnet-a"] };
  const { values } = outputs((stack) =>
    attributesOf(Cluster.fromClusterAttributes(stack, "import", attributes)),
  );
  for (const value of Object.values(values)) {
    expect(value).toMatch(/^\$\{data\.aws_eks_cluster\.import_cluster-data_\w+\./);
  }
  const unused = outputs((stack) => ({
    version: Cluster.fromClusterAttributes(stack, "import", attributes).version,
  }));
  expect(unused.data).toBeUndefined();
});

test("a node group has its ARN, its role and the names of its Auto Scaling groups", () => {
  const { values } = outputs((stack) => {
    const group = new Cluster(stack, "main", clusterProps).addNodeGroup("workers-v1", workers);
    return {
      arn: group.nodeGroupArn,
      role: group.nodeRoleArn,
      groups: group.autoScalingGroupNames,
    };
  });
  expect(values).toEqual({
    arn: expect.stringMatching(/^\$\{aws_eks_node_group\.main_workers-v1_\w+\.arn\}$/),
    role: expect.stringMatching(/^\$\{aws_iam_role\.main_node-role_\w+\.arn\}$/),
    groups: expect.stringMatching(
      /^\$\{flatten\(aws_eks_node_group\.main_workers-v1_\w+\.resources\[\*\]\.autoscaling_groups\[\*\]\.name\)\}$/,
    ),
  });
});

test("a role of pods has its ARN and its name; a target group and a load balancer have the suffix of their ARN", () => {
  const { values } = outputs((stack) => {
    const role = new PodRole(stack, "jobs", {
      cluster: new Cluster(stack, "main", clusterProps),
      roleName: "jobs",
      namespace: "jobs",
      serviceAccount: "jobs",
      statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
    });
    const vpcId = "vpc-0a1";
    return {
      role: role.roleArn,
      name: role.roleName,
      targetGroup: new TargetGroup(stack, "a", { targetGroupName: "web-a", vpcId }).arnSuffix,
      loadBalancer: new ApplicationLoadBalancer(stack, "load-balancer", {
        loadBalancerName: "web",
        vpcId,
        subnetIds: ["subnet-0a1", "subnet-0c1"],
        clientCidrs: { office: "203.0.113.0/24" },
      }).arnSuffix,
    };
  });
  expect(values).toEqual({
    role: "${aws_iam_role.jobs.arn}",
    name: "${aws_iam_role.jobs.name}",
    targetGroup: "${aws_lb_target_group.a.arn_suffix}",
    loadBalancer: "${aws_lb.load-balancer.arn_suffix}",
  });
});

test("the stack of a load balancer has its load balancer, its listeners and its target groups by slot", () => {
  const stack = new TrafficStack(new App({ stackTraces: false }), "beta-webapp", {
    ...loadBalancer,
    environment,
    loadBalancerName: "beta-webapp",
  });
  expect(stack.loadBalancer.loadBalancerName).toBe("beta-webapp");
  expect(Object.keys(stack.targetGroups)).toEqual(["a", "b"]);
  expect(stack.listeners.weights.entries).toEqual([
    ["a", 100],
    ["b", 0],
  ]);
});

const GET_TOKEN = ["eks", "get-token", "--cluster-name", "main"];
const ASSUMED = "arn:aws:iam::123456789012:role/terraform";
const OWN = "arn:aws:iam::123456789012:role/kubernetes";

test.each<[string, AwsConfig, string | undefined, readonly string[]]>([
  ["the region", { region: "ap-northeast-2" }, undefined, ["--region", "ap-northeast-2"]],
  ["nothing that comes from the environment of Terraform", {}, undefined, []],
  [
    "the profile and the assumed role",
    { region: "ap-northeast-2", profile: "beta", assumeRole: [{ roleArn: ASSUMED }] },
    undefined,
    ["--region", "ap-northeast-2", "--profile", "beta", "--role-arn", ASSUMED],
  ],
  [
    "the role that the program gives, not the assumed one",
    { region: "ap-northeast-2", assumeRole: [{ roleArn: ASSUMED }] },
    OWN,
    ["--region", "ap-northeast-2", "--role-arn", OWN],
  ],
])("connections ask for a token with %s", (_, aws, roleArn, args) => {
  const { provider } = outputs((stack) => {
    const cluster = new Cluster(stack, "main", clusterProps);
    new KubernetesProvider(stack, "kubernetes", cluster.kubernetesConnection({ roleArn }));
    new HelmProvider(stack, "helm", cluster.helmConnection({ roleArn }));
    return {};
  }, aws);
  const api = {
    host: "${aws_eks_cluster.main.endpoint}",
    cluster_ca_certificate: "${base64decode(aws_eks_cluster.main.certificate_authority[0].data)}",
  };
  const exec = {
    api_version: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: [...GET_TOKEN, ...args],
  };
  expect(provider.kubernetes).toEqual([{ ...api, exec: [exec] }]);
  expect(provider.helm).toEqual([{ kubernetes: { ...api, exec } }]);
});
