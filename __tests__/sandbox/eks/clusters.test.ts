import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { at, clusterRequest, KEY, MINUTE, ROLE, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
});

afterEach(() => eks.stop());

test("a new cluster is CREATING until its time has passed, then ACTIVE", async () => {
  const created = await eks.ok("POST", "/clusters", clusterRequest());
  expect(at(created, "cluster", "status")).toBe("CREATING");
  eks.clock.advance(USUAL_DURATIONS.clusterCreate - 1);
  expect(await eks.read("/clusters/alpha", "cluster", "status")).toBe("CREATING");
  eks.clock.advance(1);
  expect(await eks.read("/clusters/alpha", "cluster", "status")).toBe("ACTIVE");
});

test("a cluster says what it was asked to be", async () => {
  const asked = {
    encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: KEY } }],
    upgradePolicy: { supportType: "STANDARD" },
    version: "1.34",
    deletionProtection: true,
    tags: { fleet: "alpha" },
  };
  await eks.cluster(asked);
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({
    ...asked,
    name: "alpha",
    arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/alpha",
    roleArn: ROLE,
    accessConfig: { authenticationMode: "API" },
  });
});

test("what a request leaves open gets EKS's defaults", async () => {
  await eks.cluster({
    version: undefined,
    accessConfig: undefined,
    resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-c"] },
  });
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({
    version: "1.36",
    upgradePolicy: { supportType: "EXTENDED" },
    accessConfig: { authenticationMode: "CONFIG_MAP" },
    deletionProtection: false,
    resourcesVpcConfig: {
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
  });
});

test("a cluster has a security group of its own in EC2, which goes with it", async () => {
  await eks.cluster();
  const id = await eks.read("/clusters/alpha", "cluster", "resourcesVpcConfig", "clusterSecurityGroupId");
  expect(eks.neighbours.securityGroupIds).toContain(id);
  await eks.ok("DELETE", "/clusters/alpha");
  expect(eks.neighbours.securityGroupIds).not.toContain(id);
});

test("logging is listed as enabled and disabled types", async () => {
  await eks.cluster({ logging: { clusterLogging: [{ types: ["audit", "api"], enabled: true }] } });
  expect(await eks.read("/clusters/alpha", "cluster", "logging", "clusterLogging")).toEqual([
    { types: ["api", "audit"], enabled: true },
    { types: ["authenticator", "controllerManager", "scheduler"], enabled: false },
  ]);
});

test("the Kubernetes API of a cluster can be a real one", async () => {
  await eks.stop();
  eks = await SandboxEks.start({
    apiServerOf: (region, name) =>
      region === "ap-northeast-2" && name === "alpha"
        ? { endpoint: "https://127.0.0.1:6443", certificateAuthorityData: "Y2E=" }
        : undefined,
  });
  await eks.cluster();
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({
    endpoint: "https://127.0.0.1:6443",
    certificateAuthority: { data: "Y2E=" },
  });
});

test("each region has clusters of its own", async () => {
  await eks.cluster();
  expect((await eks.send("GET", "/clusters", undefined, "us-east-1")).body).toEqual({ clusters: [] });
  expect(await eks.read("/clusters", "clusters")).toEqual(["alpha"]);
});

test("clusters are listed page by page", async () => {
  for (const name of ["c", "a", "b"]) await eks.ok("POST", "/clusters", clusterRequest({ name }));
  const first = await eks.ok("GET", "/clusters?maxResults=2");
  expect(first.clusters).toEqual(["a", "b"]);
  expect(await eks.ok("GET", `/clusters?maxResults=2&nextToken=${first.nextToken}`)).toEqual({
    clusters: ["c"],
  });
});

test.each([
  ["maxResults=0", "maxResults must be between 1 and 100, got: 0"],
  ["maxResults=101", "maxResults must be between 1 and 100, got: 101"],
  ["nextToken=nonsense", "Invalid nextToken"],
])("a page that cannot be is rejected: %s", async (query, message) => {
  expect(await eks.rejection("GET", `/clusters?${query}`)).toMatchObject({
    exception: "InvalidParameterException",
    message,
  });
});

test("a name can be taken once", async () => {
  await eks.ok("POST", "/clusters", clusterRequest());
  expect(await eks.rejection("POST", "/clusters", clusterRequest())).toEqual({
    status: 409,
    exception: "ResourceInUseException",
    message: "Cluster already exists with name: alpha",
  });
});

test.each([
  ["a malformed name", { name: "-alpha" }, "The name -alpha is not valid"],
  ["a name of 101 characters", { name: "a".repeat(101) }, "is not valid"],
  ["an unsupported version", { version: "1.30" }, "unsupported Kubernetes version 1.30"],
  ["an unknown version", { version: "1.99" }, "unsupported Kubernetes version 1.99"],
  ["a patch version", { version: "1.33.2" }, "unsupported Kubernetes version 1.33.2"],
  ["an unknown role", { roleArn: `${ROLE}-x` }, `roleArn, ${ROLE}-x, does not exist`],
  ["no subnets", { resourcesVpcConfig: {} }, "subnets can not be empty"],
  [
    "an unknown subnet",
    { resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-x"] } },
    "The subnet ID 'subnet-x' does not exist",
  ],
  [
    "subnets of one zone",
    { resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-a2"] } },
    "Subnets specified must be in at least two different AZs",
  ],
  [
    "subnets of two VPCs",
    { resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-other"] } },
    "Subnets are not in the same VPC",
  ],
  [
    "an unknown security group",
    { resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-c"], securityGroupIds: ["sg-x"] } },
    "The security group 'sg-x' does not exist",
  ],
  [
    "no endpoint at all",
    {
      resourcesVpcConfig: {
        subnetIds: ["subnet-a", "subnet-c"],
        endpointPublicAccess: false,
        endpointPrivateAccess: false,
      },
    },
    "Private and public endpoint access cannot be false",
  ],
  [
    "an unknown key",
    { encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: `${KEY}-x` } }] },
    "The keyArn in encryptionConfig provider is not valid",
  ],
  [
    "the encryption of something else than secrets",
    { encryptionConfig: [{ resources: ["configmaps"], provider: { keyArn: KEY } }] },
    'encryptionConfig.resources must be ["secrets"], got: [configmaps]',
  ],
  ["a member of the wrong type", { version: 1.33 }, "version must be a string"],
])("a cluster with %s is rejected", async (_, more, message) => {
  expect(await eks.rejection("POST", "/clusters", clusterRequest(more))).toEqual({
    status: 400,
    exception: "InvalidParameterException",
    message: expect.stringContaining(message),
  });
  expect(await eks.read("/clusters", "clusters")).toEqual([]);
});

test("a name of 100 characters is allowed", async () => {
  await eks.cluster({ name: "a".repeat(100) });
});

test("an unknown cluster is not found", async () => {
  expect(await eks.rejection("GET", "/clusters/beta")).toEqual({
    status: 404,
    exception: "ResourceNotFoundException",
    message: "No cluster found for name: beta.",
  });
});

test("a deleted cluster is DELETING for its time, then gone, and its name is free", async () => {
  await eks.cluster();
  await eks.ok("DELETE", "/clusters/alpha");
  expect(await eks.read("/clusters/alpha", "cluster", "status")).toBe("DELETING");
  eks.clock.advance(USUAL_DURATIONS.clusterDelete);
  expect(await eks.rejection("GET", "/clusters/alpha")).toMatchObject({ status: 404 });
  await eks.cluster();
});

test("a cluster with node groups is not deleted", async () => {
  await eks.cluster();
  await eks.nodeGroup();
  expect(await eks.rejection("DELETE", "/clusters/alpha")).toEqual({
    status: 409,
    exception: "ResourceInUseException",
    message: "Cluster has nodegroups attached",
  });
  await eks.ok("DELETE", "/clusters/alpha/node-groups/workers-v1");
  eks.clock.advance(USUAL_DURATIONS.nodeGroupDelete);
  await eks.ok("DELETE", "/clusters/alpha");
});

test("a protected cluster is not deleted until the protection is off", async () => {
  await eks.cluster({ deletionProtection: true });
  expect(await eks.rejection("DELETE", "/clusters/alpha")).toMatchObject({
    status: 400,
    exception: "InvalidRequestException",
    message: expect.stringContaining("deletion protection is enabled"),
  });
  await eks.ok("POST", "/clusters/alpha/update-config", { deletionProtection: false });
  eks.clock.advance(USUAL_DURATIONS.clusterConfig);
  await eks.ok("DELETE", "/clusters/alpha");
});

test("a cluster that is being created or updated is not deleted", async () => {
  await eks.ok("POST", "/clusters", clusterRequest());
  expect(await eks.rejection("DELETE", "/clusters/alpha")).toMatchObject({
    exception: "ResourceInUseException",
    message: expect.stringContaining("in progress"),
  });
  eks.clock.advance(10 * MINUTE);
  await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  expect(await eks.rejection("DELETE", "/clusters/alpha")).toMatchObject({
    exception: "ResourceInUseException",
    message: expect.stringContaining("in progress"),
  });
});

test("a creator gets access by default", async () => {
  await eks.cluster({ accessConfig: { authenticationMode: "API" } });
  expect(await eks.read("/clusters/alpha/access-entries", "accessEntries")).toEqual([
    "arn:aws:iam::123456789012:user/moto",
  ]);
});
