import fc from "fast-check";
import { AddonVersion } from "../../upgrade/eks/addon-version";
import { KubernetesVersion } from "../../upgrade/eks/kubernetes-version";

export const kubernetesVersions = fc
  .integer({ min: 0, max: 9999 })
  .map((minor) => KubernetesVersion.of(`1.${minor}`));

/** Few values of each number, so that versions are often equal in their first parts. */
const number = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 999_999 }));

export const addonVersions = fc
  .tuple(number, number, number, number)
  .map(([major, minor, patch, build]) => AddonVersion.of(`v${major}.${minor}.${patch}-eksbuild.${build}`));

interface Ordered<Version> {
  compare(other: Version): number;
  equals(other: Version): boolean;
}

/** The laws of a total order, and that what compares equal is equal and reads the same. */
export function expectTotalOrder<Version extends Ordered<Version>>(versions: fc.Arbitrary<Version>): void {
  const sign = (left: Version, right: Version) => Math.sign(left.compare(right));
  fc.assert(
    fc.property(versions, versions, versions, (a, b, c) => {
      expect(sign(a, a)).toBe(0);
      expect(sign(a, b) + sign(b, a)).toBe(0);
      expect(a.equals(b)).toBe(a.compare(b) === 0);
      expect(String(a) === String(b)).toBe(a.equals(b));
      if (sign(a, b) <= 0 && sign(b, c) <= 0) {
        expect(sign(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
}
