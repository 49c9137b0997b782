import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { AccessPolicy } from "../../../constructs/eks/access-entry";
import { Cluster } from "../../../constructs/eks/cluster";
import { EndpointAccess } from "../../../constructs/eks/endpoint-access";
import { PodRole } from "../../../constructs/eks/pod-role";
import { Namespace } from "../../../constructs/kubernetes/namespace";
import { LaunchTemplate } from "../../../constructs/nodes/launch-template";
import { ApplicationLoadBalancer } from "../../../constructs/traffic/application-load-balancer";
import { CORDON_TAINT } from "../../../upgrade/eks/node-group-phase";
import { problemsOf } from "../../synthesize";
import {
  ADMINISTRATOR,
  clusterProblems,
  problemsAt,
  warningsOf,
  withCluster,
  workersProblems,
} from "./fixtures";

test("a subnet that is named twice is reported", () => {
  expect(clusterProblems({ subnetIds: ["subnet-a", "subnet-c", "subnet-a"] })).toEqual([
    "duplicate subnet subnet-a: expected each once",
  ]);
});

test("a group that Kubernetes reserves is reported, because EKS rejects it", () => {
  const problems = problemsAt(
    "alpha-kr-a/team",
    withCluster({}, (cluster) => {
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        kubernetesGroups: ["system:masters", "team"],
      });
    }),
  );
  expect(problems).toEqual([expect.stringContaining('"system:masters"')]);
});

test("a policy for no namespace is reported: it would be for the whole cluster", () => {
  const problems = problemsOf(
    withCluster({}, (cluster) => {
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        policies: [AccessPolicy.VIEW.in()],
      });
    }),
  );
  expect(problems).toEqual([expect.stringContaining("policies[0]: no namespace of AmazonEKSViewPolicy")]);
});

test("a role without statements is reported, because IAM rejects its policy", () => {
  const problems = problemsOf(
    withCluster({}, (cluster, stack) => {
      new PodRole(stack, "role", {
        cluster,
        roleName: "a",
        namespace: "a",
        serviceAccount: "a",
        statements: [],
      });
    }),
  );
  expect(problems).toContainEqual(expect.stringContaining("statements is empty"));
});

describe("a subnet is named once", () => {
  const subnetIds = ["subnet-a", "subnet-c", "subnet-a"];
  const duplicate = expect.stringContaining("duplicate subnet subnet-a");

  test("by a node group", () => {
    expect(workersProblems({ subnetIds })).toEqual([duplicate]);
  });

  test("by a load balancer", () => {
    expect(
      problemsOf((stack) => {
        new ApplicationLoadBalancer(stack, "webapp", {
          loadBalancerName: "webapp",
          vpcId: "vpc-0a1",
          subnetIds,
          clientCidrs: { world: "0.0.0.0/0" },
        });
      }),
    ).toEqual([duplicate]);
  });

  test("by an imported cluster", () => {
    expect(
      problemsOf((stack) => {
        Cluster.fromClusterAttributes(stack, "prod", { clusterName: "prod", version: "1.34", subnetIds });
      }),
    ).toEqual([duplicate]);
  });
});

describe("private CIDR blocks", () => {
  const blocks = [
    "10.0.0.0/8",
    "10.1.2.0/24",
    "172.16.0.0/12",
    "172.31.0.0/16",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "100.127.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
  ];

  test.each(blocks)("%s is rejected for a public endpoint, because EKS rejects it", (cidr) => {
    expect(clusterProblems({ endpointAccess: EndpointAccess.publicOnly(cidr) })).toEqual([
      expect.stringContaining(`is "${cidr}": expected a public block`),
    ]);
  });

  test.each(["8.0.0.0/8", "172.32.0.0/16", "100.128.0.0/16", "198.51.100.7/32"])("%s is public", (cidr) => {
    expect(clusterProblems({ endpointAccess: EndpointAccess.publicOnly(cidr) })).toEqual([]);
  });

  test("clients of an internet-facing load balancer: a warning, because nothing is broken", () => {
    const warnings = (scheme: "internal" | "internet-facing") =>
      warningsOf((stack) => {
        new ApplicationLoadBalancer(stack, "webapp", {
          loadBalancerName: "webapp",
          vpcId: "vpc-0a1",
          subnetIds: ["subnet-a", "subnet-c"],
          clientCidrs: { office: "10.0.0.0/8" },
          scheme,
        });
      });
    expect(warnings("internet-facing")).toEqual([expect.stringContaining("10.0.0.0/8")]);
    expect(warnings("internal")).toEqual([]);
  });
});

describe("the processor of an instance type is that of the AMI", () => {
  test.each([
    [{ instanceTypes: ["m7g.large"] }, ["m7g.large"]],
    [{ instanceTypes: ["m6i.large", "c6gn.xlarge", "a1.large"] }, ["c6gn.xlarge", "a1.large"]],
    [{ instanceTypes: ["g5g.xlarge", "g6e.xlarge"], amiType: "AL2023_ARM_64_NVIDIA" }, ["g6e.xlarge"]],
    [
      {
        instanceTypes: ["m6i.large", "m7g.large"],
        launchTemplate: LaunchTemplate.managed({
          imageId: "ami-1",
          rootDeviceName: "/dev/xvda",
          userData: "#!",
        }),
      },
      ["m7g.large"],
    ],
  ] as const)("%j: %j is rejected", (options, wrong) => {
    expect(workersProblems(options)).toEqual(
      wrong.map((type) => expect.stringContaining(`an instance type is "${type}", which has the processor`)),
    );
  });

  test.each([
    { instanceTypes: ["m7gd.large", "x2gd.large", "im4gn.large"], amiType: "BOTTLEROCKET_ARM_64" },
    { instanceTypes: ["m6i.large", "g4dn.xlarge", "trn1n.32xlarge", "u7i-6tb.112xlarge"] },
  ] as const)("%j is accepted", (options) => {
    expect(workersProblems(options)).toEqual([]);
  });
});

test("a name that the catalog does not know is a warning with the name that is near", () => {
  const warnings = warningsOf(
    withCluster({}, (cluster) => {
      cluster.addAddon("vpc_cni", { addonVersion: "v1.23.1-eksbuild.1" });
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        policies: [AccessPolicy.of("AmazonEKSVeiwPolicy"), AccessPolicy.of("AmazonEKSSecretReaderPolicy")],
      });
    }),
  );
  expect(warnings).toEqual([
    expect.stringContaining('Did you mean "vpc-cni"?'),
    expect.stringContaining('Did you mean "AmazonEKSViewPolicy"?'),
  ]);
});

describe("labels and taints that Kubernetes or EKS rejects", () => {
  const long = "a".repeat(64);
  test.each<Readonly<Record<string, string>>>([
    { "team/a/b": "x" },
    { "-team": "x" },
    { [long]: "x" },
    { "Example.com/team": "x" },
    { "": "x" },
    { team: "a b" },
    { team: "a-" },
    { team: long },
    { team: "" },
    { "node-role.kubernetes.io/worker": "x" },
    { "eks.amazonaws.com/team": "x" },
    { [`${"a".repeat(30)}.example.com/${"b".repeat(40)}`]: "x" },
  ])("labels %j of a node group", (labels) => {
    expect(workersProblems({ labels })).toEqual([expect.stringContaining("labels has ")]);
  });

  test("labels that a kubelet sets, and those of a program, are accepted", () => {
    expect(
      workersProblems({
        labels: { "node.kubernetes.io/pool": "a", "example.com/team_a.b": "A-1", team: "a" },
      }),
    ).toEqual([]);
  });

  test("an adopted group keeps the labels that it has", () => {
    expect(workersProblems({ adopted: true, labels: { "node-role.kubernetes.io/worker": "" } })).toEqual([]);
  });

  test.each([
    [{ key: "a b", effect: "NO_SCHEDULE" }],
    [{ key: "team", value: "a b", effect: "NO_SCHEDULE" }],
    [{ key: CORDON_TAINT.key, effect: "NO_EXECUTE" }],
  ] as const)("taint %j of a node group", (taint) => {
    expect(workersProblems({ taints: [taint] })).toEqual([expect.stringContaining("taints has ")]);
  });

  test("a taint that is given twice", () => {
    const taint = { key: "team", effect: "NO_SCHEDULE" } as const;
    expect(workersProblems({ taints: [taint, { ...taint, effect: "NO_EXECUTE" }] })).toEqual([]);
    expect(workersProblems({ taints: [taint, { ...taint, value: "a" }] })).toEqual([
      expect.stringContaining("duplicate team:NO_SCHEDULE in taints"),
    ]);
  });

  test("labels and annotations of a namespace. A value of an annotation can have any form", () => {
    expect(
      problemsOf((stack) => {
        new KubernetesProvider(stack, "kubernetes", {});
        new Namespace(stack, "webapp", {
          name: "",
          labels: { "a b": "x", team: "a b", "istio-injection": "" },
          annotations: { "a b": "x", team: "a b" },
        });
      }),
    ).toEqual([
      expect.stringContaining('the name of the namespace is ""'),
      expect.stringContaining('labels has "a b"'),
      expect.stringContaining('labels has team="a b"'),
      expect.stringContaining('annotations has "a b"'),
    ]);
  });
});

test("a name, a namespace, an action or a resource that is empty is reported", () => {
  const problems = problemsOf(
    withCluster({}, (cluster, stack) => {
      Cluster.fromClusterAttributes(stack, "prod", { clusterName: "", version: "1.34" });
      cluster.addAccessEntry("team", {
        principalArn: ADMINISTRATOR.replace("platform", "team"),
        policies: [AccessPolicy.VIEW.in("")],
      });
      cluster.addPodIdentityAssociation("webapp", {
        namespace: "",
        serviceAccount: "",
        roleArn: ADMINISTRATOR,
      });
      new PodRole(stack, "pods", {
        cluster,
        roleName: "a",
        namespace: "a",
        serviceAccount: "a",
        statements: [{ actions: [], resources: [""] }],
      });
    }),
  );
  expect(problems).toEqual([
    expect.stringMatching(/alpha-kr-a\/team\] .*a namespace of AmazonEKSViewPolicy is ""/),
    expect.stringMatching(/alpha-kr-a\/webapp\] the namespace is ""/),
    expect.stringMatching(/alpha-kr-a\/webapp\] the service account is ""/),
    expect.stringMatching(/prod\] the name of the cluster is ""/),
    expect.stringMatching(/pods\] statements\[0\].actions is empty/),
    expect.stringMatching(/pods\] one of statements\[0\].resources is ""/),
  ]);
});
