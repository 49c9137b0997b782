import type { Environment } from "../../stacks/environment";
import { environment, problemsOf, type Stack, stackOf, stacksOf, withLoadBalancer } from "./fixtures";

const stackWith = (changes: Partial<Environment>): Stack =>
  stackOf("beta-kr-a", [{ ...environment, ...changes }]);

describe("the state", () => {
  test("is next to cdktf.json by default, with a path that is the same on all machines", () => {
    expect(stackWith({}).terraform.backend).toEqual({
      local: { path: "../../../terraform.beta-kr-a.tfstate" },
    });
  });

  test("is in S3 with its lock file, encrypted, under the name of the stack", () => {
    const backend = {
      bucket: "terraform-states",
      region: "eu-west-2",
      keyPrefix: "eks/",
      kmsKeyId: "alias/states",
    };
    expect(stackWith({ backend }).terraform.backend).toEqual({
      s3: {
        bucket: "terraform-states",
        region: "eu-west-2",
        key: "eks/beta-kr-a.tfstate",
        encrypt: true,
        use_lockfile: true,
        kms_key_id: "alias/states",
      },
    });
  });

  test("has no prefix and the bucket's own encryption by default", () => {
    expect(
      stackWith({ backend: { bucket: "terraform-states", region: "eu-west-2" } }).terraform.backend,
    ).toEqual({
      s3: {
        bucket: "terraform-states",
        region: "eu-west-2",
        key: "beta-kr-a.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("is different for each stack", () => {
    const backend = { bucket: "terraform-states", region: "eu-west-2" };
    const keys = Object.entries(stacksOf([{ ...withLoadBalancer(), backend }])).map(
      ([name, { terraform }]) => [name, terraform.backend],
    );
    expect(keys).toEqual(
      ["beta-kr-a-workload", "beta-kr-a", "beta-kr-b-workload", "beta-kr-b", "beta-webapp"].map((name) => [
        name,
        { s3: expect.objectContaining({ key: `${name}.tfstate` }) },
      ]),
    );
  });
});

describe("the AWS provider", () => {
  test("uses the environment's region and the credentials of the caller, and tags what it creates", () => {
    expect(stackWith({}).provider.aws).toEqual([
      { region: "ap-northeast-2", default_tags: [{ tags: { environment: "beta" } }] },
    ]);
  });

  test("accepts a role, and only works in the allowed accounts", () => {
    expect(
      stackWith({
        assumeRoleArn: "arn:aws:iam::123456789012:role/terraform",
        allowedAccountIds: ["123456789012"],
        defaultTags: { team: "platform" },
      }).provider.aws,
    ).toEqual([
      {
        region: "ap-northeast-2",
        allowed_account_ids: ["123456789012"],
        assume_role: [{ role_arn: "arn:aws:iam::123456789012:role/terraform" }],
        default_tags: [{ tags: { environment: "beta", team: "platform" } }],
      },
    ]);
  });

  test("is the same in all stacks of the environment", () => {
    const stacks = Object.values(
      stacksOf([{ ...withLoadBalancer(), assumeRoleArn: "arn:aws:iam::123456789012:role/terraform" }]),
    );
    expect(new Set(stacks.map(({ provider }) => JSON.stringify(provider.aws))).size).toBe(1);
  });
});

describe("the versions of the providers", () => {
  const required = (changes: Partial<Environment>) =>
    Object.fromEntries(
      Object.entries(stacksOf([{ ...withLoadBalancer(), ...changes }])).map(([name, { terraform }]) => [
        name,
        terraform.required_providers,
      ]),
    );

  test("are the tested ranges, and in-cluster providers are only where they are required", () => {
    const aws = { source: "aws", version: ">= 5.100.0, < 7.0.0" };
    const helm = { source: "helm", version: ">= 3.1.0, < 4.0.0" };
    const kubernetes = { source: "kubernetes", version: ">= 2.38.0, < 4.0.0" };
    expect(required({})).toEqual({
      "beta-kr-a": { aws },
      "beta-kr-a-workload": { aws, helm, kubernetes },
      "beta-kr-b": { aws },
      "beta-kr-b-workload": { aws, helm, kubernetes },
      "beta-webapp": { aws },
    });
  });

  test("can be pinned by an environment", () => {
    expect(required({ providerVersions: { aws: "6.21.0", helm: "3.1.1" } })).toMatchObject({
      "beta-kr-a": { aws: { version: "6.21.0" } },
      "beta-kr-a-workload": { aws: { version: "6.21.0" }, helm: { version: "3.1.1" } },
      "beta-webapp": { aws: { version: "6.21.0" } },
    });
  });

  test("fails for constraints that Terraform rejects", () => {
    const providerVersions = { aws: "latest", helm: "3.x" };
    const advice = 'expected one of Terraform, like ">= 6.9.0, < 7.0.0" or "6.21.0"';
    const aws = `the versions of provider "aws": invalid version constraint "latest": ${advice}`;
    const helm = `the versions of provider "helm": invalid version constraint "3.x": ${advice}`;
    expect(problemsOf([{ ...withLoadBalancer(), providerVersions }])).toEqual([
      `[beta-kr-a] ${aws}`,
      `[beta-kr-b] ${aws}`,
      `[beta-webapp] ${aws}`,
      `[beta-kr-a-workload] ${aws}`,
      `[beta-kr-a-workload] ${helm}`,
      `[beta-kr-b-workload] ${aws}`,
      `[beta-kr-b-workload] ${helm}`,
    ]);
  });
});
