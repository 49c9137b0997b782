import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { LoadBalancerSettings } from "../../stacks/environment";
import type { ClusterSettings, NodeGroupSettings } from "../../upgrade/fleet/settings";
import { NEWEST, NEXT, NEXT_ROW, OLDEST } from "../fixtures/minors";
import {
  cluster,
  environment,
  loadBalancer,
  problemsOf,
  stackOf,
  synthesizeInto,
  temporaryFolder,
  withCluster,
  withLoadBalancer,
  workers,
} from "./fixtures";

const group = (changes: Partial<NodeGroupSettings>): Partial<ClusterSettings> => ({
  nodeGroups: { "workers-v1": { ...workers, version: "1.34", ...changes } },
});

const addon = (name: string, version: string): Partial<ClusterSettings> => ({
  addons: { ...cluster.addons, [name]: version },
});

const rule = (changes: object): Partial<LoadBalancerSettings> => ({
  rules: { api: { priority: 100, pathPatterns: ["/api*"], ...changes } },
});

test.each<[string, Partial<ClusterSettings>, readonly string[]]>([
  [
    "a patch in a version",
    { version: "1.34.2" },
    [
      '[beta-kr-a/cluster] version: "1.34.2" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"',
    ],
  ],
  [
    "a version with a v",
    { version: "v1.34" },
    [
      '[beta-kr-a/cluster] version: "v1.34" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.34"',
    ],
  ],
  [
    "a version that EKS does not offer",
    { version: "1.99", nodeGroups: {} },
    [
      `[beta-kr-a/cluster] cluster beta-kr-a has Kubernetes 1.99: the catalog of EKS versions has ${OLDEST} to ${NEWEST}. Use one of these, or add 1.99 to a catalog file of your own if EKS has it by now (kubernetes-version-known)`,
    ],
  ],
  [
    "a version that is a word",
    { version: "latest" },
    [
      '[beta-kr-a/cluster] version: "latest" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"',
    ],
  ],
  [
    "a kube-proxy newer than the control plane",
    addon("kube-proxy", "v1.35.0-eksbuild.1"),
    [
      "[beta-kr-a/cluster/kube-proxy] kube-proxy v1.35.0-eksbuild.1 is newer than the control plane: Kubernetes 1.34 needs v1.34 or older. Upgrade the control plane first, or pin a version of v1.34 (addon-version-fits)",
    ],
  ],
  [
    "a kube-proxy too old for the control plane",
    addon("kube-proxy", "v1.30.0-eksbuild.1"),
    [
      "[beta-kr-a/cluster/kube-proxy] kube-proxy v1.30.0-eksbuild.1 is too old for the control plane: Kubernetes 1.34 needs v1.31 to v1.34. Update kube-proxy before the control plane (addon-version-fits)",
    ],
  ],
  [
    "an add-on for another minor",
    addon("kube-proxy", "v1.35.3-eksbuild.29"),
    [
      "[beta-kr-a/cluster/kube-proxy] kube-proxy v1.35.3-eksbuild.29 is newer than the control plane: Kubernetes 1.34 needs v1.34 or older. Upgrade the control plane first, or pin a version of v1.34 (addon-version-fits)",
    ],
  ],
  [
    "an add-on version that is a word",
    addon("coredns", "latest"),
    [
      '[beta-kr-a/cluster/coredns] addonVersion: "latest" is not an add-on version: EKS names its builds as in "v1.34.6-eksbuild.29"; "aws eks describe-addon-versions" lists them',
    ],
  ],
  [
    "nodes newer than the control plane",
    group({ version: "1.35" }),
    [
      "[beta-kr-a/cluster/workers-v1] node group workers-v1 would run Kubernetes 1.35 under a control plane with 1.34: nodes must not be newer than cluster beta-kr-a. Upgrade the control plane first, or give the nodes 1.34 or older (node-group-version-skew)",
    ],
  ],
  [
    "nodes too old for the control plane",
    group({ version: "1.30" }),
    [
      "[beta-kr-a/cluster/workers-v1] node group workers-v1 runs Kubernetes 1.30 under a control plane with 1.34: nodes of cluster beta-kr-a must have 1.31 or newer. Upgrade the nodes before the control plane (node-group-version-skew)",
    ],
  ],
  [
    "a patch in the version of nodes",
    group({ version: "1.33.1" }),
    [
      '[beta-kr-a/cluster/workers-v1] version: "1.33.1" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"; write "1.33"',
    ],
  ],
  [
    "Amazon Linux 2 from 1.33 on",
    group({ amiType: "AL2_x86_64" }),
    [
      "[beta-kr-a/cluster/workers-v1] node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.34: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place (ami-type-supported)",
    ],
  ],
  [
    "sizes out of order",
    group({ minSize: 5, maxSize: 3 }),
    ["[beta-kr-a/cluster/workers-v1] minSize is 5 and maxSize is 3: expected minSize to be at most maxSize"],
  ],
  [
    "a desired size above the maximum",
    group({ desiredSize: 11 }),
    ["[beta-kr-a/cluster/workers-v1] desiredSize is 11: expected minSize (2) to maxSize (10)"],
  ],
  [
    "a size that is not a whole number",
    group({ minSize: 0.5 }),
    ["[beta-kr-a/cluster/workers-v1] minSize is 0.5: expected a whole number, 0 or more"],
  ],
  [
    "sizes too small",
    group({ minSize: -1, maxSize: 0 }),
    [
      "[beta-kr-a/cluster/workers-v1] minSize is -1: expected a whole number, 0 or more",
      "[beta-kr-a/cluster/workers-v1] maxSize is 0: expected a whole number, 1 or more",
    ],
  ],
  [
    "no instance type",
    group({ instanceTypes: [] }),
    ['[beta-kr-a/cluster/workers-v1] instanceTypes is empty: expected at least one, like "m6i.4xlarge"'],
  ],
  [
    "an invalid node group name",
    { nodeGroups: { "workers v1": { ...workers, version: "1.34" } } },
    [
      '[beta-kr-a/cluster/workers v1] the name of the node group is "workers v1": expected 1 to 63 letters, digits, hyphens and underscores that begin with a letter or a digit',
    ],
  ],
  [
    "a node group name over the limit of EKS",
    { nodeGroups: { ["w".repeat(64)]: { ...workers, version: "1.34" } } },
    [
      '[beta-kr-a/cluster/wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww] the name of the node group is "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" (64 characters): expected 1 to 63 letters, digits, hyphens and underscores that begin with a letter or a digit',
    ],
  ],
  [
    "a duplicate node group name",
    {
      nodeGroups: {
        a: { ...workers, version: "1.34", nodeGroupName: "workers-v1" },
        b: { ...workers, version: "1.34", nodeGroupName: "workers-v1" },
      },
    },
    ["[beta-kr-a/cluster] duplicate node group workers-v1: expected each once in a cluster"],
  ],
  [
    "a public endpoint without CIDRs",
    { publicEndpointCidrs: [] },
    [
      '[beta-kr-a/cluster] the public endpoint has no CIDR blocks: EKS would open it to the whole internet. Give the blocks that may reach it, like EndpointAccess.publicAndPrivate("203.0.113.0/24"), or use EndpointAccess.PRIVATE',
    ],
  ],
  [
    "a public endpoint with invalid CIDRs",
    { publicEndpointCidrs: ["203.0.113.0", "everyone"] },
    [
      '[beta-kr-a/cluster] a CIDR block of the public endpoint is "203.0.113.0": expected an IPv4 CIDR block like "203.0.113.0/24"',
      '[beta-kr-a/cluster] a CIDR block of the public endpoint is "everyone": expected an IPv4 CIDR block like "203.0.113.0/24"',
    ],
  ],
  [
    "no subnets",
    { subnetIds: [] },
    [
      "[beta-kr-a/cluster] the number of subnetIds is 0: expected at least 2, in different availability zones",
      "[beta-kr-a/cluster/workers-v1] subnetIds is empty: expected the subnets of the nodes, here or on the cluster",
    ],
  ],
  [
    "no administrators",
    { administrators: [] },
    [
      "[beta-kr-a/cluster] administrators is empty: nobody could administer the cluster, because EKS gives its creator no access. Name at least one IAM role or user",
    ],
  ],
  [
    "an administrator that is not an ARN",
    { administrators: ["platform"] },
    [
      '[beta-kr-a/cluster/administrator-platform] the principal of an access entry is "platform": expected the ARN of an IAM role or user, arn:aws:iam::<account>:role/<name>',
    ],
  ],
  [
    "a retention that CloudWatch does not have",
    { logRetentionDays: 31 },
    [
      "[beta-kr-a/cluster] the retention of the control plane's logs is 31 days: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
  ],
])("fails for %s", (_, changes, problems) => {
  expect(problemsOf([withCluster(changes)])).toEqual(problems);
});

test.each<[string, Partial<LoadBalancerSettings>, readonly string[]]>([
  [
    "weights that are negative or fractional",
    { weights: { a: -1, b: 0.5 } },
    [
      '[beta-webapp/listeners] the weight of "a" is -1: expected a whole number from 0 to 999',
      '[beta-webapp/listeners] the weight of "b" is 0.5: expected a whole number from 0 to 999',
    ],
  ],
  [
    "a weight over 999",
    { weights: { a: 1000 } },
    ['[beta-webapp/listeners] the weight of "a" is 1000: expected a whole number from 0 to 999'],
  ],
  [
    "weights that are all zero",
    { weights: { a: 0, b: 0 } },
    [
      "[beta-webapp/listeners] every weight is 0, so no request would be served; give at least one of a, b a weight from 1 to 999",
    ],
  ],
  [
    "a weight without a target group",
    { weights: { a: 1, c: 1 } },
    ['[beta-webapp/listeners] "c" has a weight but is no target group; the target groups are a, b'],
  ],
  [
    "six target groups",
    { targetGroups: { ...loadBalancer.targetGroups, c: {}, d: {}, e: {}, f: {} } },
    [
      "[beta-webapp/listeners] 6 target groups (a, b, c, d, e, f) share the traffic, but a load balancer forwards to at most 5; take out 1",
    ],
  ],
  [
    "no target group",
    { targetGroups: {}, weights: {} },
    ["[beta-webapp/listeners] no target group shares the traffic; give 1 to 5"],
  ],
  [
    "six values in the conditions of a rule",
    rule({ pathPatterns: ["/a", "/b", "/c", "/d", "/e", "/f"] }),
    [
      "[beta-webapp/listeners/rules/api] the rule has 6 values in its conditions (/a, /b, /c, /d, /e, /f): expected at most 5. Make two rules of it",
    ],
  ],
  [
    "a priority out of range",
    rule({ priority: 0 }),
    ["[beta-webapp/listeners/rules/api] the priority is 0: expected a whole number from 1 to 50000"],
  ],
  [
    "a missing certificate",
    { certificateArn: "" },
    [
      '[beta-webapp/listeners] the certificate is "": expected the ARN of a certificate in ACM, in the load balancer\'s region',
    ],
  ],
  [
    "a target group of an unknown cluster",
    { targetGroups: { a: { cluster: "beta-kr-c" }, b: {} } },
    [
      '[beta-webapp] target group "a" names cluster "beta-kr-c", which this environment does not have: expected one of beta-kr-a, beta-kr-b',
    ],
  ],
  [
    "a cluster behind two target groups",
    { targetGroups: { a: { cluster: "beta-kr-a" }, b: { cluster: "beta-kr-a" } } },
    [
      "[beta-kr-a-workload] service webapp/webapp of cluster beta-kr-a is bound to target group beta-webapp-a, so it cannot be bound to beta-webapp-b too. Give beta-webapp-b another cluster or service, or remove it",
    ],
  ],
  [
    "a preview of an unknown target group",
    { previews: { c: { priority: 1, hostHeaders: ["c.example.com"] } } },
    ['[beta-webapp/listeners] there is a preview of "c": expected a target group, a, b'],
  ],
  [
    "too few subnets",
    { subnetIds: ["subnet-0a1"] },
    [
      "[beta-webapp/load-balancer] the number of subnetIds is 1: expected at least 2, in different availability zones",
    ],
  ],
  [
    "no clients",
    { clientCidrs: {} },
    [
      '[beta-webapp/load-balancer] clientCidrs is empty, so nobody may connect: expected who may, like { office: "203.0.113.0/24" }, or { world: "0.0.0.0/0" } for everybody',
    ],
  ],
  [
    "an invalid namespace and an invalid port",
    { service: { ...loadBalancer.service, namespace: "Web App", port: 0 } },
    [
      '[beta-kr-a-workload/binding-beta-webapp-a] the namespace is "Web App": expected 1 to 63 lowercase letters, digits and hyphens',
      "[beta-kr-a-workload/binding-beta-webapp-a] the port of the service is 0: expected a whole number from 1 to 65535",
      '[beta-kr-b-workload/binding-beta-webapp-b] the namespace is "Web App": expected 1 to 63 lowercase letters, digits and hyphens',
      "[beta-kr-b-workload/binding-beta-webapp-b] the port of the service is 0: expected a whole number from 1 to 65535",
    ],
  ],
])("fails for %s", (_, changes, problems) => {
  expect(problemsOf([withLoadBalancer(changes)])).toEqual(problems);
});
test("fails for names over the limits of EKS, IAM and ELB", () => {
  const name = "b".repeat(101);
  expect(problemsOf([{ ...environment, clusters: { [name]: cluster } }])).toEqual([
    `[${name}/cluster] the name of the cluster is "${name}" (101 characters): expected 1 to 100 letters, digits, hyphens and underscores that begin with a letter or a digit`,
    ...["role", "node-role"].map((role) => {
      const roleName = `${name}-${role === "role" ? "cluster" : "node"}`;
      return `[${name}/cluster/${role}] the name of the IAM role is "${roleName}" (${roleName.length} characters): expected at most 64. Give the cluster a shorter name, or give roles that exist`;
    }),
  ]);
  const limit = "expected 1 to 32 letters, digits and hyphens, without a hyphen at either end";
  const unbound = { ...loadBalancer, targetGroups: { a: {} }, weights: { a: 1 } };
  expect(problemsOf([{ ...environment, loadBalancers: { ["b".repeat(31)]: unbound } }])).toEqual([
    `[${"b".repeat(31)}/target-group-a] the name of the target group is "${"b".repeat(31)}-a" (33 characters): ${limit}`,
  ]);
  expect(problemsOf([{ ...environment, loadBalancers: { ["b".repeat(33)]: unbound } }])).toEqual([
    `[${"b".repeat(33)}/load-balancer] the name of the load balancer is "${"b".repeat(33)}" (33 characters): ${limit}`,
    `[${"b".repeat(33)}/target-group-a] the name of the target group is "${"b".repeat(33)}-a" (35 characters): ${limit}`,
  ]);
});

test("fails for one name in two environments", () => {
  expect(
    problemsOf([environment, { ...environment, name: "gamma", clusters: { "beta-kr-b": cluster } }]),
  ).toEqual([
    'duplicate name "beta-kr-b" in the fleet: each needs a unique name, because it is the name of a stack',
  ]);
});

describe("a catalog file", () => {
  const written = (content: string): string => {
    const path = join(temporaryFolder(), "catalog.json");
    writeFileSync(path, content);
    return path;
  };

  const ofTheFuture = JSON.stringify({
    kubernetesVersions: [NEXT_ROW],
  });

  const future = {
    version: NEXT,
    addons: {},
    nodeGroups: { "workers-v1": { ...workers, version: NEWEST } },
  } as const;

  test.each([
    ["by its path", (path: string) => path],
    ["by its path from the project's folder", (path: string) => relative(process.cwd(), path)],
  ])("given %s adds versions that the catalog does not have", (_, nameOf) => {
    const catalogFile = nameOf(written(ofTheFuture));
    const { resource } = stackOf("beta-kr-a", [{ ...withCluster(future), catalogFile }]);
    expect(resource.aws_eks_cluster?.cluster).toMatchObject({ version: NEXT });
  });

  test("that does not exist is reported with the other problems of the fleet", () => {
    const catalogFile = join(temporaryFolder(), "nowhere.json");
    const { message } = synthesizeInto(temporaryFolder(), [
      { ...withCluster({ version: "v1.34" }), catalogFile },
    ]);
    expect(message).toContain("The fleet has 2 problems; nothing was written.");
    expect(message).toContain(
      `invalid catalog file ${catalogFile}:\n    cannot be read: no such file or folder`,
    );
    expect(message).toContain("[beta-kr-a/cluster] version:");
  });

  test("with bad rows is reported, each row on a line", () => {
    const catalogFile = written(JSON.stringify({ kubernetesVersions: [7], addons: [] }));
    const { message } = synthesizeInto(temporaryFolder(), [{ ...environment, catalogFile }]);
    expect(message).toBe(`The fleet has a problem; nothing was written.

  invalid catalog file ${catalogFile}:
    kubernetesVersions[0]: invalid value 7: expected an object, with version, eksRelease, endOfStandardSupport and source
    unknown property "addons": did you mean "addonVersions"?
`);
  });
});
