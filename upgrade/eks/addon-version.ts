/** No leading zeros, and no number that would lose digits: a version prints as it was written. */
const FORM = /^v(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})-eksbuild\.(0|[1-9]\d{0,8})$/;

/** The version of an EKS add-on build, "v1.34.6-eksbuild.29". Builds are ordered by number, not by letter. */
export class AddonVersion {
  /** @throws RangeError if `text` is not of the form "v1.34.6-eksbuild.29". */
  static of(text: string): AddonVersion {
    const version = AddonVersion.parse(text);
    if (version === undefined) {
      throw new RangeError(malformed(text));
    }
    return version;
  }

  /** Like `of`, but returns undefined if `text` is not a version. */
  static parse(text: string): AddonVersion | undefined {
    const numbers = FORM.exec(text)?.slice(1).map(Number);
    if (numbers === undefined) {
      return undefined;
    }
    const [major = 0, minor = 0, patch = 0, build = 0] = numbers;
    return new AddonVersion(major, minor, patch, build);
  }

  /** What is wrong with `text` as a version, or undefined if it is one. */
  static problemOf(text: string): string | undefined {
    return AddonVersion.parse(text) === undefined ? malformed(text) : undefined;
  }

  private constructor(
    readonly major: number,
    readonly minor: number,
    readonly patch: number,
    readonly build: number,
  ) {}

  /** Negative if this build is older than `other`, zero if they are equal. */
  compare(other: AddonVersion): number {
    return this.compareMinor(other) || this.patch - other.patch || this.build - other.build;
  }

  /** Like `compare`, but looks at major and minor only. */
  compareMinor(other: AddonVersion): number {
    return this.major - other.major || this.minor - other.minor;
  }

  equals(other: AddonVersion): boolean {
    return this.compare(other) === 0;
  }

  /** "v1.34", the part that decides which clusters the build is compatible with. */
  get majorMinor(): string {
    return `v${this.major}.${this.minor}`;
  }

  toString(): string {
    return `v${this.major}.${this.minor}.${this.patch}-eksbuild.${this.build}`;
  }
}

function malformed(text: string): string {
  return `"${text}" is not an add-on version: EKS names its builds as in "v1.34.6-eksbuild.29"; "aws eks describe-addon-versions" lists them`;
}
