import fc from "fast-check";
import { AddonVersion } from "../../../upgrade/eks/addon-version";
import { addonVersions, expectTotalOrder } from "../arbitraries";

test("what a version reads as, is the version again", () => {
  fc.assert(
    fc.property(addonVersions, (version) => {
      expect(AddonVersion.of(String(version)).equals(version)).toBe(true);
    }),
  );
});

test("a text that is a version reads as itself", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^v\d{1,9}\.\d{1,9}\.\d{1,9}-eksbuild\.\d{1,9}$/), (text) => {
      expect([undefined, text]).toContain(AddonVersion.parse(text)?.toString());
    }),
  );
});

test("versions are in a total order", () => {
  expectTotalOrder(addonVersions);
});

test.each([
  ["v1.34.6-eksbuild.9", "v1.34.6-eksbuild.13"],
  ["v1.9.3-eksbuild.3", "v1.10.1-eksbuild.1"],
  ["v1.34.6-eksbuild.99", "v1.34.10-eksbuild.1"],
  ["v1.99.99-eksbuild.99", "v2.0.0-eksbuild.1"],
])("%s is older than %s, by number and not by letter", (older, newer) => {
  expect(AddonVersion.of(older).compare(AddonVersion.of(newer))).toBeLessThan(0);
  expect(AddonVersion.of(newer).compare(AddonVersion.of(older))).toBeGreaterThan(0);
});

test.each([
  ["v1.34.0-eksbuild.1", "v1.34.6-eksbuild.29", 0],
  ["v1.33.9-eksbuild.1", "v1.34.0-eksbuild.1", -1],
  ["v2.0.0-eksbuild.1", "v1.34.0-eksbuild.1", 1],
])("the minor of %s compares with that of %s as %i", (left, right, sign) => {
  expect(Math.sign(AddonVersion.of(left).compareMinor(AddonVersion.of(right)))).toBe(sign);
});

test("its minor is what decides which clusters it fits", () => {
  expect(AddonVersion.of("v1.34.6-eksbuild.29").majorMinor).toBe("v1.34");
});

test.each([
  "1.34.6-eksbuild.29",
  "v1.34.6",
  "v1.34-eksbuild.29",
  "v1.34.6-eksbuild",
  "v1.34.6-eksbuild.29 ",
  "v1.034.6-eksbuild.29",
  "v1.34.6-eksbuild.029",
  "v1.34.6-eksbuild.99999999999999999999",
  "latest",
  "",
])("%j is refused", (text) => {
  const message = `"${text}" is not an add-on version: EKS names its builds as in "v1.34.6-eksbuild.29"; "aws eks describe-addon-versions" lists them`;
  expect(AddonVersion.parse(text)).toBeUndefined();
  expect(AddonVersion.problemOf(text)).toBe(message);
  expect(() => AddonVersion.of(text)).toThrow(new RangeError(message));
});

test.each(["v0.0.0-eksbuild.0", "v1.34.6-eksbuild.29"])("%s is a version", (text) => {
  expect(AddonVersion.problemOf(text)).toBeUndefined();
});
