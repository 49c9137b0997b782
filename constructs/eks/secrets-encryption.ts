import { examined, madeWith } from "../checks/right-types";

/**
 * The KMS key that encrypts Kubernetes secrets. From 1.28 on, EKS also encrypts all API data with a key that AWS owns. EKS
 * can add the key to a running cluster. Removing or changing it replaces the cluster.
 */
export class SecretsEncryption {
  /** A new key for the cluster, rotated every year. It is deleted 30 days after the cluster. */
  static readonly NEW_KEY = new SecretsEncryption("new", undefined);

  /** For an adopted cluster without a key. */
  static readonly NONE = new SecretsEncryption("none", undefined);

  /** An existing symmetric key in the cluster's region. Its policy must allow the cluster's role to use it. */
  static withKey(keyArn: string): SecretsEncryption {
    const { value, problems } = examined("SecretsEncryption.withKey", { keyArn });
    return madeWith(new SecretsEncryption("given", value.keyArn), problems);
  }

  private constructor(
    readonly kind: "new" | "given" | "none",
    readonly keyArn: string | undefined,
  ) {}
}
