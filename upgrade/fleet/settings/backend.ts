/** Where Terraform keeps the states of an environment: one state for each stack. */
export type BackendSettings =
  | S3BackendSettings
  | GcsBackendSettings
  | AzurermBackendSettings
  | HttpBackendSettings
  | HcpBackendSettings;

interface NamedStates {
  /** Comes before the name of the stack, in the name of its state. A change moves no state. @default - none */
  readonly keyPrefix?: string;
}

/** One S3 bucket with a state file for each stack. Terraform 1.10 or later locks it with a lock file. */
export interface S3BackendSettings extends NamedStates {
  readonly type?: "s3";
  readonly bucket: string;
  readonly region: string;
  /** @default - the bucket's own encryption */
  readonly kmsKeyId?: string;
  /** The IAM role that reaches the bucket, maybe in another account. @default - the credentials of whoever runs Terraform */
  readonly assumeRoleArn?: string;
}

/**
 * One bucket of Google Cloud Storage, with the state `<keyPrefix><stack>/default.tfstate` for each stack, which it locks.
 * @see https://developer.hashicorp.com/terraform/language/backend/gcs
 */
export interface GcsBackendSettings extends NamedStates {
  readonly type: "gcs";
  readonly bucket: string;
  /** A key of Cloud KMS, "projects/…/cryptoKeys/…". @default - the bucket's own encryption */
  readonly kmsEncryptionKey?: string;
  /** The service account that reaches the bucket. @default - the credentials of whoever runs Terraform */
  readonly impersonateServiceAccount?: string;
}

/**
 * One container of Azure Storage, with the blob `<keyPrefix><stack>.tfstate` for each stack, which it locks.
 * Credentials come from the environment (`ARM_CLIENT_ID` …), never from the code.
 * @see https://developer.hashicorp.com/terraform/language/backend/azurerm
 */
export interface AzurermBackendSettings extends NamedStates {
  readonly type: "azurerm";
  readonly storageAccountName: string;
  readonly containerName: string;
  /** Needed to look up the access key of the account. @default - Microsoft Entra ID gives access to the container */
  readonly resourceGroupName?: string;
  /** @default - ARM_SUBSCRIPTION_ID */
  readonly subscriptionId?: string;
  /** @default - ARM_TENANT_ID */
  readonly tenantId?: string;
}

/**
 * An HTTP server, like GitLab, with the state `<address>/<keyPrefix><stack>` for each stack. Locks are below it, at
 * `/lock`: POST locks, DELETE unlocks. The user and the password come from `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`.
 * @see https://developer.hashicorp.com/terraform/language/backend/http
 */
export interface HttpBackendSettings extends NamedStates {
  readonly type: "http";
  /** "https://gitlab.example.com/api/v4/projects/42/terraform/state", without "/" at the end. */
  readonly address: string;
  /** Whether the server locks states. Two applies at once can destroy a state that nobody locks. @default "enabled" */
  readonly locking?: "enabled" | "disabled";
}

/**
 * HCP Terraform or Terraform Enterprise, with the workspace `<keyPrefix><stack>` for each stack. The token comes from
 * `terraform login` or `TF_TOKEN_<hostname>`. Give the workspaces local execution if reviewed plans are applied elsewhere.
 * @see https://developer.hashicorp.com/terraform/language/terraform#terraform-cloud
 */
export interface HcpBackendSettings extends NamedStates {
  readonly type: "hcp";
  readonly organization: string;
  /** The project of new workspaces. @default - the default project of the organization */
  readonly project?: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
}
