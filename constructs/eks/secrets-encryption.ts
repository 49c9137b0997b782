/**
 * The KMS key that encrypts Kubernetes secrets, on top of what EKS encrypts by itself (from 1.28 on, all API
 * data with a key that AWS owns). EKS can add it to a cluster that runs, but never take it off or change the
 * key: both replace the cluster.
 */
export class SecretsEncryption {
  /** A key of the cluster's own, rotated every year. Deleted with the cluster, after 30 days. */
  static readonly NEW_KEY = new SecretsEncryption("new", undefined);

  /** For an adopted cluster without one. */
  static readonly NONE = new SecretsEncryption("none", undefined);

  /** A symmetric key in the cluster's region, whose policy lets the cluster's role use it. */
  static withKey(keyArn: string): SecretsEncryption {
    return new SecretsEncryption("given", keyArn);
  }

  private constructor(
    readonly kind: "new" | "given" | "none",
    readonly keyArn: string | undefined,
  ) {}
}
