import { adoptionOf } from "../../../upgrade/adopt/adoption";
import { fleetFileText, variableName } from "../../../upgrade/adopt/fleet-text";
import type { LiveCluster, LiveNodeGroup } from "../../../upgrade/adopt/live-cluster";
import { addon, live, ROLE, workers } from "./live";

const settingsOf = (more: Partial<LiveCluster>) => adoptionOf({ ...live, ...more }).settings;
const leftOf = (more: Partial<LiveCluster>) => adoptionOf({ ...live, ...more }).notAdopted;
const group = (more: Partial<LiveNodeGroup>) =>
  settingsOf({ nodeGroups: [{ ...workers, ...more }] }).nodeGroups;

test("a cluster is written as a person would, with no more than it takes", () => {
  const { settings, notAdopted, problems } = adoptionOf(live);
  expect([notAdopted, problems]).toEqual([[], []]);
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

/** legacy as it was when it was imported. */
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

test("an open endpoint stays open, and a line reports it", () => {
  expect(settingsOf({ endpointPublicAccess: true })).toMatchObject({
    publicEndpointCidrs: undefined,
    adopted: { endpoint: "public-and-private" },
  });
  expect(leftOf({ endpointPublicAccess: true })).toEqual([
    "the Kubernetes API of legacy stays open to 0.0.0.0/0. To restrict it, set publicEndpointCidrs in a separate step",
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

test.each(["10.0.0.0/7", "2001:db8::/32"])("%s, which the code does not accept, stays as it is", (cidr) => {
  const publicAccessCidrs = ["203.0.113.0/24", cidr];
  expect(settingsOf({ endpointPublicAccess: true, publicAccessCidrs }).publicEndpointCidrs).toBeUndefined();
  expect(leftOf({ endpointPublicAccess: true, publicAccessCidrs })).toEqual([
    `the Kubernetes API of legacy stays open to 203.0.113.0/24, ${cidr}. To restrict it, set publicEndpointCidrs in a separate step`,
  ]);
});

test("reports that the version of nodes with an own AMI is a guess", () => {
  expect(leftOf({ nodeGroups: [{ ...workers, amiType: "CUSTOM", version: undefined }] })).toEqual([
    "node group workers uses a custom AMI, and EKS does not know its Kubernetes version: the file says 1.33. Correct it if the nodes run another version",
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

test("what a node group has unsupported the common is said exactly", () => {
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

test("the network of a cluster is written where it differs from what EKS chooses", () => {
  const network = (more: Partial<LiveCluster>) => {
    const { serviceIpv4Cidr, ipFamily, zonalShift, remoteNodeNetworks, remotePodNetworks } = settingsOf(more);
    return { serviceIpv4Cidr, ipFamily, zonalShift, remoteNodeNetworks, remotePodNetworks };
  };
  expect(network({ serviceIpv4Cidr: "172.20.0.0/16", ipFamily: "ipv4" })).toEqual({});
  expect(network({ ipFamily: "ipv6", zonalShift: true })).toEqual({
    ipFamily: "ipv6",
    zonalShift: "enabled",
  });
  expect(
    network({
      serviceIpv4Cidr: "10.64.0.0/16",
      zonalShift: false,
      remoteNodeNetworks: ["10.200.0.0/16"],
      remotePodNetworks: ["10.201.0.0/16"],
    }),
  ).toEqual({
    serviceIpv4Cidr: "10.64.0.0/16",
    zonalShift: "disabled",
    remoteNodeNetworks: ["10.200.0.0/16"],
    remotePodNetworks: ["10.201.0.0/16"],
  });
});

const override = {
  nodeMonitoringCondition: "KernelReady",
  nodeUnhealthyReason: "ForkFailedOutOfPID",
  minRepairWaitTimeMins: 10,
  repairAction: "Reboot",
};

test("the update strategy and the limits of node repair are written", () => {
  expect(
    group({
      capacityType: "CAPACITY_BLOCK",
      updateConfig: { maxUnavailable: 1, updateStrategy: "MINIMAL" },
      nodeRepair: true,
      nodeRepairLimits: { maxUnhealthyNodeThresholdCount: 5, overrides: [override] },
    }),
  ).toMatchObject({
    workers: {
      capacityType: "CAPACITY_BLOCK",
      updateStrategy: "MINIMAL",
      nodeRepair: "enabled",
      nodeRepairLimits: { maxUnhealthyNodeThresholdCount: 5, overrides: [override] },
    },
  });
  expect(group({ nodeRepair: false, nodeRepairLimits: { maxUnhealthyNodeThresholdCount: 5 } })).toMatchObject(
    {
      workers: { nodeRepair: "disabled", nodeRepairLimits: { maxUnhealthyNodeThresholdCount: 5 } },
    },
  );
  expect(group({ updateConfig: { updateStrategy: "DEFAULT" }, nodeRepair: false })).toEqual(group({}));
});

test("a node group with a value that the settings do not know is not adopted", () => {
  expect(
    leftOf({
      nodeGroups: [
        {
          ...workers,
          updateConfig: { updateStrategy: "SURGE" },
          nodeRepairLimits: { overrides: [{ ...override, repairAction: "Stop" }] },
        },
      ],
    }),
  ).toEqual([expect.stringContaining("the update strategy SURGE and the repair action Stop")]);
});

const person = {
  principalArn: `${ROLE}/team/people`,
  type: "STANDARD",
  kubernetesGroups: [],
  tags: {},
  policies: [],
};

test("an access entry has its type, and a user name that somebody chose", () => {
  const entries = (more: object) => settingsOf({ accessEntries: [{ ...person, ...more }] }).accessEntries;
  const chosenByEks = "arn:aws:sts::123456789012:assumed-role/people/{{SessionName}}";
  expect(entries({ userName: chosenByEks })).toEqual({
    people: { principalArn: person.principalArn, adopted: true },
  });
  expect(entries({ userName: "people:{{SessionName}}" })).toMatchObject({
    people: { userName: "people:{{SessionName}}" },
  });
  const nodes = {
    type: "EC2_LINUX",
    userName: "system:node:{{EC2PrivateDNSName}}",
    kubernetesGroups: ["system:nodes"],
  };
  expect(entries(nodes)).toEqual({
    people: { principalArn: person.principalArn, type: "EC2_LINUX", adopted: true },
  });
});

test("self-managed parts are named, not guessed", () => {
  expect(
    leftOf({
      addons: [],
      nodeGroups: [workers, { ...workers, name: "ssh", unsupported: ["SSH access by an EC2 key"] }],
      fargateProfiles: ["batch"],
      otherNodes: [
        { by: "Karpenter's node pool default", count: 12 },
        { by: "the Auto Scaling group old", count: 1 },
      ],
      accessEntries: [
        {
          principalArn: `${ROLE}/batch-pods`,
          type: "FARGATE_LINUX",
          kubernetesGroups: [],
          tags: {},
          policies: [],
        },
        { principalArn: `${ROLE}/node`, type: "EC2_LINUX", kubernetesGroups: [], tags: {}, policies: [] },
      ],
      traffic: [{ loadBalancer: "webapp", port: 443, rule: "110", targetGroup: "webapp-a", weight: 100 }],
    }),
  ).toEqual([
    "node group ssh is not adopted: it has SSH access by an EC2 key, which is not supported yet. It stays as it is",
    "kube-proxy is not an EKS add-on here. If it runs, upgrade it yourself after the control plane",
    "coredns is not an EKS add-on here. If it runs, upgrade it yourself after the control plane",
    "vpc-cni is not an EKS add-on here. If it runs, upgrade it yourself after the control plane",
    "Fargate profile batch is not adopted: it stays as it is. Its pods get the control plane's version when they restart",
    "not adopted: 12 nodes of Karpenter's node pool default",
    "not adopted: 1 node of the Auto Scaling group old",
    "the access entry of arn:aws:iam::123456789012:role/batch-pods (FARGATE_LINUX) is not adopted: it is for nodes, or EKS created it. It stays as it is",
    "load balancer webapp is not adopted: port 443 forwards to webapp-a. If one of them is this cluster's, adopt it with --load-balancer webapp=<namespace>/<service>:<port>",
  ]);
  expect(settingsOf({ nodeGroups: [{ ...workers, name: "ssh", unsupported: ["x"] }] })).toMatchObject({
    nodeGroups: {},
    otherNodeGroups: ["ssh"],
  });
});

test("reports what it could not read", () => {
  expect(leftOf({ otherNodes: undefined, traffic: undefined })).toEqual([
    "nodes outside managed node groups are unknown: allow ec2:DescribeInstances to read them",
    "load balancers that send traffic to the cluster are unknown: allow elasticloadbalancing:Describe* to read them",
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
      "the settings of add-on coredns stay as they are and are not in the code: the code would write another text",
    ]);
  }
});

test("gives two principals of one name different names", () => {
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

test("rejects a cluster that cannot be adopted as it is, with all reasons", () => {
  const { problems } = adoptionOf({
    ...live,
    status: "UPDATING",
    unsupported: ["EKS Auto Mode"],
    nodeGroups: [{ ...workers, status: "DEGRADED" }],
  });
  expect(problems).toEqual([
    "legacy is UPDATING. Wait until it is ACTIVE, then adopt it",
    "node group workers is DEGRADED. Wait until it is ACTIVE, or repair it, then adopt the cluster",
    "legacy cannot be adopted: it has EKS Auto Mode, which is not supported yet",
  ]);
});

test("Terraform evaluates no text that AWS returned", () => {
  const template = '${file("/etc/hostname")}';
  const { settings } = adoptionOf({
    ...live,
    tags: { [template]: template },
    nodeGroups: [{ ...workers, labels: { team: "%{ if true }" } }],
  });
  const text = fleetFileText({
    clusterName: "legacy",
    environmentName: "alpha",
    region: "ap-northeast-2",
    accountId: "123456789012",
    vpcId: "vpc-1",
    settings,
    importFrom: "cdktf-eks-upgrade/stacks",
  });
  const escaped = '"$${file(\\"/etc/hostname\\")}"';
  expect(text).toContain(`${escaped}: ${escaped}`);
  expect(text).toContain('team: "%%{ if true }"');
});
