import fc from "fast-check";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { expectTotalOrder, kubernetesVersions } from "../arbitraries";

test("what a version reads as, is the version again", () => {
  fc.assert(
    fc.property(kubernetesVersions, (version) => {
      expect(KubernetesVersion.of(String(version)).equals(version)).toBe(true);
    }),
  );
});

test("versions are in a total order", () => {
  expectTotalOrder(kubernetesVersions);
});

test.each([
  ["1.9", "1.10"],
  ["1.34", "1.35"],
  ["1.0", "1.9999"],
])("%s is older than %s", (older, newer) => {
  expect(KubernetesVersion.of(older).compare(KubernetesVersion.of(newer))).toBeLessThan(0);
  expect(KubernetesVersion.of(newer).compare(KubernetesVersion.of(older))).toBeGreaterThan(0);
});

test("two versions of the same text are equal, though not the same object", () => {
  expect(KubernetesVersion.of("1.34").equals(KubernetesVersion.V1_34)).toBe(true);
  expect(KubernetesVersion.of("1.34")).not.toBe(KubernetesVersion.V1_34);
});

test("a version plus minors is that many minors ahead", () => {
  fc.assert(
    fc.property(kubernetesVersions, fc.integer({ min: -10, max: 10 }), (version, minors) => {
      expect(version.plus(minors).minorsAheadOf(version)).toBe(minors);
    }),
  );
});

test("a constant is named after its version, which the catalog has", () => {
  const constants = Object.entries(KubernetesVersion);
  expect(constants.length).toBeGreaterThan(0);
  expect(constants.map(([name]) => name)).toEqual(
    constants.map(([, version]) => `V${String(version).replace(".", "_")}`),
  );
  expect(constants.filter(([, version]) => !Catalog.DATED.knows(version))).toEqual([]);
});

const form = 'is not a Kubernetes version: EKS takes a major and a minor and nothing else, as in "1.34"';

test.each([
  ["1.34.2", `"1.34.2" ${form}; write "1.34"`],
  ["v1.34", `"v1.34" ${form}; write "1.34"`],
  ["1.034", `"1.034" ${form}; write "1.34"`],
  ["1.34 ", `"1.34 " ${form}; write "1.34"`],
  ["1.34\n", `"1.34\n" ${form}; write "1.34"`],
  ["1.10000", `"1.10000" ${form}`],
  ["2.1", `"2.1" ${form}`],
  ["1", `"1" ${form}`],
  ["1.-1", `"1.-1" ${form}`],
  ["latest", `"latest" ${form}`],
  ["", `"" ${form}`],
])("%j is refused", (text, message) => {
  expect(KubernetesVersion.parse(text)).toBeUndefined();
  expect(KubernetesVersion.problemOf(text)).toBe(message);
  expect(() => KubernetesVersion.of(text)).toThrow(new RangeError(message));
});

test.each(["1.0", "1.34", "1.9999"])("%s is a version", (text) => {
  expect(KubernetesVersion.problemOf(text)).toBeUndefined();
});
