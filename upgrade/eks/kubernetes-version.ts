/**
 * A Kubernetes version as EKS names it: a major and a minor, never a patch ("1.34").
 * Compare by `equals` and `compare`, not by identity.
 *
 * The constants are names for minors in use. A minor needs none: `KubernetesVersion.of("1.34")` and the text "1.34"
 * mean the same.
 */
export class KubernetesVersion {
  static readonly V1_31 = KubernetesVersion.of("1.31");
  static readonly V1_32 = KubernetesVersion.of("1.32");
  static readonly V1_33 = KubernetesVersion.of("1.33");
  static readonly V1_34 = KubernetesVersion.of("1.34");
  static readonly V1_35 = KubernetesVersion.of("1.35");
  static readonly V1_36 = KubernetesVersion.of("1.36");
  static readonly V1_37 = KubernetesVersion.of("1.37");

  /**
   * @throws RangeError if `text` is not of the form "1.34". The catalog knows whether EKS offers the version.
   */
  static of(text: string): KubernetesVersion {
    const version = KubernetesVersion.parse(text);
    if (version === undefined) {
      throw new RangeError(malformed(text));
    }
    return version;
  }

  /** Like `of`, but returns undefined if `text` is not a version. */
  static parse(text: string): KubernetesVersion | undefined {
    const minor = /^1\.(0|[1-9]\d{0,3})$/.exec(text)?.[1];
    return minor === undefined ? undefined : new KubernetesVersion(Number(minor));
  }

  /** What is wrong with `text` as a version, or undefined if it is one. */
  static problemOf(text: string): string | undefined {
    return KubernetesVersion.parse(text) === undefined ? malformed(text) : undefined;
  }

  private constructor(readonly minor: number) {}

  equals(other: KubernetesVersion): boolean {
    return this.minor === other.minor;
  }

  /** Negative if this version is older than `other`, zero if they are equal. */
  compare(other: KubernetesVersion): number {
    return this.minor - other.minor;
  }

  /** How many minors this version is newer than `other`; negative if it is older. */
  minorsAheadOf(other: KubernetesVersion): number {
    return this.minor - other.minor;
  }

  /** The version `minors` newer (or, negative, older) than this one. */
  plus(minors: number): KubernetesVersion {
    return new KubernetesVersion(this.minor + minors);
  }

  toString(): string {
    return `1.${this.minor}`;
  }
}

function malformed(text: string): string {
  const minor = /^v?1\.0*(\d{1,4})(?!\d)/.exec(text)?.[1];
  const advice = minor === undefined ? "" : `; write "1.${Number(minor)}"`;
  return `"${text}" is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"${advice}`;
}
