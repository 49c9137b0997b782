import { AzurermBackend, GcsBackend, HttpBackend, LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import { isUnresolved } from "../constructs/validation";
import { localStatePath } from "../upgrade/eks/layout";
import type {
  BackendSettings,
  HcpBackendSettings,
  HttpBackendSettings,
  S3BackendSettings,
} from "../upgrade/fleet/settings";

/** Where a stack keeps its state. The stack's name is part of the state's name. */
export function keepState(stack: TerraformStack, id: string, backend: BackendSettings | undefined): void {
  const name = `${backend?.keyPrefix ?? ""}${id}`;
  switch (backend?.type) {
    case undefined:
    case "s3":
      if (backend === undefined) {
        new LocalBackend(stack, { path: localStatePath(id) });
      } else {
        inS3(stack, name, backend);
      }
      return;
    case "gcs": {
      const { bucket, kmsEncryptionKey, impersonateServiceAccount } = backend;
      new GcsBackend(stack, { bucket, prefix: name, kmsEncryptionKey, impersonateServiceAccount });
      return;
    }
    case "azurerm": {
      const { type: _type, keyPrefix: _keyPrefix, ...settings } = backend;
      const useAzureadAuth = backend.resourceGroupName === undefined ? true : undefined;
      new AzurermBackend(stack, { ...settings, key: `${name}.tfstate`, useAzureadAuth });
      return;
    }
    case "http":
      inHttp(stack, name, backend);
      return;
    case "hcp":
      inHcp(stack, name, backend);
  }
}

function inS3(stack: TerraformStack, name: string, backend: S3BackendSettings): void {
  new S3Backend(stack, {
    bucket: backend.bucket,
    region: backend.region,
    key: `${name}.tfstate`,
    kmsKeyId: backend.kmsKeyId,
    encrypt: true,
  });
  // The binding of the backend does not have this argument.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
  if (backend.assumeRoleArn !== undefined) {
    stack.addOverride("terraform.backend.s3.assume_role", { role_arn: backend.assumeRoleArn });
  }
}

function inHttp(stack: TerraformStack, name: string, { address, locking }: HttpBackendSettings): void {
  const state = `${address}/${name}`;
  const lock = `${state}/lock`;
  new HttpBackend(stack, {
    address: state,
    ...(locking === "disabled"
      ? {}
      : { lockAddress: lock, lockMethod: "POST", unlockAddress: lock, unlockMethod: "DELETE" }),
  });
}

/** cdktf's own construct of the cloud block runs "terraform version" in each synthesis. */
function inHcp(
  stack: TerraformStack,
  name: string,
  { organization, project, hostname }: HcpBackendSettings,
): void {
  new LocalBackend(stack, {});
  stack.addOverride("terraform.backend", undefined);
  stack.addOverride("terraform.cloud", {
    organization,
    ...(hostname === undefined ? {} : { hostname }),
    workspaces: { name, ...(project === undefined ? {} : { project }) },
  });
}

/** What each kind of backend must have. */
const FORMS: Readonly<Record<string, readonly [pattern: RegExp, expected: string]>> = {
  bucket: [/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, "the name of a bucket"],
  region: [/^[a-z]{2}(-[a-z]+)+-\d+$/, 'a region like "ap-northeast-2"'],
  assumeRoleArn: [/^arn:[^:]+:iam::\d{12}:role\/.+/, "the ARN of an IAM role"],
  storageAccountName: [/^[a-z0-9]{3,24}$/, "3 to 24 lowercase letters and digits"],
  containerName: [/^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$/, "3 to 63 lowercase letters, digits and hyphens"],
  address: [
    /^https?:\/\/[^\s@?#]*[^\s@?#/]$/,
    'an address like "https://gitlab.example.com/api/v4/projects/42/terraform/state", without a password and without "/" at the end',
  ],
  organization: [/^[\w-]+$/, "letters, digits, hyphens and underscores"],
  hostname: [/^[A-Za-z0-9.-]+(:\d+)?$/, 'a host like "app.terraform.io"'],
};

export function backendProblems(backend: BackendSettings | undefined): readonly string[] {
  return Object.entries(backend ?? {}).flatMap(([name, value]: [string, unknown]) => {
    const [pattern, expected] = FORMS[name] ?? [];
    return typeof value !== "string" || isUnresolved(value) || pattern === undefined || pattern.test(value)
      ? []
      : [`${name} of the backend is "${value}": expected ${expected}`];
  });
}
