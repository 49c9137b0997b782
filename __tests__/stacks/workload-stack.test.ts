import type { Environment, LoadBalancerSettings } from "../../stacks/environment";
import type { ClusterSettings } from "../../upgrade/fleet/settings";
import {
  cluster,
  loadBalancer,
  problemsOf,
  type Stack,
  stackOf,
  stacksOf,
  withCluster,
  withLoadBalancer,
  workers,
} from "./fixtures";

const STACK = "beta-kr-a-workload";

test("a cluster has an in-cluster stack only if a target group is for it", () => {
  const fleet = withLoadBalancer({ targetGroups: { a: { cluster: "beta-kr-a" }, b: {} } });
  expect(Object.keys(stacksOf([fleet])).sort()).toEqual(["beta-kr-a", STACK, "beta-kr-b", "beta-webapp"]);
});

test("the Helm provider finds the cluster by its name, with a token for each call", () => {
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
    '{"recreation":"${local.binding-beta-webapp-a_live_recreation_971B9F2E}"}',
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

test("in-cluster resources change nothing in the cluster stack", () => {
  const alone = {
    ...withLoadBalancer(),
    clusters: { "beta-kr-a": cluster, "beta-kr-b": cluster },
    loadBalancers: {},
  };
  expect(stackOf("beta-kr-a", [withLoadBalancer()])).toEqual(stackOf("beta-kr-a", [alone]));
});

const withAgent = { ...cluster.addons, "eks-pod-identity-agent": "v1.4.0-eksbuild.1" };

/** beta-kr-a with these changes, behind a load balancer with those. */
function bound(
  changes: Partial<ClusterSettings>,
  loadBalancerChanges: Partial<LoadBalancerSettings> = {},
): Environment {
  return {
    ...withLoadBalancer(loadBalancerChanges),
    clusters: { "beta-kr-a": { ...cluster, addons: withAgent, ...changes }, "beta-kr-b": cluster },
  };
}

const releasesOf = ({ resource }: Stack) =>
  Object.fromEntries(
    Object.entries(resource.helm_release ?? {}).map(([id, { name, depends_on = [] }]) => [
      id,
      [name, depends_on],
    ]),
  );

const LABELS: Readonly<Record<string, string>> = {
  webapp: "namespace-webapp_labels_ADC6A66C",
  "istio-system": "namespace-istio-system_labels_FEE8D24E",
};
const namespaceOf = (name: string) => [
  `kubernetes_namespace_v1.namespace-${name}`,
  `kubernetes_labels.${LABELS[name]}`,
];

test("a binding is created after the controller, its guard and its namespace, and so destroyed before them", () => {
  const fleet = bound({ loadBalancerController: "3.5.0", namespaces: ["webapp"] });
  const stack = stackOf(STACK, [fleet]);
  expect(releasesOf(stack)).toEqual({
    "load-balancer-controller_crds_3FE4D0CC": ["aws-load-balancer-controller-crds", []],
    "load-balancer-controller": [
      "aws-load-balancer-controller",
      ["helm_release.load-balancer-controller_crds_3FE4D0CC"],
    ],
    "load-balancer-controller_guard_84E1242A": [
      "aws-load-balancer-controller-guard",
      ["helm_release.load-balancer-controller", ...namespaceOf("webapp")],
    ],
    "binding-beta-webapp-a": [
      "aws-load-balancer-tgb-webapp-beta-kr-a",
      ["helm_release.load-balancer-controller_guard_84E1242A", ...namespaceOf("webapp")],
    ],
  });
  expect(stack.resource.helm_release?.["load-balancer-controller"]).toMatchObject({
    version: "3.5.0",
    wait: true,
  });
});

test("in a created namespace the controller delays the readiness of the pods", () => {
  const { resource, provider } = stackOf(STACK, [bound({ namespaces: ["webapp"] })]);
  expect(resource.kubernetes_namespace_v1).toEqual({
    "namespace-webapp": {
      metadata: { name: "webapp" },
      lifecycle: { ignore_changes: ["metadata[0].labels", "metadata[0].annotations"] },
    },
  });
  expect(Object.values(resource.kubernetes_labels ?? {})).toEqual([
    {
      api_version: "v1",
      kind: "Namespace",
      metadata: { name: "webapp" },
      field_manager: "cdktf-eks-upgrade-labels",
      force: true,
      labels: { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" },
      depends_on: ["kubernetes_namespace_v1.namespace-webapp"],
    },
  ]);
  expect(resource.kubernetes_annotations).toBeUndefined();
  expect(provider.kubernetes).toMatchObject([
    { exec: [{ command: "aws", args: expect.arrayContaining(["beta-kr-a"]) }] },
  ]);
});

test("a namespace has the labels and annotations of the fleet file, and can exist already", () => {
  const labels = { "istio-injection": "enabled", "elbv2.k8s.aws/pod-readiness-gate-inject": "disabled" };
  const annotations = { "example.com/team": "web" };
  const namespaces = [{ name: "webapp", labels, annotations, adopted: true as const }];
  const { resource, import: imports } = stackOf(STACK, [bound({ namespaces })]);
  expect(Object.values(resource.kubernetes_labels ?? {})).toMatchObject([{ labels }]);
  expect(Object.values(resource.kubernetes_annotations ?? {})).toMatchObject([{ annotations }]);
  // With one owner for both, Kubernetes would remove the labels when the annotations are applied.
  const owners = [resource.kubernetes_labels, resource.kubernetes_annotations].flatMap((all) =>
    Object.values(all ?? {}).map(({ field_manager: owner }) => owner),
  );
  expect(new Set(owners).size).toBe(2);
  expect(imports).toEqual([{ id: "webapp", to: "kubernetes_namespace_v1.namespace-webapp" }]);
});

test("the controllers have the chart repositories and values of the fleet file", () => {
  const repository = "oci://registry.example.com/charts";
  const values = { image: { repository: "registry.example.com/autoscaler" } };
  const fleet = bound({
    loadBalancerController: "3.5.0",
    clusterAutoscaler: "1.34.0",
    controllerOptions: { loadBalancerController: { repository }, clusterAutoscaler: { values } },
  });
  const { resource } = stackOf(STACK, [fleet]);
  expect(resource.helm_release?.["load-balancer-controller"]?.repository).toBe(repository);
  expect([resource.helm_release?.["cluster-autoscaler"]?.values].flat().at(-1)).toBe(JSON.stringify(values));
});

test("the controllers' roles are in the cluster stack, and only their pods can assume them", () => {
  const fleet = bound({ loadBalancerController: "3.5.0", clusterAutoscaler: "1.34.0" });
  const { resource } = stackOf("beta-kr-a", [fleet]);
  const role = resource.aws_iam_role?.["load-balancer-controller"];
  expect(role?.name).toBe("beta-kr-a-load-balancer-controller");
  expect(JSON.parse(String(role?.assume_role_policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Principal: { Service: "pods.eks.amazonaws.com" },
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": "beta-kr-a",
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": "aws-load-balancer-controller",
          },
        },
      },
    ],
  });
  expect(
    Object.values(resource.aws_eks_pod_identity_association ?? {}).map((each) => [
      each.namespace,
      each.service_account,
      each.role_arn,
    ]),
  ).toEqual([
    ["kube-system", "cluster-autoscaler", "${aws_iam_role.cluster-autoscaler.arn}"],
    ["kube-system", "aws-load-balancer-controller", "${aws_iam_role.load-balancer-controller.arn}"],
  ]);
  expect(Object.keys(resource.aws_iam_role_policy ?? {})).toEqual([
    expect.stringMatching(/^cluster-autoscaler_policy_/),
    expect.stringMatching(/^cluster_role_secrets-key_/),
    expect.stringMatching(/^load-balancer-controller_policy_/),
  ]);
});

test("a target group names the cluster whose controller can change its targets", () => {
  const fleet = withLoadBalancer({
    targetGroups: { a: { cluster: "beta-kr-a" }, default: {} },
    weights: { a: 1 },
  });
  const groups = stackOf("beta-webapp", [fleet]).resource.aws_lb_target_group ?? {};
  expect(Object.entries(groups).map(([id, { tags }]) => [id, tags])).toEqual([
    ["target-group-a", { "elbv2.k8s.aws/cluster": "beta-kr-a" }],
    ["target-group-default", undefined],
  ]);
});

test("the binding has the networking of a service, and the controller's role can then open security groups", () => {
  const networking = { securityGroupIds: ["sg-0a1b2c3d"], ports: [8080] };
  const service = { ...loadBalancer.service, networking };
  const stacks = stacksOf([bound({ loadBalancerController: "3.5.0" }, { service })]);
  const [values] = [stacks[STACK]?.resource.helm_release?.["binding-beta-webapp-a"]?.values].flat();
  expect(JSON.parse(String(values))).toMatchObject({ networking });
  const policies = Object.entries(stacks["beta-kr-a"]?.resource.aws_iam_role_policy ?? {});
  const [, policy] = policies.find(([id]) => id.startsWith("load-balancer-controller")) ?? [];
  expect(policy?.policy).toContain("ec2:AuthorizeSecurityGroupIngress");
});

test("a release is created after the releases that it names, and after its created namespace", () => {
  const istio = {
    repository: "https://istio-release.storage.googleapis.com/charts",
    chartVersion: "1.29.0",
    namespace: "istio-system",
  };
  const fleet = withCluster({
    namespaces: ["istio-system"],
    releases: {
      istiod: { ...istio, chart: "istiod", after: ["istio-base"], values: { revision: "1-29" } },
      "istio-base": { ...istio, chart: "base" },
    },
  });
  const stack = stackOf(STACK, [fleet]);
  expect(releasesOf(stack)).toEqual({
    "release-istio-base": ["istio-base", namespaceOf("istio-system")],
    "release-istiod": ["istiod", ["helm_release.release-istio-base", ...namespaceOf("istio-system")]],
  });
  expect(stack.resource.helm_release?.["release-istiod"]).toMatchObject({
    chart: "istiod",
    version: "1.29.0",
    values: ['{"revision":"1-29"}'],
  });
});

const release = {
  repository: "https://charts.example.com",
  chart: "app",
  chartVersion: "1.0.0",
  namespace: "apps",
} as const;

test.each<[string, Partial<ClusterSettings>, readonly string[]]>([
  [
    "controllers without the Pod Identity agent",
    { addons: cluster.addons, loadBalancerController: "3.5.0", clusterAutoscaler: "1.34.0" },
    [
      "[beta-kr-a] cluster beta-kr-a runs the load-balancer-controller, which gets its IAM role from the add-on eks-pod-identity-agent, but does not have that add-on. Add it, apply this stack, then the in-cluster stack",
      "[beta-kr-a] cluster beta-kr-a runs the cluster-autoscaler, which gets its IAM role from the add-on eks-pod-identity-agent, but does not have that add-on. Add it, apply this stack, then the in-cluster stack",
    ],
  ],
  [
    "namespaces that cannot be created",
    { namespaces: ["webapp", "webapp", "Web", "default"] },
    [
      `[${STACK}] duplicate namespace "webapp"`,
      `[${STACK}] Kubernetes creates the namespace "default": remove it from namespaces`,
      `[${STACK}/namespace-Web] the name of the namespace is "Web": expected 1 to 63 lowercase letters, digits and hyphens`,
    ],
  ],
  [
    "a release after an unknown release",
    { releases: { one: release, two: { ...release, after: ["on"] } } },
    [
      `[${STACK}] release two of cluster beta-kr-a comes after on, which does not exist: expected one of one, two`,
    ],
  ],
  [
    "releases that wait for one another",
    {
      releases: {
        one: { ...release, after: ["two"] },
        two: { ...release, after: ["one"] },
        three: { ...release, after: ["one"] },
      },
    },
    [
      `[${STACK}] the releases one, two, three of cluster beta-kr-a wait for one another in a circle. Remove one from the "after" of another`,
    ],
  ],
  [
    "a release that a property already creates",
    { releases: { "cluster-autoscaler": release } },
    [
      `[${STACK}] release cluster-autoscaler of cluster beta-kr-a is managed by clusterAutoscaler, which also creates its IAM role. Use that property`,
    ],
  ],
])("fails for %s", (_, changes, problems) => {
  expect(problemsOf([withCluster({ addons: withAgent, ...changes })])).toEqual(problems);
});

/** Two load balancers whose target groups have one name, "beta-webapp-a-b", for these two clusters. */
const longName = "webapp-for-everybody-and-more";

test.each<[string, Environment, readonly string[]]>([
  [
    "the name of a release over Helm's 53 characters",
    withLoadBalancer({ service: { namespace: "webapp", name: longName, port: "http" } }),
    [
      '[beta-kr-a-workload/binding-beta-webapp-a] the name of the release is "aws-load-balancer-tgb-webapp-for-everybody-and-more-beta-kr-a" (61 characters): expected 1 to 53 lowercase letters, digits and hyphens',
      '[beta-kr-b-workload/binding-beta-webapp-b] the name of the release is "aws-load-balancer-tgb-webapp-for-everybody-and-more-beta-kr-b" (61 characters): expected 1 to 53 lowercase letters, digits and hyphens',
    ],
  ],
  [
    "a binding without a service",
    withLoadBalancer({ service: { namespace: "webapp", name: "", port: "http" } }),
    [
      '[beta-kr-a-workload/binding-beta-webapp-a] the name of the service is "": expected 1 to 63 lowercase letters, digits and hyphens that begin with a letter',
      '[beta-kr-b-workload/binding-beta-webapp-b] the name of the service is "": expected 1 to 63 lowercase letters, digits and hyphens that begin with a letter',
    ],
  ],
  [
    "a drain without other nodes",
    withCluster({
      nodeGroups: {
        "workers-v1": { ...workers, version: "1.34", phase: "draining" },
        "workers-v2": { ...workers, version: "1.34", phase: "cordoned" },
      },
    }),
    [
      "[beta-kr-a] cluster beta-kr-a drains workers-v1, but has no active node group for the pods. Add one with as many nodes, or keep one active",
    ],
  ],
])("fails for %s", (_, fleet, problems) => {
  expect(problemsOf([fleet])).toEqual(problems);
});

test("a release whose usual name is too long can have its own name", () => {
  const service = { namespace: "webapp", name: longName, port: "http" };
  const targetGroups = { a: { cluster: "beta-kr-a", releaseName: "tgb-everybody-beta-kr-a" } };
  const stack = stackOf(STACK, [withLoadBalancer({ service, targetGroups, weights: { a: 1 } })]);
  expect(releasesOf(stack)).toEqual({ "binding-beta-webapp-a": ["tgb-everybody-beta-kr-a", []] });
});

test("a drain is accepted if other node groups are declared elsewhere", () => {
  const nodeGroups = { "workers-v1": { ...workers, version: "1.34", phase: "draining" } } as const;
  expect(stackOf("beta-kr-a", [withCluster({ nodeGroups, otherNodeGroups: ["gpu-*"] })])).toBeDefined();
});

describe("the identity of a cluster", () => {
  const active = (name: string) => ({ ...withLoadBalancer(), activeClusters: { "beta-kr": name } });
  const identitiesOf = (fleet: Environment) =>
    Object.fromEntries(
      Object.entries(stacksOf([fleet])).flatMap(([stack, { resource }]) =>
        Object.values(resource.kubernetes_config_map_v1 ?? {}).map(({ metadata, data }) => [
          stack,
          { metadata, data },
        ]),
      ),
    );

  test("has its name, and whether it is the active one of its group", () => {
    const metadata = { name: "cluster-identity", namespace: "kube-public" };
    const data = { name: "beta-kr-a", group: "beta-kr", slot: "a", active: "true" };
    expect(identitiesOf(active("beta-kr-a"))).toEqual({
      "beta-kr-a-workload": { metadata, data },
      "beta-kr-b-workload": {
        metadata,
        data: { ...data, name: "beta-kr-b", slot: "b", active: "false" },
      },
    });
  });

  test("is passive in all of them if none is active, and is left out if nothing is set", () => {
    const states = Object.values(identitiesOf(active("none"))).map(({ data }) => data);
    expect(states).toMatchObject([{ active: "false" }, { active: "false" }]);
    expect(identitiesOf(withLoadBalancer())).toEqual({});
  });

  test("can be read by every service account, which gets no other permission", () => {
    const { resource } = stackOf(STACK, [active("none")]);
    expect(Object.values(resource.kubernetes_role_v1 ?? {})).toEqual([
      {
        metadata: { name: "cluster-identity-reader", namespace: "kube-public" },
        rule: [
          {
            api_groups: [""],
            resources: ["configmaps"],
            resource_names: ["cluster-identity"],
            verbs: ["get"],
          },
        ],
      },
    ]);
    expect(Object.values(resource.kubernetes_role_binding_v1 ?? {})).toMatchObject([
      { subject: [{ kind: "Group", name: "system:serviceaccounts" }] },
    ]);
  });

  test("does not follow the weights", () => {
    const withWeights = (a: number, b: number) =>
      identitiesOf({
        ...active("beta-kr-a"),
        loadBalancers: { "beta-webapp": { ...loadBalancer, weights: { a, b } } },
      });
    expect(withWeights(0, 100)).toEqual(withWeights(100, 0));
  });

  test.each<[Readonly<Record<string, string>>, string]>([
    [
      { "beta-kr": "beta-kr-c" },
      'the active cluster of beta-kr is "beta-kr-c": expected one of beta-kr-a, beta-kr-b, or "none"',
    ],
    [
      { "beta-uk": "none" },
      'activeClusters names "beta-uk", but no cluster has that common name ("alpha-kr" is the common name of alpha-kr-a and alpha-kr-b). The clusters are beta-kr-a, beta-kr-b',
    ],
  ])("fails with %j", (activeClusters, problem) => {
    expect(problemsOf([{ ...withLoadBalancer(), activeClusters }])).toEqual([problem]);
  });
});
