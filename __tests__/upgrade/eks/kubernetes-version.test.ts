import fc from "fast-check";
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

test.each([
  ["V1_31", "1.31"],
  ["V1_32", "1.32"],
  ["V1_33", "1.33"],
  ["V1_34", "1.34"],
  ["V1_35", "1.35"],
  ["V1_36", "1.36"],
  ["V1_37", "1.37"],
] as const)("the constant %s is %s", (name, text) => {
  expect(String(KubernetesVersion[name])).toBe(text);
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
