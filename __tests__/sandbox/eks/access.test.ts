import { ADMIN, at, MINUTE, ROLE, SandboxEks } from "./sandbox-eks";

let eks: SandboxEks;

beforeEach(async () => {
  eks = await SandboxEks.start();
  await eks.cluster();
});

afterEach(() => eks.stop());

const ENTRIES = "/clusters/alpha/access-entries";
const ENTRY = `${ENTRIES}/${encodeURIComponent(ADMIN)}`;
const POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const everywhere = { policyArn: POLICY, accessScope: { type: "cluster" } };

describe("an access entry", () => {
  test("is made for a principal, read, updated, listed and deleted", async () => {
    await eks.ok("POST", ENTRIES, { principalArn: ADMIN, kubernetesGroups: ["viewers"], tags: { a: "b" } });
    expect(await eks.read(ENTRY, "accessEntry")).toMatchObject({
      clusterName: "alpha",
      principalArn: ADMIN,
      type: "STANDARD",
      kubernetesGroups: ["viewers"],
      username: "arn:aws:sts::123456789012:assumed-role/admin/{{SessionName}}",
      tags: { a: "b" },
    });
    await eks.ok("POST", ENTRY, { kubernetesGroups: ["editors"] });
    expect(await eks.read(ENTRY, "accessEntry", "kubernetesGroups")).toEqual(["editors"]);
    expect(await eks.read(ENTRIES, "accessEntries")).toEqual([ADMIN]);
    await eks.ok("DELETE", ENTRY);
    expect(await eks.rejection("GET", ENTRY)).toMatchObject({
      status: 404,
      exception: "ResourceNotFoundException",
      message: expect.stringContaining("The specified principalArn could not be found."),
    });
  });

  test("is there once for each principal", async () => {
    await eks.ok("POST", ENTRIES, { principalArn: ADMIN });
    expect(await eks.rejection("POST", ENTRIES, { principalArn: ADMIN })).toEqual({
      status: 409,
      exception: "ResourceInUseException",
      message: "The specified access entry resource is already in use on this cluster.",
    });
  });

  test.each([
    [
      "an unknown role",
      { principalArn: `${ROLE}-x` },
      "The specified principalArn is invalid: invalid principal.",
    ],
    ["no principal", { principalArn: "admin" }, "The specified principalArn is invalid: invalid principal."],
    [
      "groups for nodes",
      { principalArn: ADMIN, type: "EC2_LINUX", kubernetesGroups: ["a"] },
      "Kubernetes groups and a username can only be given to access entries of type STANDARD, got: EC2_LINUX",
    ],
    [
      "a group of the system's",
      { principalArn: ADMIN, kubernetesGroups: ["system:masters"] },
      "The kubernetes group name must not begin with system:",
    ],
  ])("for %s is rejected", async (_, request, message) => {
    expect(await eks.rejection("POST", ENTRIES, request)).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message,
    });
  });

  test("needs a cluster that is not in CONFIG_MAP mode", async () => {
    await eks.cluster({ name: "old", accessConfig: { authenticationMode: "CONFIG_MAP" } });
    expect(
      await eks.rejection("POST", "/clusters/old/access-entries", { principalArn: ADMIN }),
    ).toMatchObject({
      exception: "InvalidRequestException",
      message: expect.stringContaining("authentication mode must be set to one of [API, API_AND_CONFIG_MAP]"),
    });
  });
});

describe("an access policy", () => {
  beforeEach(() => eks.ok("POST", ENTRIES, { principalArn: ADMIN }));

  test("is associated, listed and disassociated", async () => {
    await eks.ok("POST", `${ENTRY}/access-policies`, everywhere);
    expect(await eks.read(`${ENTRY}/access-policies`, "associatedAccessPolicies")).toMatchObject([
      { policyArn: POLICY, accessScope: { type: "cluster", namespaces: [] } },
    ]);
    expect(
      await eks.read(`${ENTRIES}?associatedPolicyArn=${encodeURIComponent(POLICY)}`, "accessEntries"),
    ).toEqual([ADMIN]);
    await eks.ok("DELETE", `${ENTRY}/access-policies/${encodeURIComponent(POLICY)}`);
    expect(await eks.read(`${ENTRY}/access-policies`, "associatedAccessPolicies")).toEqual([]);
  });

  test("that is associated again has the new scope", async () => {
    await eks.ok("POST", `${ENTRY}/access-policies`, everywhere);
    const accessScope = { type: "namespace", namespaces: ["webapp"] };
    await eks.ok("POST", `${ENTRY}/access-policies`, { policyArn: POLICY, accessScope });
    expect(await eks.read(`${ENTRY}/access-policies`, "associatedAccessPolicies")).toMatchObject([
      { accessScope },
    ]);
  });

  test.each([
    ["that does not exist", { ...everywhere, policyArn: `${POLICY}X` }, "is not valid"],
    [
      "for namespaces that are not named",
      { ...everywhere, accessScope: { type: "namespace" } },
      "namespaces belong to an access scope of type namespace",
    ],
    [
      "for the cluster with namespaces",
      { ...everywhere, accessScope: { type: "cluster", namespaces: ["a"] } },
      "namespaces belong to an access scope of type namespace",
    ],
  ])("%s is rejected", async (_, request, message) => {
    expect(await eks.rejection("POST", `${ENTRY}/access-policies`, request)).toMatchObject({
      exception: "InvalidParameterException",
      message: expect.stringContaining(message),
    });
  });

  test("is rejected for nodes", async () => {
    await eks.nodeGroup();
    expect(
      await eks.rejection("POST", `${ENTRIES}/${encodeURIComponent(ROLE)}/access-policies`, everywhere),
    ).toMatchObject({ exception: "InvalidRequestException" });
  });

  test("that is not associated cannot be disassociated", async () => {
    expect(
      await eks.rejection("DELETE", `${ENTRY}/access-policies/${encodeURIComponent(POLICY)}`),
    ).toMatchObject({ status: 404, exception: "ResourceNotFoundException" });
  });

  test("is one of those that are listed", async () => {
    expect(await eks.read("/access-policies", "accessPolicies")).toContainEqual({
      name: "AmazonEKSClusterAdminPolicy",
      arn: POLICY,
    });
  });
});

describe("a Pod Identity association", () => {
  const PATH = "/clusters/alpha/pod-identity-associations";
  const request = { namespace: "kube-system", serviceAccount: "controller", roleArn: ROLE };

  test("is made, read, updated, listed and deleted", async () => {
    const created = await eks.ok("POST", PATH, { ...request, tags: { a: "b" } });
    const one = `${PATH}/${at(created, "association", "associationId")}`;
    expect(await eks.read(one, "association")).toMatchObject({ ...request, tags: { a: "b" } });
    await eks.ok("POST", one, { roleArn: ADMIN });
    expect(await eks.read(one, "association", "roleArn")).toBe(ADMIN);
    expect(await eks.read(`${PATH}?namespace=kube-system`, "associations")).toHaveLength(1);
    expect(await eks.read(`${PATH}?namespace=default`, "associations")).toEqual([]);
    await eks.ok("DELETE", one);
    expect(await eks.rejection("GET", one)).toMatchObject({ status: 404 });
  });

  test("is there once for each service account", async () => {
    const created = await eks.ok("POST", PATH, request);
    expect(await eks.rejection("POST", PATH, { ...request, roleArn: ADMIN })).toEqual({
      status: 409,
      exception: "ResourceInUseException",
      message: `Association already exists: ${at(created, "association", "associationId")}`,
    });
  });

  test("needs a role that exists", async () => {
    expect(await eks.rejection("POST", PATH, { ...request, roleArn: `${ROLE}-x` })).toEqual({
      status: 400,
      exception: "InvalidParameterException",
      message: `Role ${ROLE}-x could not be found`,
    });
  });

  test("needs a cluster that exists", async () => {
    expect(await eks.rejection("POST", "/clusters/beta/pod-identity-associations", request)).toMatchObject({
      status: 404,
    });
  });
});

describe("tags", () => {
  test.each([
    ["a cluster", async () => "/clusters/alpha", ["cluster", "arn"]],
    [
      "a node group",
      async () => {
        await eks.nodeGroup();
        return "/clusters/alpha/node-groups/workers-v1";
      },
      ["nodegroup", "nodegroupArn"],
    ],
    [
      "an add-on",
      async () => {
        await eks.ok("POST", "/clusters/alpha/addons", { addonName: "vpc-cni" });
        eks.clock.advance(MINUTE);
        return "/clusters/alpha/addons/vpc-cni";
      },
      ["addon", "addonArn"],
    ],
    [
      "an access entry",
      async () => {
        await eks.ok("POST", ENTRIES, { principalArn: ADMIN });
        return ENTRY;
      },
      ["accessEntry", "accessEntryArn"],
    ],
    [
      "a Pod Identity association",
      async () => {
        const association = { namespace: "a", serviceAccount: "b", roleArn: ROLE };
        const created = await eks.ok("POST", "/clusters/alpha/pod-identity-associations", association);
        return `/clusters/alpha/pod-identity-associations/${at(created, "association", "associationId")}`;
      },
      ["association", "associationArn"],
    ],
  ])("of %s are added, listed and removed", async (_, make, [member = "", arn = ""]) => {
    const path = await make();
    const tags = `/tags/${encodeURIComponent(String(await eks.read(path, member, arn)))}`;
    await eks.ok("POST", tags, { tags: { a: "1", b: "2", c: "3" } });
    await eks.ok("DELETE", `${tags}?tagKeys=a&tagKeys=b`);
    expect(await eks.read(tags, "tags")).toEqual({ c: "3" });
    expect(await eks.read(path, member, "tags")).toEqual({ c: "3" });
  });

  test("of an unknown resource are not found", async () => {
    expect(await eks.rejection("GET", `/tags/${encodeURIComponent("arn:aws:eks:x")}`)).toMatchObject({
      status: 404,
      exception: "NotFoundException",
    });
  });
});
