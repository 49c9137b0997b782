import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import type { AmiType } from "../../../upgrade/eks/ami-type";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { problemsOf, synthesize } from "../../synthesize";
import {
  only,
  problemsAt,
  withCluster,
  withWorkers,
  workers,
  workersOf,
  workersProblems,
} from "../eks/fixtures";

describe("a node group with only the required properties", () => {
  const group = workersOf();

  test.each([
    ["has its id as its name", { node_group_name: "workers-v1" }],
    ["has its own version", { version: "1.34", ami_type: "AL2023_x86_64_STANDARD" }],
    ["runs on demand", { capacity_type: "ON_DEMAND", instance_types: ["m6i.4xlarge"] }],
    ["is in the subnets of its cluster", { subnet_ids: ["subnet-a", "subnet-c"] }],
    [
      "is created at its minimum, and then the autoscaler sets the size",
      {
        scaling_config: { min_size: 3, max_size: 60, desired_size: 3 },
        lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
      },
    ],
    ["is updated a node at a time", { update_config: { max_unavailable: 1 } }],
  ])("%s", (_what, attributes) => {
    expect(group).toMatchObject(attributes);
  });

  test.each(["taint", "tags", "node_repair_config", "release_version", "force_update_version"])(
    "does not set %s",
    (attribute) => {
      expect(group).not.toHaveProperty(attribute);
    },
  );
});

test.each([
  ["workers-v1", undefined, { group: "workers", instancegroup: "workers-v1", subgroup: "v1" }],
  ["workers-v12", undefined, { group: "workers", instancegroup: "workers-v12", subgroup: "v12" }],
  ["batch-gpu-v2", undefined, { group: "batch-gpu", instancegroup: "batch-gpu-v2", subgroup: "v2" }],
  ["workers", undefined, { group: "workers", instancegroup: "workers" }],
  ["workers-vx", undefined, { group: "workers-vx", instancegroup: "workers-vx" }],
  ["v1", undefined, { group: "v1", instancegroup: "v1" }],
  [
    "workers-v1",
    "krmt.io",
    { group: "workers", instancegroup: "workers-v1", subgroup: "v1", "krmt.io/instancegroup": "workers-v1" },
  ],
])(
  "the nodes of %s, with the prefix %s, have the labels of their generation",
  (nodeGroupName, labelPrefix, labels) => {
    expect(workersOf({ nodeGroupName, labelPrefix }).labels).toEqual(labels);
  },
);

test("the given labels are added to those of the generation", () => {
  expect(workersOf({ labels: { team: "web" } }).labels).toEqual({
    group: "workers",
    instancegroup: "workers-v1",
    subgroup: "v1",
    team: "web",
  });
});

describe("the number of nodes", () => {
  const ignored = { ignore_changes: ["scaling_config[0].desired_size"] };

  test.each([
    ["is the minimum at creation, and then the autoscaler sets it", {}, 3, ignored],
    ["is the initial size at creation, and then the autoscaler sets it", { initialSize: 40 }, 40, ignored],
    ["is the desired size of the code if there is one", { desiredSize: 5 }, 5, {}],
  ])("%s", (_what, options, desired, ignores) => {
    const group = workersOf(options);
    expect(group.scaling_config).toEqual({ min_size: 3, max_size: 60, desired_size: desired });
    expect(group.lifecycle).toEqual({ ...ignores, precondition: [expect.any(Object)] });
  });
});

test.each([
  ["version as a value", { version: KubernetesVersion.V1_33 }, { version: "1.33" }],
  ["releaseVersion", { releaseVersion: "1.34.2-20261015" }, { release_version: "1.34.2-20261015" }],
  [
    "amiType",
    { amiType: "BOTTLEROCKET_ARM_64", instanceTypes: ["m7g.large"] },
    { ami_type: "BOTTLEROCKET_ARM_64" },
  ],
  ["capacityType", { capacityType: "SPOT" }, { capacity_type: "SPOT" }],
  ["subnetIds", { subnetIds: ["subnet-b"] }, { subnet_ids: ["subnet-b"] }],
  [
    "nodeRoleArn",
    { nodeRoleArn: "arn:aws:iam::123456789012:role/n" },
    { node_role_arn: "arn:aws:iam::123456789012:role/n" },
  ],
  ["nodeGroupName", { nodeGroupName: "other" }, { node_group_name: "other" }],
  ["nodeRepair enabled", { nodeRepair: "enabled" }, { node_repair_config: { enabled: true } }],
  ["nodeRepair disabled", { nodeRepair: "disabled" }, { node_repair_config: { enabled: false } }],
  [
    "updateConfig in nodes",
    { updateConfig: { maxUnavailable: 5 } },
    { update_config: { max_unavailable: 5 } },
  ],
  [
    "updateConfig in per cent",
    { updateConfig: { maxUnavailablePercentage: 33 } },
    { update_config: { max_unavailable_percentage: 33 } },
  ],
  [
    "taints",
    { taints: [{ key: "gpu", effect: "NO_EXECUTE" }] },
    { taint: [{ key: "gpu", effect: "NO_EXECUTE" }] },
  ],
] as const)("%s reaches the resource", (_name, options, attributes) => {
  expect(workersOf(options)).toMatchObject(attributes);
});

test.each([
  ["one node", { minSize: 0, maxSize: 1 }, "60m"],
  ["two nodes", { minSize: 0, maxSize: 2 }, "60m"],
  ["three nodes", { minSize: 0, maxSize: 3 }, "75m"],
  ["sixty nodes, one at a time", {}, "930m"],
  ["sixty nodes, six at a time", { updateConfig: { maxUnavailable: 6 } }, "180m"],
  ["sixty nodes, a tenth at a time", { updateConfig: { maxUnavailablePercentage: 10 } }, "180m"],
  ["sixty nodes, all at once", { updateConfig: { maxUnavailablePercentage: 100 } }, "60m"],
  [
    "nine nodes, a tenth at a time, which is one",
    { maxSize: 9, updateConfig: { maxUnavailablePercentage: 10 } },
    "165m",
  ],
])("Terraform waits for an update of %s as long as all drains can take", (_what, options, minutes) => {
  expect(workersOf(options).timeouts).toEqual({ create: "60m", update: minutes, delete: minutes });
});

const size = (name: string, value: number, least: number) =>
  `${name} is ${value}: expected a whole number, ${least} or more`;
const name = (text: string, length = "") =>
  `the name of the node group is "${text}"${length}: expected 1 to 63 letters, digits, hyphens and underscores that begin with a letter or a digit`;
const skew =
  "under a control plane with 1.34: nodes must not be newer than cluster alpha-kr-a. Upgrade the control plane first, or give the nodes 1.34 or older (node-group-version-skew)";
const taints = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, effect: "NO_SCHEDULE" as const }));
const release = (text: string) =>
  `releaseVersion is "${text}": expected a release of Kubernetes 1.34, which begins with "1.34.". Without releaseVersion, EKS takes the newest`;

test.each<[string, Partial<NodeGroupOptions>, readonly string[]]>([
  ["nodes at their cluster's version", { version: "1.34" }, []],
  ["nodes three minors behind", { version: "1.31" }, []],
  [
    "nodes four minors behind",
    { version: "1.30" },
    [
      "node group workers-v1 runs Kubernetes 1.30 under a control plane with 1.34: nodes of cluster alpha-kr-a must have 1.31 or newer. Upgrade the nodes before the control plane (node-group-version-skew)",
    ],
  ],
  ["nodes ahead", { version: "1.35" }, [`node group workers-v1 would run Kubernetes 1.35 ${skew}`]],
  [
    "a malformed version",
    { version: "v1.34" },
    [
      'version: "v1.34" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"',
    ],
  ],
  ["AL2 before 1.33", { version: "1.32", amiType: "AL2_x86_64" }, []],
  [
    "AL2 from 1.33",
    { version: "1.33", amiType: "AL2_x86_64" },
    [
      "node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.33: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place (ami-type-supported)",
    ],
  ],
  ["the smallest sizes", { minSize: 0, maxSize: 1 }, []],
  ["no room for a node", { minSize: 0, maxSize: 0 }, [size("maxSize", 0, 1)]],
  ["a minimum below zero", { minSize: -1 }, [size("minSize", -1, 0)]],
  ["half a node", { minSize: 0.5, maxSize: 1.5 }, [size("minSize", 0.5, 0), size("maxSize", 1.5, 1)]],
  ["a size that is no number", { minSize: Number.NaN }, [size("minSize", Number.NaN, 0)]],
  ["a minimum that is the maximum", { minSize: 60 }, []],
  [
    "a minimum above the maximum",
    { minSize: 61 },
    ["minSize is 61 and maxSize is 60: expected minSize to be at most maxSize"],
  ],
  ["a desired size at the minimum", { desiredSize: 3 }, []],
  ["a desired size at the maximum", { desiredSize: 60 }, []],
  [
    "a desired size below the minimum",
    { desiredSize: 2 },
    ["desiredSize is 2: expected minSize (3) to maxSize (60)"],
  ],
  [
    "a desired size above the maximum",
    { desiredSize: 61 },
    ["desiredSize is 61: expected minSize (3) to maxSize (60)"],
  ],
  [
    "an initial size below the minimum",
    { initialSize: 2 },
    ["initialSize is 2: expected minSize (3) to maxSize (60)"],
  ],
  [
    "an initial size above the maximum",
    { initialSize: 61 },
    ["initialSize is 61: expected minSize (3) to maxSize (60)"],
  ],
  [
    "a desired and an initial size",
    { desiredSize: 5, initialSize: 6 },
    [
      "desiredSize is 5 and initialSize is 6: expected one of them. Give desiredSize if the code sets the number of nodes, initialSize if an autoscaler does",
    ],
  ],
  ["a name of 63 letters", { nodeGroupName: "a".repeat(63) }, []],
  ["a name of 64 letters", { nodeGroupName: "a".repeat(64) }, [name("a".repeat(64), " (64 characters)")]],
  ["no name", { nodeGroupName: "" }, [name("")]],
  ["a name with a slash", { nodeGroupName: "workers/v1" }, [name("workers/v1")]],
  [
    "an unknown phase",
    { phase: "drained" as "draining" },
    ['phase is "drained": expected "active", "cordoned", "draining" or "retired"'],
  ],
  [
    "an unknown AMI type",
    { amiType: "AL2024_x86_64" as AmiType },
    [expect.stringMatching(/^amiType is "AL2024_x86_64": expected .*"AL2_x86_64", .*"CUSTOM"/)],
  ],
  [
    "no instance type",
    { instanceTypes: [] },
    ['instanceTypes is empty: expected at least one, like "m6i.4xlarge"'],
  ],
  [
    "no subnets",
    { subnetIds: [] },
    ["subnetIds is empty: expected the subnets of the nodes, here or on the cluster"],
  ],
  ["a release of its version", { releaseVersion: "1.34.2-20261015" }, []],
  ["a release of another version", { releaseVersion: "1.33.2-20261015" }, [release("1.33.2-20261015")]],
  [
    "a release of a version that begins with the same digits",
    { releaseVersion: "1.345.2-20261015" },
    [release("1.345.2-20261015")],
  ],
  ["a release that is only a version", { releaseVersion: "1.34" }, [release("1.34")]],
  [
    "a release of Bottlerocket, which has other numbers",
    { amiType: "BOTTLEROCKET_x86_64", releaseVersion: "1.30.0-ca9b9399" },
    [],
  ],
  ["one at a time", { updateConfig: { maxUnavailable: 1 } }, []],
  ["a hundred at a time", { updateConfig: { maxUnavailable: 100 } }, []],
  [
    "none at a time",
    { updateConfig: { maxUnavailable: 0 } },
    ["updateConfig.maxUnavailable is 0: expected a whole number from 1 to 100"],
  ],
  [
    "more than all at a time",
    { updateConfig: { maxUnavailablePercentage: 101 } },
    ["updateConfig.maxUnavailablePercentage is 101: expected a whole number from 1 to 100"],
  ],
  [
    "both a number and a percentage at a time",
    { updateConfig: { maxUnavailable: 2, maxUnavailablePercentage: 10 } },
    ["updateConfig has maxUnavailable and maxUnavailablePercentage: expected one of them"],
  ],
  [
    "neither a number nor a percentage",
    { updateConfig: {} as { maxUnavailable: number } },
    ["updateConfig is {}: expected an object with maxUnavailable or an object with maxUnavailablePercentage"],
  ],
  ["49 taints", { taints: taints(49) }, []],
  [
    "50 taints",
    { taints: taints(50) },
    ["the number of taints is 50: expected at most 49. EKS accepts 50, and the cordon is one of them"],
  ],
])("%s: the problems are reported", (_what, options, problems) => {
  expect(workersProblems(options)).toEqual(problems);
});

test("all problems of a node group are reported at once", () => {
  const problems = workersProblems({
    version: "latest",
    minSize: 9,
    maxSize: 8,
    instanceTypes: [],
    nodeGroupName: "",
  });
  expect(problems).toHaveLength(4);
});

test("a problem of one group is reported only for that group", () => {
  const build = withCluster({}, (cluster) => {
    cluster.addNodeGroup("workers-v1", workers);
    cluster.addNodeGroup("workers-v2", { ...workers, version: "1.35" });
  });
  expect(problemsAt("alpha-kr-a/workers-v2", build)).toEqual([
    `node group workers-v2 would run Kubernetes 1.35 ${skew}`,
  ]);
});

test("the shared role of the nodes has its policies before the nodes start", () => {
  const synthesized = synthesize(withWorkers());
  const policies = Object.entries(synthesized.resource.aws_iam_role_policy_attachment ?? {}).filter(
    ([address]) => address.includes("node-role"),
  );
  expect(policies.map(([, { policy_arn }]) => String(policy_arn).split("/").at(-1)).sort()).toEqual([
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
  ]);
  expect([...(only(synthesized, "aws_eks_node_group").depends_on as string[])].sort()).toEqual(
    policies.map(([address]) => `aws_iam_role_policy_attachment.${address}`).sort(),
  );
});

test("a second generation does not change the first", () => {
  const first = workersOf();
  const both = synthesize(
    withCluster({}, (cluster) => {
      cluster.addNodeGroup("workers-v1", workers);
      cluster.addNodeGroup("workers-v2", { ...workers, initialSize: 40 });
    }),
  ).resource.aws_eks_node_group;
  expect(Object.values(both ?? {})).toContainEqual(first);
  expect(problemsOf(withWorkers())).toEqual([]);
});
