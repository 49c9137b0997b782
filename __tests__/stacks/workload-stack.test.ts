import { cluster, loadBalancer, stackOf, stacksOf, withLoadBalancer } from "./fixtures";

const STACK = "beta-kr-a-workload";

test("a cluster has a stack for what runs inside it where a target group is for it, and else none", () => {
  const fleet = withLoadBalancer({ targetGroups: { a: { cluster: "beta-kr-a" }, b: {} } });
  expect(Object.keys(stacksOf([fleet])).sort()).toEqual(["beta-kr-a", STACK, "beta-kr-b", "beta-webapp"]);
});

test("the Helm provider reaches the cluster by its name, with a token for each call", () => {
  const { data, provider } = stackOf(STACK, [withLoadBalancer()]);
  expect(data.aws_eks_cluster).toEqual({ cluster: { name: "beta-kr-a" } });
  expect(provider.helm).toEqual([
    {
      kubernetes: {
        host: `\${${"data.aws_eks_cluster.cluster.endpoint"}}`,
        cluster_ca_certificate: `\${base64decode(${"data.aws_eks_cluster.cluster.certificate_authority[0].data"})}`,
        exec: {
          api_version: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", "beta-kr-a", "--region", "ap-northeast-2"],
        },
      },
    },
  ]);
});

test("the pods of the service are bound to the target group, which is found by its name", () => {
  const { data, resource } = stackOf(STACK, [withLoadBalancer()]);
  expect(data.aws_lb_target_group).toEqual({
    "target-group-beta-webapp-a": { name: "beta-webapp-a" },
  });
  expect(Object.values(resource.helm_release ?? {})).toMatchObject([
    { name: "aws-load-balancer-tgb-webapp-beta-kr-a", namespace: "webapp" },
  ]);
  const [release] = Object.values(resource.helm_release ?? {});
  expect(release?.values).toEqual([
    JSON.stringify({
      name: "webapp",
      serviceRef: { name: "webapp", port: "http" },
      targetGroupARN: `\${${"data.aws_lb_target_group.target-group-beta-webapp-a.arn"}}`,
      targetType: "ip",
      multiClusterTargetGroup: false,
    }),
  ]);
});

test("a cluster behind two load balancers is bound to both, for two services", () => {
  const api = { ...loadBalancer, service: { namespace: "api", name: "api", port: 8080 } };
  const fleet = { ...withLoadBalancer(), loadBalancers: { "beta-webapp": loadBalancer, "beta-api": api } };
  const { resource } = stackOf(STACK, [fleet]);
  expect(Object.values(resource.helm_release ?? {}).map(({ name }) => name)).toEqual([
    "aws-load-balancer-tgb-api-beta-kr-a",
    "aws-load-balancer-tgb-webapp-beta-kr-a",
  ]);
});

test("what runs in a cluster changes nothing of the cluster's own stack", () => {
  const alone = {
    ...withLoadBalancer(),
    clusters: { "beta-kr-a": cluster, "beta-kr-b": cluster },
    loadBalancers: {},
  };
  expect(stackOf("beta-kr-a", [withLoadBalancer()])).toEqual(stackOf("beta-kr-a", [alone]));
});
