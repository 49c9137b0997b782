import { USUAL_DURATIONS } from "../../../sandbox/eks/options";
import { at, ROLE, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
  await eks.cluster();
});

afterEach(() => eks.stop());

const PATH = "/clusters/alpha/addons";

async function add(addonName: string, more: object = {}): Promise<void> {
  await eks.ok("POST", PATH, { addonName, ...more });
  eks.clock.advance(USUAL_DURATIONS.addonCreate);
}

test("a new add-on is CREATING until its time has passed, then ACTIVE", async () => {
  const answer = await eks.ok("POST", PATH, { addonName: "kube-proxy" });
  expect(at(answer, "addon", "status")).toBe("CREATING");
  eks.clock.advance(USUAL_DURATIONS.addonCreate);
  expect(await eks.read(`${PATH}/kube-proxy`, "addon", "status")).toBe("ACTIVE");
});

test("an add-on says what it was asked to be", async () => {
  const asked = {
    addonVersion: "v1.20.4-eksbuild.1",
    configurationValues: '{"env":{"A":"b"}}',
    serviceAccountRoleArn: ROLE,
    namespaceConfig: { namespace: "networking" },
    tags: { fleet: "alpha" },
  };
  await add("vpc-cni", { ...asked, resolveConflicts: "OVERWRITE" });
  expect(await eks.read(`${PATH}/vpc-cni`, "addon")).toMatchObject(asked);
});

test("an add-on without a version gets the default of its cluster's version", async () => {
  await add("vpc-cni");
  expect(await eks.read(`${PATH}/vpc-cni`, "addon", "addonVersion")).toBe("v1.22.4-eksbuild.3");
});

const INVALID = "InvalidParameterException";

test.each([
  ["an unknown name", { addonName: "kube-dns" }, INVALID, "Addon kube-dns specified is not supported"],
  [
    "a build of another Kubernetes version",
    { addonName: "kube-proxy", addonVersion: "v1.34.6-eksbuild.29" },
    INVALID,
    "Addon version specified is not supported",
  ],
  [
    "an unknown build",
    { addonName: "kube-proxy", addonVersion: "v1.33.10-eksbuild.999" },
    INVALID,
    "Addon version specified is not supported",
  ],
  [
    "values that are not JSON",
    { addonName: "vpc-cni", configurationValues: "{" },
    INVALID,
    "ConfigurationValue is not in valid JSON or YAML format",
  ],
  [
    "an unknown role",
    { addonName: "vpc-cni", serviceAccountRoleArn: `${ROLE}-x` },
    INVALID,
    `Role ${ROLE}-x could not be found`,
  ],
  [
    "conflicts to preserve",
    { addonName: "vpc-cni", resolveConflicts: "PRESERVE" },
    INVALID,
    "resolveConflicts PRESERVE is not supported by CreateAddon",
  ],
  [
    "conflicts to resolve in no known way",
    { addonName: "vpc-cni", resolveConflicts: "MERGE" },
    INVALID,
    "resolveConflicts must be one of OVERWRITE, NONE, PRESERVE",
  ],
])("an add-on with %s is rejected", async (_, request, exception, message) => {
  expect(await eks.rejection("POST", PATH, request)).toEqual({ status: 400, exception, message });
  expect(await eks.read(PATH, "addons")).toEqual([]);
});

test("an add-on can be added once", async () => {
  await add("kube-proxy");
  expect(await eks.rejection("POST", PATH, { addonName: "kube-proxy" })).toEqual({
    status: 409,
    exception: "ResourceInUseException",
    message: "Addon already exists.",
  });
});

test("an add-on follows its cluster, takes its time, and reports it as an update", async () => {
  await add("kube-proxy");
  await eks.upgrade("1.34");
  const answer = await eks.ok("POST", `${PATH}/kube-proxy/update`, {
    addonVersion: "v1.34.6-eksbuild.29",
    resolveConflicts: "PRESERVE",
  });
  const path = `/clusters/alpha/updates/${at(answer, "update", "id")}?addonName=kube-proxy`;
  expect(await eks.read(path, "update")).toMatchObject({ type: "AddonUpdate", status: "InProgress" });
  expect(await eks.read(`${PATH}/kube-proxy`, "addon")).toMatchObject({
    addonVersion: "v1.33.10-eksbuild.29",
    status: "UPDATING",
  });
  eks.clock.advance(USUAL_DURATIONS.addonUpdate);
  expect(await eks.read(path, "update", "status")).toBe("Successful");
  expect(await eks.read(`${PATH}/kube-proxy`, "addon")).toMatchObject({
    addonVersion: "v1.34.6-eksbuild.29",
    status: "ACTIVE",
  });
});

test("an update changes what it says and keeps the rest", async () => {
  await add("vpc-cni", { configurationValues: '{"a":1}', serviceAccountRoleArn: ROLE });
  await eks.ok("POST", `${PATH}/vpc-cni/update`, { configurationValues: "" });
  eks.clock.advance(USUAL_DURATIONS.addonUpdate);
  const addon = await eks.read(`${PATH}/vpc-cni`, "addon");
  expect(addon).toMatchObject({ addonVersion: "v1.22.4-eksbuild.3", serviceAccountRoleArn: ROLE });
  expect(addon).not.toHaveProperty("configurationValues");
});

test("an update to a build that does not fit the cluster is rejected", async () => {
  await add("kube-proxy");
  expect(
    await eks.rejection("POST", `${PATH}/kube-proxy/update`, { addonVersion: "v1.34.6-eksbuild.29" }),
  ).toEqual({ status: 400, exception: INVALID, message: "Addon version specified is not supported" });
});

test("vpc-cni goes one minor at a time", async () => {
  await add("vpc-cni", { addonVersion: "v1.20.4-eksbuild.1" });
  const update = (addonVersion: string) => ["POST", `${PATH}/vpc-cni/update`, { addonVersion }] as const;
  expect(await eks.rejection(...update("v1.22.4-eksbuild.3"))).toEqual({
    status: 400,
    exception: INVALID,
    message:
      "Addon vpc-cni can only be updated one minor version at a time, got: v1.20.4-eksbuild.1 to v1.22.4-eksbuild.3",
  });
  await eks.ok(...update("v1.21.1-eksbuild.7"));
  eks.clock.advance(USUAL_DURATIONS.addonUpdate);
  await eks.ok(...update("v1.22.4-eksbuild.3"));
});

test("an add-on is not updated twice at once", async () => {
  await add("vpc-cni");
  await eks.ok("POST", `${PATH}/vpc-cni/update`, { configurationValues: "{}" });
  expect(await eks.rejection("POST", `${PATH}/vpc-cni/update`, {})).toMatchObject({
    status: 409,
    exception: "ResourceInUseException",
  });
});

test("an update that a fault has chosen ends Failed and leaves the add-on as it was", async () => {
  await add("vpc-cni", { addonVersion: "v1.21.1-eksbuild.7" });
  eks.faults.add({
    service: "eks",
    operation: "UpdateAddon",
    failure: { kind: "update", errorCode: "ConfigurationConflict" },
  });
  const answer = await eks.ok("POST", `${PATH}/vpc-cni/update`, { addonVersion: "v1.22.4-eksbuild.3" });
  eks.clock.advance(USUAL_DURATIONS.addonUpdate);
  const path = `/clusters/alpha/updates/${at(answer, "update", "id")}?addonName=vpc-cni`;
  expect(await eks.read(path, "update")).toMatchObject({
    status: "Failed",
    errors: [{ errorCode: "ConfigurationConflict" }],
  });
  expect(await eks.read(`${PATH}/vpc-cni`, "addon")).toMatchObject({
    status: "ACTIVE",
    addonVersion: "v1.21.1-eksbuild.7",
  });
});

test("a creation that a fault has chosen ends CREATE_FAILED", async () => {
  eks.faults.add({
    service: "eks",
    operation: "CreateAddon",
    failure: { kind: "update", errorCode: "InsufficientNumberOfReplicas" },
  });
  await add("vpc-cni");
  expect(await eks.read(`${PATH}/vpc-cni`, "addon")).toMatchObject({
    status: "CREATE_FAILED",
    health: { issues: [{ code: "InsufficientNumberOfReplicas" }] },
  });
});

test("a deleted add-on is DELETING for its time, then gone", async () => {
  await add("vpc-cni");
  await eks.ok("DELETE", `${PATH}/vpc-cni?preserve=true`);
  expect(await eks.read(`${PATH}/vpc-cni`, "addon", "status")).toBe("DELETING");
  eks.clock.advance(USUAL_DURATIONS.addonDelete);
  expect(await eks.rejection("GET", `${PATH}/vpc-cni`)).toEqual({
    status: 404,
    exception: "ResourceNotFoundException",
    message: "No addon: vpc-cni found in cluster: alpha",
  });
});

test("the Pod Identity associations of an add-on come and go with it", async () => {
  const podIdentityAssociations = [{ serviceAccount: "aws-node", roleArn: ROLE }];
  const associations = () => eks.read("/clusters/alpha/pod-identity-associations", "associations");
  await add("vpc-cni", { podIdentityAssociations });
  const addon = await eks.read(`${PATH}/vpc-cni`, "addon");
  expect(await associations()).toMatchObject([
    { namespace: "kube-system", serviceAccount: "aws-node", ownerArn: at(addon, "addonArn") },
  ]);
  await eks.ok("DELETE", `${PATH}/vpc-cni`);
  expect(await associations()).toEqual([]);
});

test("the builds for a Kubernetes version are described, the newest first, with its default", async () => {
  const path = "/addons/supported-versions?addonName=vpc-cni&kubernetesVersion=1.33";
  expect(await eks.read(path, "addons")).toMatchObject([
    {
      addonName: "vpc-cni",
      addonVersions: [
        {
          addonVersion: "v1.22.4-eksbuild.3",
          compatibilities: [{ clusterVersion: "1.33", defaultVersion: true }],
        },
        {
          addonVersion: "v1.21.1-eksbuild.7",
          compatibilities: [{ clusterVersion: "1.33", defaultVersion: false }],
        },
        { addonVersion: "v1.20.4-eksbuild.1" },
      ],
    },
  ]);
});

test("all add-ons are described where the request names none", async () => {
  expect(await eks.read("/addons/supported-versions", "addons")).toMatchObject([
    { addonName: "kube-proxy" },
    { addonName: "vpc-cni" },
  ]);
});

test("an unknown add-on is not described", async () => {
  expect(await eks.rejection("GET", "/addons/supported-versions?addonName=kube-dns")).toMatchObject({
    exception: INVALID,
    message: "Addon kube-dns specified is not supported",
  });
});

test("a build has a configuration schema, an unknown build has none", async () => {
  const path = "/addons/configuration-schemas?addonName=vpc-cni&addonVersion=";
  expect(await eks.ok("GET", `${path}v1.22.4-eksbuild.3`)).toMatchObject({ addonName: "vpc-cni" });
  expect(await eks.rejection("GET", `${path}v9`)).toMatchObject({ status: 404 });
});
