import { Cluster } from "../../../constructs/eks/cluster";
import { ControlPlaneLogs } from "../../../constructs/eks/control-plane-logs";
import { EndpointAccess } from "../../../constructs/eks/endpoint-access";
import { SecretsEncryption } from "../../../constructs/eks/secrets-encryption";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { BEFORE_OLDEST, NEWEST, NEXT, OLDEST, WITH_NEXT } from "../../fixtures/minors";
import { problemsOf, synthesize } from "../../synthesize";
import {
  ADMINISTRATOR,
  clusterOf,
  clusterProblems,
  clusterProps,
  only,
  withCluster,
  workers,
} from "./fixtures";

describe("a cluster with only the required properties", () => {
  const cluster = clusterOf();

  test.each([
    ["has its id as its name", { name: "alpha-kr-a" }],
    ["has the version that is required", { version: "1.34" }],
    [
      "is reached from its VPC alone",
      {
        vpc_config: {
          subnet_ids: ["subnet-a", "subnet-c"],
          endpoint_private_access: true,
          endpoint_public_access: false,
        },
      },
    ],
    [
      "gives access to its access entries, not to its creator",
      { access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false } },
    ],
    ["has no add-ons that EKS installs by itself", { bootstrap_self_managed_addons: false }],
    [
      "is not replaced because of a property that is only set at creation",
      {
        lifecycle: {
          ignore_changes: [
            "access_config[0].bootstrap_cluster_creator_admin_permissions",
            "bootstrap_self_managed_addons",
          ],
        },
      },
    ],
    ["is not upgraded by EKS when standard support ends", { upgrade_policy: { support_type: "EXTENDED" } }],
    [
      "logs all there is to log",
      { enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"] },
    ],
    [
      "cannot be deleted, and says so in a tag",
      { deletion_protection: true, tags: { "cdktf-eks-upgrade/protected": "true" } },
    ],
  ])("%s", (_what, attributes) => {
    expect(cluster).toMatchObject(attributes);
  });

  test("never forces an update", () => {
    expect(cluster).not.toHaveProperty("force_update_version");
  });
});

test("secrets are encrypted with a key of the cluster, which its role can use", () => {
  const synthesized = synthesize(withCluster());
  const [address] = Object.keys(synthesized.resource.aws_kms_key ?? {});
  expect(only(synthesized, "aws_kms_key")).toEqual({
    description: "Kubernetes secrets of the EKS cluster alpha-kr-a",
    enable_key_rotation: true,
    deletion_window_in_days: 30,
  });
  expect(only(synthesized, "aws_kms_alias")).toEqual({
    name: "alias/eks/alpha-kr-a",
    target_key_id: `\${aws_kms_key.${address}.key_id}`,
  });
  expect(only(synthesized, "aws_eks_cluster").encryption_config).toEqual({
    provider: { key_arn: `\${aws_kms_key.${address}.arn}` },
    resources: ["secrets"],
  });
  expect(JSON.parse(String(only(synthesized, "aws_iam_role_policy").policy)).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
      Resource: `\${aws_kms_key.${address}.arn}`,
    },
  ]);
});

test("an existing key is used, and no key is created", () => {
  const keyArn = "arn:aws:kms:ap-northeast-2:123456789012:key/1234";
  const synthesized = synthesize(withCluster({ secretsEncryption: SecretsEncryption.withKey(keyArn) }));
  expect(only(synthesized, "aws_eks_cluster").encryption_config).toMatchObject({
    provider: { key_arn: keyArn },
  });
  expect(synthesized.resource).not.toHaveProperty("aws_kms_key");
  expect(only(synthesized, "aws_iam_role_policy").policy).toContain(keyArn);
});

test("an adopted cluster without a key stays without one", () => {
  const { resource } = synthesize(withCluster({ secretsEncryption: SecretsEncryption.NONE }));
  expect(Object.keys(resource)).not.toEqual(expect.arrayContaining(["aws_kms_key"]));
  expect(resource).not.toHaveProperty("aws_iam_role_policy");
  expect(clusterOf({ secretsEncryption: SecretsEncryption.NONE })).not.toHaveProperty("encryption_config");
});

test("the log group, its retention and the role's policies are created before the cluster", () => {
  const synthesized = synthesize(withCluster());
  const before = [
    "aws_cloudwatch_log_group",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
  ].flatMap((type) => Object.keys(synthesized.resource[type] ?? {}).map((address) => `${type}.${address}`));
  expect(only(synthesized, "aws_cloudwatch_log_group")).toEqual({
    name: "/aws/eks/alpha-kr-a/cluster",
    retention_in_days: 90,
  });
  expect([...(only(synthesized, "aws_eks_cluster").depends_on as string[])].sort()).toEqual(
    [...before].sort(),
  );
});

test("logs go into an existing log group if the code says so", () => {
  const logs = ControlPlaneLogs.intoExistingLogGroup(["audit"]);
  const synthesized = synthesize(withCluster({ logs }));
  expect(synthesized.resource).not.toHaveProperty("aws_cloudwatch_log_group");
  expect(only(synthesized, "aws_eks_cluster").enabled_cluster_log_types).toEqual(["audit"]);
});

describe("deletion protection", () => {
  const tag = { "cdktf-eks-upgrade/protected": "true" };
  const open = { "cdktf-eks-upgrade/protected": "false" };

  test.each([
    [{}, true, tag],
    [{ deletionProtection: "enabled" }, true, tag],
    [{ deletionProtection: "disabled" }, false, open],
    [{ deletionProtection: "enabled", protectedBy: "tag" }, undefined, tag],
    [{ deletionProtection: "disabled", protectedBy: "tag" }, undefined, open],
    [{ adopted: true }, undefined, undefined],
    [{ adopted: true, deletionProtection: "enabled" }, true, tag],
  ] as const)("%j is written as the attribute and the tag", (props, attribute, tags) => {
    const cluster = clusterOf(props);
    expect(cluster.deletion_protection).toBe(attribute);
    expect(cluster.tags).toEqual(tags);
  });
});

test.each([
  [
    "publicAndPrivate",
    EndpointAccess.publicAndPrivate("203.0.113.0/24", "198.51.100.7/32"),
    {
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.0/24", "198.51.100.7/32"],
    },
  ],
  [
    "publicOnly",
    EndpointAccess.publicOnly("203.0.113.0/24"),
    { endpoint_private_access: false, endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] },
  ],
])(
  "EndpointAccess.%s opens the endpoint to the networks that it names",
  (_name, endpointAccess, attributes) => {
    expect(clusterOf({ endpointAccess }).vpc_config).toMatchObject(attributes);
  },
);

test.each([
  ["clusterName", { clusterName: "other" }, { name: "other" }],
  ["supportType", { supportType: "STANDARD" }, { upgrade_policy: { support_type: "STANDARD" } }],
  ["securityGroupIds", { securityGroupIds: ["sg-1"] }, { vpc_config: { security_group_ids: ["sg-1"] } }],
  ["version as a value", { version: KubernetesVersion.V1_33 }, { version: "1.33" }],
  [
    "authenticationMode",
    { authenticationMode: "API_AND_CONFIG_MAP" },
    { access_config: { authentication_mode: "API_AND_CONFIG_MAP" } },
  ],
] as const)("%s reaches the resource", (_name, props, attributes) => {
  expect(clusterOf(props)).toMatchObject(attributes);
});

describe("roles", () => {
  test("are created with the permissions boundary that is given", () => {
    const boundary = "arn:aws:iam::123456789012:policy/boundary";
    const { resource } = synthesize(
      withCluster({ permissionsBoundaryArn: boundary }, (cluster) =>
        cluster.addNodeGroup("workers-v1", workers),
      ),
    );
    expect(
      Object.values(resource.aws_iam_role ?? {}).map(({ name, permissions_boundary }) => [
        name,
        permissions_boundary,
      ]),
    ).toEqual([
      ["alpha-kr-a-node", boundary],
      ["alpha-kr-a-cluster", boundary],
    ]);
  });

  test("are created without a boundary by default", () => {
    const { resource } = synthesize(withCluster());
    expect(Object.values(resource.aws_iam_role ?? {})[0]).not.toHaveProperty("permissions_boundary");
  });

  test("trust the service that assumes them", () => {
    const { resource } = synthesize(
      withCluster({}, (cluster) => cluster.addNodeGroup("workers-v1", workers)),
    );
    const services = Object.values(resource.aws_iam_role ?? {}).map(
      (role) => JSON.parse(String(role.assume_role_policy)).Statement[0].Principal.Service,
    );
    expect(services).toEqual([
      expect.stringMatching(/^ec2\.\$\{data\.aws_partition\..*\.dns_suffix\}$/),
      "eks.amazonaws.com",
    ]);
  });

  test("that are given are used, and none is created", () => {
    const roles = {
      clusterRoleArn: "arn:aws:iam::123456789012:role/eks",
      nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
    };
    const synthesized = synthesize(
      withCluster({ roles }, (cluster) => cluster.addNodeGroup("workers-v1", workers)),
    );
    expect(Object.keys(synthesized.resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
    expect(only(synthesized, "aws_eks_cluster").role_arn).toBe(roles.clusterRoleArn);
    expect(only(synthesized, "aws_eks_node_group").node_role_arn).toBe(roles.nodeRoleArn);
  });

  test("of nodes are created once for all groups, with the first group", () => {
    const addresses = (groups: readonly string[]) =>
      Object.keys(
        synthesize(
          withCluster({}, (cluster) => groups.forEach((id) => void cluster.addNodeGroup(id, workers))),
        ).resource.aws_iam_role ?? {},
      ).filter((address) => address.includes("node-role"));
    expect(addresses([])).toHaveLength(0);
    expect(addresses(["workers-v1", "workers-v2"])).toHaveLength(1);
  });
});

describe("administrators", () => {
  test("each get an access entry with the administrator's policy for the whole cluster", () => {
    const synthesized = synthesize(withCluster());
    const [entry] = Object.keys(synthesized.resource.aws_eks_access_entry ?? {});
    expect(only(synthesized, "aws_eks_access_entry").principal_arn).toBe(ADMINISTRATOR);
    expect(only(synthesized, "aws_eks_access_policy_association")).toMatchObject({
      principal_arn: `\${aws_eks_access_entry.${entry}.principal_arn}`,
      policy_arn: expect.stringMatching(
        /^arn:\$\{.*\.partition\}:eks::aws:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/,
      ),
      access_scope: { type: "cluster" },
    });
  });

  test("that are named twice get one entry", () => {
    only(synthesize(withCluster({ administrators: [ADMINISTRATOR, ADMINISTRATOR] })), "aws_eks_access_entry");
  });

  test("are not required and get no entries if the ConfigMap controls access", () => {
    const props = { authenticationMode: "CONFIG_MAP", administrators: [] } as const;
    expect(clusterProblems(props)).toEqual([]);
    expect(synthesize(withCluster(props)).resource).not.toHaveProperty("aws_eks_access_entry");
  });
});

const unknownVersion = (version: string) =>
  `cluster alpha-kr-a has Kubernetes ${version}: the catalog of EKS versions has ${OLDEST} to ${NEWEST}. Use one of these, or add ${version} to a catalog file of your own if EKS has it by now (kubernetes-version-known)`;
const malformedVersion = (text: string, advice: string) =>
  `version: "${text}" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"${advice}`;
const badName = (name: string, length = "") =>
  `the name of the cluster is "${name}"${length}: expected 1 to 100 letters, digits, hyphens and underscores that begin with a letter or a digit`;
const badCidr = (cidr: string) =>
  `a CIDR block of the public endpoint is "${cidr}": expected an IPv4 CIDR block like "203.0.113.0/24"`;
const roles = {
  clusterRoleArn: "arn:aws:iam::123456789012:role/eks",
  nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
};

test.each([
  ["a version with a patch", { version: "1.34.2" }, [malformedVersion("1.34.2", '; write "1.34"')]],
  ["a version with a v", { version: "v1.34" }, [malformedVersion("v1.34", '; write "1.34"')]],
  ["no version", { version: "" }, [malformedVersion("", "")]],
  ["a version that EKS does not have", { version: "1.99" }, [unknownVersion("1.99")]],
  ["a version before EKS's first", { version: BEFORE_OLDEST }, [unknownVersion(BEFORE_OLDEST)]],
  ["the oldest version", { version: OLDEST }, []],
  ["the newest version", { version: NEWEST }, []],
  ["no name", { clusterName: "", roles }, [badName("")]],
  [
    "a name of 101 letters",
    { clusterName: "a".repeat(101), roles },
    [badName("a".repeat(101), " (101 characters)")],
  ],
  ["a name of 100 letters and roles that are given", { clusterName: "a".repeat(100), roles }, []],
  ["a name that begins with a hyphen", { clusterName: "-a" }, [badName("-a")]],
  ["a name with a dot", { clusterName: "a.b" }, [badName("a.b")]],
  [
    "one subnet",
    { subnetIds: ["subnet-a"] },
    ["the number of subnetIds is 1: expected at least 2, in different availability zones"],
  ],
  [
    "no subnet",
    { subnetIds: [] },
    ["the number of subnetIds is 0: expected at least 2, in different availability zones"],
  ],
  [
    "no administrator",
    { administrators: [] },
    [
      "administrators is empty: nobody could administer the cluster, because EKS gives its creator no access. Name at least one IAM role or user",
    ],
  ],
  [
    "administrators together with the ConfigMap",
    { authenticationMode: "CONFIG_MAP" },
    [
      "authenticationMode is CONFIG_MAP and administrators are given: a cluster has no access entries in this mode. Remove administrators and keep them in the ConfigMap aws-auth, or set API_AND_CONFIG_MAP",
    ],
  ],
  ...[EndpointAccess.publicAndPrivate(), EndpointAccess.publicOnly()].map(
    (endpointAccess) =>
      [
        "a public endpoint without networks",
        { endpointAccess },
        [
          'the public endpoint has no CIDR blocks: EKS would open it to the whole internet. Give the blocks that may reach it, like EndpointAccess.publicAndPrivate("203.0.113.0/24"), or use EndpointAccess.PRIVATE',
        ],
      ] as const,
  ),
  [
    "invalid networks",
    { endpointAccess: EndpointAccess.publicOnly("203.0.113.0/33", "203.0.113.7", "10.0.0.0/8", "office") },
    [
      badCidr("203.0.113.0/33"),
      badCidr("203.0.113.7"),
      'a CIDR block of the public endpoint is "10.0.0.0/8": expected a public block, because requests come from the internet',
      badCidr("office"),
    ],
  ],
  [
    "the longest and the shortest network",
    { endpointAccess: EndpointAccess.publicOnly("203.0.113.7/32", "8.0.0.0/8") },
    [],
  ],
  ["a retention of 90 days", { logs: ControlPlaneLogs.of(["audit"], 90) }, []],
  [
    "a retention of 91 days",
    { logs: ControlPlaneLogs.of(["audit"], 91) },
    [
      "the retention of the control plane's logs is 91 days: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
  ],
] as const)("%s: the problems are reported", (_what, props, problems) => {
  expect(clusterProblems(props)).toEqual(problems);
});

describe("names of the created roles", () => {
  const tooLong = (name: string) =>
    `the name of the IAM role is "${name}" (${name.length} characters): expected at most 64. Give the cluster a shorter name, or give roles that exist`;

  test.each([
    [56, []],
    [57, [`[stack/alpha-kr-a/role] ${tooLong(`${"a".repeat(57)}-cluster`)}`]],
  ])("a cluster name of %i letters", (length, problems) => {
    expect(problemsOf(withCluster({ clusterName: "a".repeat(length) }))).toEqual(problems);
  });

  test.each([
    [59, []],
    [60, [`[stack/alpha-kr-a/node-role] ${tooLong(`${"a".repeat(60)}-node`)}`]],
  ])("a cluster name of %i letters, with node groups", (length, problems) => {
    const clusterName = "a".repeat(length);
    const { clusterRoleArn } = roles;
    const build = withCluster({ clusterName, roles: { clusterRoleArn } }, (cluster) => {
      cluster.addNodeGroup("workers-v1", workers);
    });
    expect(problemsOf(build)).toEqual(problems);
  });
});

test("all problems of a cluster and of its parts are reported at once, each with its path", () => {
  const build = withCluster({ version: "1.34.2", subnetIds: [], administrators: ["somebody"] }, (cluster) => {
    cluster.addNodeGroup("workers-v1", { ...workers, version: "latest", minSize: 4, maxSize: 3 });
    cluster.addAddon("coredns", { addonVersion: "latest" });
  });
  expect(problemsOf(build)).toEqual([
    `[stack/alpha-kr-a] ${malformedVersion("1.34.2", '; write "1.34"')}`,
    "[stack/alpha-kr-a] the number of subnetIds is 0: expected at least 2, in different availability zones",
    '[stack/alpha-kr-a/administrator-somebody] the principal of an access entry is "somebody": expected the ARN of an IAM role or user, arn:aws:iam::<account>:role/<name>',
    `[stack/alpha-kr-a/workers-v1] ${malformedVersion("latest", "")}`,
    "[stack/alpha-kr-a/workers-v1] minSize is 4 and maxSize is 3: expected minSize to be at most maxSize",
    "[stack/alpha-kr-a/workers-v1] subnetIds is empty: expected the subnets of the nodes, here or on the cluster",
    '[stack/alpha-kr-a/coredns] addonVersion: "latest" is not an add-on version: EKS names its builds as in "v1.34.6-eksbuild.29"; "aws eks describe-addon-versions" lists them',
  ]);
});

test("a stack with problems is not written", () => {
  expect(() => synthesize(withCluster({ version: "1.99" }))).toThrow(unknownVersion("1.99"));
});

describe("what is declared twice", () => {
  const twice = (what: string) => `duplicate ${what}: expected each once in a cluster`;

  test.each([
    [
      "a node group's name",
      (cluster: Cluster) => {
        cluster.addNodeGroup("workers-v1", workers);
        cluster.addNodeGroup("workers-v2", { ...workers, nodeGroupName: "workers-v1" });
      },
      twice("node group workers-v1"),
    ],
    [
      "an add-on",
      (cluster: Cluster) => {
        cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" });
        cluster.addAddon("dns", { addonName: "coredns", addonVersion: "v1.13.2-eksbuild.24" });
      },
      twice("add-on coredns"),
    ],
    [
      "a principal",
      (cluster: Cluster) => {
        cluster.addAccessEntry("platform", { principalArn: ADMINISTRATOR });
      },
      twice(`access entry ${ADMINISTRATOR}`),
    ],
    [
      "a service account",
      (cluster: Cluster) => {
        const account = {
          namespace: "webapp",
          serviceAccount: "webapp",
          roleArn: "arn:aws:iam::123456789012:role/webapp",
        };
        cluster.addPodIdentityAssociation("webapp", account);
        cluster.addPodIdentityAssociation("webapp-again", account);
      },
      twice("Pod Identity association webapp/webapp"),
    ],
    [
      "an id",
      (cluster: Cluster) => {
        cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" });
        cluster.addNodeGroup("coredns", workers);
      },
      'duplicate id "coredns": this node group and another part of the cluster have it. Give each its own',
    ],
    ...["node-role", "partition", "secrets-key", "logs", "role", "Default"].map(
      (id) =>
        [
          `the id ${id} of the cluster's own`,
          (cluster: Cluster) => {
            cluster.addNodeGroup(id, { ...workers, nodeGroupName: "workers-v1" });
          },
          `duplicate id "${id}": this node group and another part of the cluster have it. Give each its own`,
        ] as const,
    ),
  ] as const)("fails: %s", (_what, add, problem) => {
    expect(problemsOf(withCluster({}, add))).toEqual([`[stack/alpha-kr-a] ${problem}`]);
  });

  test("is accepted if the names differ", () => {
    const build = withCluster({}, (cluster) => {
      cluster.addNodeGroup("workers-v1", workers);
      cluster.addNodeGroup("workers-v2", workers);
    });
    expect(problemsOf(build)).toEqual([]);
  });
});

describe("an imported cluster", () => {
  const attributes = { clusterName: "prod", version: "1.34" };

  test("accepts node groups, add-ons and other parts, and is not declared again", () => {
    const { resource } = synthesize((stack) => {
      const cluster = Cluster.fromClusterAttributes(stack, "prod", {
        ...attributes,
        subnetIds: ["subnet-a"],
      });
      cluster.addNodeGroup("workers-v1", workers);
      cluster.addAddon("coredns", { addonVersion: "v1.13.2-eksbuild.24" });
      cluster.addAccessEntry("viewers", { principalArn: ADMINISTRATOR });
      cluster.addPodIdentityAssociation("webapp", {
        namespace: "webapp",
        serviceAccount: "webapp",
        roleArn: ADMINISTRATOR,
      });
    });
    expect(resource).not.toHaveProperty("aws_eks_cluster");
    for (const type of [
      "aws_eks_node_group",
      "aws_eks_addon",
      "aws_eks_access_entry",
      "aws_eks_pod_identity_association",
    ]) {
      expect(Object.values(resource[type] ?? {}).map(({ cluster_name }) => cluster_name)).toEqual(["prod"]);
    }
  });

  test("is compared with its node groups and add-ons", () => {
    const problems = problemsOf((stack) => {
      const cluster = Cluster.fromClusterAttributes(stack, "prod", attributes);
      cluster.addNodeGroup("workers-v1", { ...workers, version: "1.35", subnetIds: ["subnet-a"] });
      cluster.addAddon("kube-proxy", { addonVersion: "v1.99.0-eksbuild.1" });
    });
    expect(problems).toEqual([
      expect.stringMatching(
        /^\[stack\/prod\/workers-v1\] .*newer than cluster prod.*\(node-group-version-skew\)$/,
      ),
      expect.stringMatching(
        /^\[stack\/prod\/kube-proxy\] kube-proxy v1\.99\.0-eksbuild\.1 is newer than the control plane.*\(addon-version-fits\)$/,
      ),
    ]);
  });

  test.each([
    ["1.34.2", malformedVersion("1.34.2", '; write "1.34"')],
    ["1.99", unknownVersion("1.99").replace("alpha-kr-a", "prod")],
  ])("fails with a version %s", (version, problem) => {
    const build = (stack: Parameters<Parameters<typeof problemsOf>[0]>[0]) =>
      void Cluster.fromClusterAttributes(stack, "prod", { ...attributes, version });
    expect(problemsOf(build)).toEqual([`[stack/prod] ${problem}`]);
  });

  test("fails if neither it nor its node group has subnets", () => {
    const problems = problemsOf((stack) => {
      Cluster.fromClusterAttributes(stack, "prod", attributes).addNodeGroup("workers-v1", workers);
    });
    expect(problems).toEqual([
      "[stack/prod/workers-v1] subnetIds is empty: expected the subnets of the nodes, here or on the cluster",
    ]);
  });

  test("uses the given node role for all its groups", () => {
    const synthesized = synthesize((stack) => {
      const subnetIds = ["subnet-a"];
      const nodeRoleArn = "arn:aws:iam::123456789012:role/nodes";
      Cluster.fromClusterAttributes(stack, "prod", { ...attributes, subnetIds, nodeRoleArn }).addNodeGroup(
        "workers-v1",
        workers,
      );
    });
    expect(only(synthesized, "aws_eks_node_group").node_role_arn).toBe(
      "arn:aws:iam::123456789012:role/nodes",
    );
    expect(synthesized.resource).not.toHaveProperty("aws_iam_role");
  });
});

test("a version that is too new for the dated catalog is accepted with a catalog that has it", () => {
  expect(clusterProblems({ version: NEXT, catalog: WITH_NEXT })).toEqual([]);
  expect(
    problemsOf((stack) => void new Cluster(stack, "alpha-kr-a", { ...clusterProps, version: NEXT })),
  ).toEqual([`[stack/alpha-kr-a] ${unknownVersion(NEXT)}`]);
});
