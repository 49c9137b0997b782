import { adoptionOf } from "../../../upgrade/adopt/adoption";
import { fleetFileText, variableName } from "../../../upgrade/adopt/fleet-text";
import type { LiveCluster, LiveNodeGroup } from "../../../upgrade/adopt/live-cluster";
import { addon, live, ROLE, workers } from "./live";

const settingsOf = (more: Partial<LiveCluster>) => adoptionOf({ ...live, ...more }).settings;
const leftOf = (more: Partial<LiveCluster>) => adoptionOf({ ...live, ...more }).left;
const group = (more: Partial<LiveNodeGroup>) =>
  settingsOf({ nodeGroups: [{ ...workers, ...more }] }).nodeGroups;

test("a cluster is written as a person would, with no more than it takes", () => {
  const { settings, left, problems } = adoptionOf(live);
  expect([left, problems]).toEqual([[], []]);
  expect(
    fleetFileText({
      clusterName: "legacy",
      environmentName: "alpha",
      region: "ap-northeast-2",
      accountId: "123456789012",
      vpcId: "vpc-1",
      settings,
      importFrom: "cdktf-eks-upgrade/stacks",
    }),
  ).toBe(`import type { Environment } from "cdktf-eks-upgrade/stacks";

/** legacy as it ran before it came under code. */
export const legacy: Environment = {
  name: "alpha",
  region: "ap-northeast-2",
  allowedAccountIds: ["123456789012"],
  vpcId: "vpc-1",
  clusters: {
    legacy: {
      version: "1.33",
      subnetIds: ["subnet-a", "subnet-c"],
      administrators: [],
      addons: {
        "kube-proxy": { addonVersion: "v1.33.1-eksbuild.1", adopted: true },
        coredns: { addonVersion: "v1.33.1-eksbuild.1", adopted: true },
        "vpc-cni": { addonVersion: "v1.33.1-eksbuild.1", adopted: true },
      },
      nodeGroups: {
        workers: {
          version: "1.33",
          instanceTypes: ["m6i.large"],
          minSize: 1,
          maxSize: 3,
          launchTemplate: "none",
          adopted: true,
        },
      },
      adopted: {
        clusterRoleArn: "arn:aws:iam::123456789012:role/cluster",
        nodeRoleArn: "arn:aws:iam::123456789012:role/node",
        logTypes: [],
      },
    },
  },
};
`);
});

test.each([
  ["alpha-kr-a", "alphaKrA"],
  ["legacy_2", "legacy2"],
  ["2-fast", "cluster2Fast"],
  ["default", "clusterdefault"],
  ["a-", "a"],
])("the cluster %s becomes the constant %s", (name, constant) => {
  expect(variableName(name)).toBe(constant);
});

test("an open endpoint is left open, and told", () => {
  expect(settingsOf({ endpointPublicAccess: true })).toMatchObject({
    publicEndpointCidrs: undefined,
    adopted: { endpoint: "public-and-private" },
  });
  expect(leftOf({ endpointPublicAccess: true })).toEqual([
    "the Kubernetes API of legacy stays open to 0.0.0.0/0; name the networks that may reach it as publicEndpointCidrs, in a step of its own",
  ]);
  const narrow = {
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
    publicAccessCidrs: ["203.0.113.0/24"],
  };
  expect(settingsOf(narrow)).toMatchObject({
    publicEndpointCidrs: ["203.0.113.0/24"],
    adopted: { endpoint: "public" },
  });
});

test.each(["10.0.0.0/7", "2001:db8::/32"])("%s, which the code does not take, is left as it is", (cidr) => {
  const publicAccessCidrs = ["203.0.113.0/24", cidr];
  expect(settingsOf({ endpointPublicAccess: true, publicAccessCidrs }).publicEndpointCidrs).toBeUndefined();
  expect(leftOf({ endpointPublicAccess: true, publicAccessCidrs })).toEqual([
    `the Kubernetes API of legacy stays open to 203.0.113.0/24, ${cidr}; name the networks that may reach it as publicEndpointCidrs, in a step of its own`,
  ]);
});

test("of nodes with an AMI of their own the version is a guess, and told", () => {
  expect(leftOf({ nodeGroups: [{ ...workers, amiType: "CUSTOM", version: undefined }] })).toEqual([
    "the nodes of workers are of an AMI of its own, whose Kubernetes version EKS does not know: the file says 1.33, correct it where they run another",
  ]);
});

test("a cordon of ours is a phase, and so is the tag of a group that drains", () => {
  const taint = { key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" };
  const own = { key: "spot", effect: "NO_EXECUTE" };
  expect(group({ taints: [own, taint] })).toMatchObject({ workers: { phase: "cordoned", taints: [own] } });
  expect(
    group({ tags: { "cdktf-eks-upgrade/phase": "draining", "aws:x": "y", team: "a" }, taints: [taint] }),
  ).toMatchObject({
    workers: { phase: "draining", tags: { team: "a" }, taints: undefined },
  });
});

test("what a node group has beyond the common is said exactly", () => {
  expect(
    group({
      amiType: "CUSTOM",
      version: undefined,
      capacityType: "SPOT",
      instanceTypes: [],
      launchTemplate: { id: "lt-1", version: "7" },
      updateConfig: { maxUnavailable: 4 },
      nodeRepair: true,
      subnetIds: ["subnet-a"],
      labels: { b: "2", a: "1" },
    }),
  ).toEqual({
    workers: {
      version: "1.33",
      instanceTypes: [],
      minSize: 1,
      maxSize: 3,
      amiType: "CUSTOM",
      capacityType: "SPOT",
      labels: { a: "1", b: "2" },
      launchTemplate: { launchTemplateId: "lt-1", version: 7 },
      updateConfig: { maxUnavailable: 4 },
      nodeRepair: "enabled",
      subnetIds: ["subnet-a"],
      adopted: true,
    },
  });
});

test("self-managed parts are named, not guessed", () => {
  expect(
    leftOf({
      addons: [],
      nodeGroups: [workers, { ...workers, name: "ssh", beyond: ["SSH access by an EC2 key"] }],
      fargateProfiles: ["batch"],
      otherNodes: [
        { by: "Karpenter's node pool default", count: 12 },
        { by: "the Auto Scaling group old", count: 1 },
      ],
      accessEntries: [
        {
          principalArn: `${ROLE}/karpenter-node`,
          type: "EC2_LINUX",
          kubernetesGroups: [],
          tags: {},
          policies: [],
        },
        { principalArn: `${ROLE}/node`, type: "EC2_LINUX", kubernetesGroups: [], tags: {}, policies: [] },
      ],
      traffic: [{ loadBalancer: "webapp", port: 443, rule: "110", targetGroup: "webapp-a", weight: 100 }],
    }),
  ).toEqual([
    "the node group ssh cannot be adopted yet, for it has SSH access by an EC2 key; it stays with whoever made it",
    "kube-proxy is no add-on of EKS's here: where it runs all the same, its version is yours to raise after the control plane",
    "coredns is no add-on of EKS's here: where it runs all the same, its version is yours to raise after the control plane",
    "vpc-cni is no add-on of EKS's here: where it runs all the same, its version is yours to raise after the control plane",
    "the Fargate profile batch stays with whoever made it; its pods take the control plane's version when they start anew",
    "12 nodes of Karpenter's node pool default stay with whoever made them",
    "1 node of the Auto Scaling group old stays with whoever made them",
    "the access entry of arn:aws:iam::123456789012:role/karpenter-node (EC2_LINUX) stays with whoever made it: it is for nodes, or EKS's own",
    "the load balancer webapp stays as it is: from port 443 it sends to webapp-a; where one of these is this cluster's, adopt it with --load-balancer webapp=<namespace>/<service>:<port>",
  ]);
  expect(settingsOf({ nodeGroups: [{ ...workers, name: "ssh", beyond: ["x"] }] })).toMatchObject({
    nodeGroups: {},
    otherNodeGroups: ["ssh"],
  });
});

test("what could not be seen is told", () => {
  expect(leftOf({ otherNodes: undefined, traffic: undefined })).toEqual([
    "nodes outside of managed node groups could not be seen (ec2:DescribeInstances)",
    "what sends traffic to it could not be seen (elasticloadbalancing:DescribeTargetGroups and the like)",
  ]);
});

test("the settings of an add-on are code only where the code would write the very text", () => {
  const withSettings = (configurationValues: string) => ({
    addons: [{ ...addon("coredns"), configurationValues }, addon("kube-proxy"), addon("vpc-cni")],
  });
  expect(settingsOf(withSettings('{"replicaCount":3}'))).toMatchObject({
    addons: { coredns: { configurationValues: { replicaCount: 3 } } },
  });
  for (const text of ['{ "replicaCount": 3 }', "replicaCount: 3", '{"a":null}']) {
    expect(settingsOf(withSettings(text))).toMatchObject({
      addons: { coredns: { configurationValues: undefined } },
    });
    expect(leftOf(withSettings(text))).toEqual([
      "the settings of the add-on coredns stay as they are, and are not in the code: their text is not what would be written",
    ]);
  }
});

test("two principals of one name are told apart", () => {
  const entry = { type: "STANDARD", kubernetesGroups: [], tags: {}, policies: [] };
  const accessEntries = ["a/platform", "b/platform"].map((name) => ({
    ...entry,
    principalArn: `${ROLE}/${name}`,
  }));
  expect(settingsOf({ accessEntries }).accessEntries).toMatchObject({
    platform: { principalArn: `${ROLE}/a/platform` },
    "platform-2": { principalArn: `${ROLE}/b/platform` },
  });
});

test("what cannot be adopted as it is, is refused with all reasons", () => {
  const { problems } = adoptionOf({
    ...live,
    status: "UPDATING",
    beyond: ["EKS Auto Mode"],
    nodeGroups: [{ ...workers, status: "DEGRADED" }],
  });
  expect(problems).toEqual([
    "legacy is UPDATING; wait until it is ACTIVE, and adopt it then",
    "the node group workers is DEGRADED; wait until it is ACTIVE, or mend it, and adopt the cluster then",
    "legacy cannot be adopted yet: it has EKS Auto Mode",
  ]);
});
