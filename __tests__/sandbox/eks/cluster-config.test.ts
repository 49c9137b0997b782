import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { at, KEY, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
  await eks.cluster();
});

afterEach(() => eks.stop());

const PATH = "/clusters/alpha/update-config";

test.each([
  [
    "EndpointAccessUpdate",
    { resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] } },
    {
      resourcesVpcConfig: {
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ["198.51.100.0/24"],
      },
    },
  ],
  [
    "VpcConfigUpdate",
    { resourcesVpcConfig: { securityGroupIds: ["sg-extra"] } },
    { resourcesVpcConfig: { securityGroupIds: ["sg-extra"] } },
  ],
  [
    "LoggingUpdate",
    { logging: { clusterLogging: [{ types: ["audit"], enabled: true }] } },
    {
      logging: {
        clusterLogging: [
          { types: ["audit"], enabled: true },
          { types: ["api", "authenticator", "controllerManager", "scheduler"], enabled: false },
        ],
      },
    },
  ],
  [
    "UpgradePolicyUpdate",
    { upgradePolicy: { supportType: "EXTENDED" } },
    { upgradePolicy: { supportType: "EXTENDED" } },
  ],
  ["DeletionProtectionUpdate", { deletionProtection: true }, { deletionProtection: true }],
  [
    "ZonalShiftConfigUpdate",
    { zonalShiftConfig: { enabled: true } },
    { zonalShiftConfig: { enabled: true } },
  ],
  [
    "AutoModeUpdate",
    {
      computeConfig: { enabled: true },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    },
    {
      computeConfig: { enabled: true },
      kubernetesNetworkConfig: { ipFamily: "ipv4", elasticLoadBalancing: { enabled: true } },
    },
  ],
])("%s takes its time and changes only what it says", async (type, request, after) => {
  const before = await eks.read("/clusters/alpha", "cluster");
  const answer = await eks.ok("POST", PATH, request);
  expect(answer).toMatchObject({ update: { type, status: "InProgress" } });
  expect(await eks.read("/clusters/alpha", "cluster")).toEqual({ ...Object(before), status: "UPDATING" });
  eks.clock.advance(USUAL_DURATIONS.clusterConfig);
  expect(await eks.read("/clusters/alpha", "cluster")).toMatchObject({ ...after, status: "ACTIVE" });
  expect(await eks.read(`/clusters/alpha/updates/${at(answer, "update", "id")}`, "update")).toMatchObject({
    status: "Successful",
  });
});

test("encryption of secrets can be added once", async () => {
  const encryptionConfig = [{ resources: ["secrets"], provider: { keyArn: KEY } }];
  await eks.ok("POST", "/clusters/alpha/encryption-config/associate", { encryptionConfig });
  eks.clock.advance(USUAL_DURATIONS.clusterConfig);
  expect(await eks.read("/clusters/alpha", "cluster", "encryptionConfig")).toEqual(encryptionConfig);
  expect(
    await eks.rejection("POST", "/clusters/alpha/encryption-config/associate", { encryptionConfig }),
  ).toMatchObject({
    exception: "InvalidParameterException",
    message: "Encryption config already exists for cluster alpha",
  });
});

test("the mode of authentication goes one way, step by step", async () => {
  await eks.ok("POST", "/clusters", {
    name: "beta",
    roleArn: await eks.read("/clusters/alpha", "cluster", "roleArn"),
    resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-c"] },
  });
  eks.clock.advance(USUAL_DURATIONS.clusterCreate);
  const change = (authenticationMode: string) => ({ accessConfig: { authenticationMode } });
  expect(await eks.rejection("POST", "/clusters/beta/update-config", change("API"))).toMatchObject({
    message: "Unsupported authentication mode update from CONFIG_MAP to API",
  });
  for (const mode of ["API_AND_CONFIG_MAP", "API"]) {
    await eks.ok("POST", "/clusters/beta/update-config", change(mode));
    eks.clock.advance(USUAL_DURATIONS.clusterConfig);
  }
  expect(
    await eks.rejection("POST", "/clusters/beta/update-config", change("API_AND_CONFIG_MAP")),
  ).toMatchObject({ exception: "InvalidParameterException" });
});

test.each([
  ["nothing", {}, "InvalidParameterException", "No changes needed for the config provided"],
  [
    "two kinds at once",
    { deletionProtection: true, logging: { clusterLogging: [{ types: ["api"], enabled: true }] } },
    "InvalidParameterException",
    "Only one type of update can be allowed, got: LoggingUpdate, DeletionProtectionUpdate",
  ],
  [
    "the endpoint access that is there",
    { resourcesVpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: false } },
    "InvalidParameterException",
    "Cluster is already at the desired configuration with endpointPrivateAccess: true, endpointPublicAccess: false, and Public Endpoint Restrictions: []",
  ],
  [
    "the logging that is there",
    { logging: { clusterLogging: [{ types: ["api"], enabled: false }] } },
    "InvalidParameterException",
    "No changes needed for the logging config provided",
  ],
  [
    "an unknown log type",
    { logging: { clusterLogging: [{ types: ["kubelet"], enabled: true }] } },
    "InvalidParameterException",
    "unknown log type kubelet",
  ],
  [
    "subnets of another VPC",
    { resourcesVpcConfig: { subnetIds: ["subnet-a", "subnet-other"] } },
    "InvalidParameterException",
    "Subnets are not in the same VPC",
  ],
  [
    "standard support in extended support",
    { upgradePolicy: { supportType: "STANDARD" } },
    "InvalidRequestException",
    "Cluster alpha is in extended support",
  ],
])("an update of %s is rejected", async (_, request, exception, message) => {
  expect(await eks.rejection("POST", PATH, request)).toEqual({
    status: 400,
    exception,
    message: expect.stringContaining(message),
  });
});

test("the configuration is not updated while the version is", async () => {
  await eks.ok("POST", "/clusters/alpha/updates", { version: "1.34" });
  expect(await eks.rejection("POST", PATH, { deletionProtection: true })).toMatchObject({
    status: 409,
    exception: "ResourceInUseException",
    message: expect.stringMatching(
      /^Cannot DeletionProtectionUpdate because cluster alpha currently has update/,
    ),
  });
});
