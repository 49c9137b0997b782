import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { keepStateHere } from "../../cli/rehearsal/local-state";
import { examined } from "../../constructs/checks/right-types";
import { ClusterStack } from "../../stacks/cluster-stack";
import type { BackendSettings } from "../../upgrade/fleet/settings";
import { cluster, environment } from "../fixtures/settings-values";

const stackOf = (backend?: BackendSettings) =>
  new ClusterStack(new App({ stackTraces: false, skipValidation: true }), "beta-kr-a", {
    ...cluster,
    environment: { ...environment, backend },
    clusterName: "beta-kr-a",
  });

function terraformOf(backend?: BackendSettings): Readonly<Record<string, unknown>> {
  const { required_providers, ...terraform } = JSON.parse(Testing.synth(stackOf(backend), true)).terraform;
  expect(required_providers).toBeDefined();
  return terraform;
}

const ADDRESS = "https://gitlab.example.com/api/v4/projects/42/terraform/state";

const backends: readonly (readonly [string, BackendSettings | undefined, object])[] = [
  ["this machine", undefined, { backend: { local: { path: "../../../terraform.beta-kr-a.tfstate" } } }],
  [
    "S3",
    {
      bucket: "states",
      region: "ap-northeast-2",
      keyPrefix: "eks/",
      kmsKeyId: "alias/states",
      assumeRoleArn: "arn:aws:iam::123456789012:role/states",
    },
    {
      backend: {
        s3: {
          bucket: "states",
          region: "ap-northeast-2",
          key: "eks/beta-kr-a.tfstate",
          encrypt: true,
          kms_key_id: "alias/states",
          use_lockfile: true,
          assume_role: { role_arn: "arn:aws:iam::123456789012:role/states" },
        },
      },
    },
  ],
  [
    "Google Cloud Storage",
    { type: "gcs", bucket: "states", keyPrefix: "eks/", impersonateServiceAccount: "state@example.iam" },
    {
      backend: {
        gcs: { bucket: "states", prefix: "eks/beta-kr-a", impersonate_service_account: "state@example.iam" },
      },
    },
  ],
  [
    "Azure, with Entra ID",
    { type: "azurerm", storageAccountName: "states", containerName: "eks", tenantId: "t" },
    {
      backend: {
        azurerm: {
          storage_account_name: "states",
          container_name: "eks",
          key: "beta-kr-a.tfstate",
          tenant_id: "t",
          use_azuread_auth: true,
        },
      },
    },
  ],
  [
    "Azure, with the key of the account",
    { type: "azurerm", storageAccountName: "states", containerName: "eks", resourceGroupName: "platform" },
    {
      backend: {
        azurerm: {
          storage_account_name: "states",
          container_name: "eks",
          key: "beta-kr-a.tfstate",
          resource_group_name: "platform",
        },
      },
    },
  ],
  [
    "an HTTP server",
    { type: "http", address: ADDRESS },
    {
      backend: {
        http: {
          address: `${ADDRESS}/beta-kr-a`,
          lock_address: `${ADDRESS}/beta-kr-a/lock`,
          lock_method: "POST",
          unlock_address: `${ADDRESS}/beta-kr-a/lock`,
          unlock_method: "DELETE",
        },
      },
    },
  ],
  [
    "an HTTP server without locks",
    { type: "http", address: ADDRESS, locking: "disabled" },
    { backend: { http: { address: `${ADDRESS}/beta-kr-a` } } },
  ],
  [
    "HCP Terraform",
    { type: "hcp", organization: "example", project: "eks", keyPrefix: "eks-", hostname: "tfe.example.com" },
    {
      cloud: {
        organization: "example",
        hostname: "tfe.example.com",
        workspaces: { name: "eks-beta-kr-a", project: "eks" },
      },
    },
  ],
];

test.each(backends)("each stack has a state of its own in %s", (_, backend, expected) => {
  expect(terraformOf(backend)).toEqual(expected);
});

test.each(backends)(
  "a rehearsal reaches no service outside of AWS for states in %s",
  (_, backend, terraform) => {
    const folder = join(mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-test-")), "beta-kr-a");
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
      keepStateHere(folder);
      const kept = () => JSON.parse(readFileSync(join(folder, "rehearsal_override.tf.json"), "utf8"));
      if (backend?.type === undefined) {
        expect(kept).toThrow("ENOENT");
      } else {
        expect(kept()).toEqual({
          terraform: { backend: { local: { path: "../../../terraform.beta-kr-a.tfstate" } } },
        });
      }
    } finally {
      rmSync(join(folder, ".."), { recursive: true });
    }
  },
);

test.each<[string, BackendSettings, string]>([
  [
    "a bucket of another form",
    { bucket: "My States", region: "ap-northeast-2" },
    'bucket of the backend is "My States"',
  ],
  ["a region that is none", { bucket: "states", region: "seoul" }, 'region of the backend is "seoul"'],
  [
    "a password in the address",
    { type: "http", address: "https://me:secret@example.com/state" },
    'address of the backend is "https://',
  ],
  ["a slash at the end", { type: "http", address: `${ADDRESS}/` }, "address of the backend is"],
  [
    "a storage account with capitals",
    { type: "azurerm", storageAccountName: "States", containerName: "eks" },
    'storageAccountName of the backend is "States"',
  ],
  ["an organization with spaces", { type: "hcp", organization: "My org" }, "organization of the backend is"],
])("a backend with %s is rejected", (_, backend, problem) => {
  expect(stackOf(backend).node.validate()).toEqual([expect.stringContaining(problem)]);
});

test.each<[object, string]>([
  [{ type: "gcs", bucket: "states", region: "x" }, 'backend: unknown property "region"'],
  [{ bucket: "states", container: "x" }, "backend.region is missing"],
  [
    { type: "swift", bucket: "states" },
    'backend.type is "swift": expected "azurerm", "gcs", "hcp", "http" or "s3"',
  ],
  [{ type: "hcp" }, "backend.organization is missing"],
])("synthesis compares %j with the one kind of backend that its type names", (backend, problem) => {
  const { problems } = examined<object>("Environment", { ...environment, backend }, { isExact: true });
  expect(problems).toContainEqual(expect.stringContaining(problem));
});
