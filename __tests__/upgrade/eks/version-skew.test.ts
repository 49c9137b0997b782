import fc from "fast-check";
import { KubernetesVersion } from "../../../upgrade/eks/kubernetes-version";
import { allowedSkew, oldestUnder } from "../../../upgrade/eks/version-skew";

const v = KubernetesVersion.of;

test.each([
  ["1.14", 2],
  ["1.24", 2],
  ["1.25", 3],
  ["1.34", 3],
])("a kubelet of %s may be %i minors older than its API server", (version, minors) => {
  expect(allowedSkew(v(version))).toBe(minors);
});

test.each([
  ["1.26", "1.24"],
  ["1.27", "1.25"],
  ["1.28", "1.25"],
  ["1.34", "1.31"],
])("under a control plane of %s the oldest kubelet is %s", (controlPlane, oldest) => {
  expect(String(oldestUnder(v(controlPlane)))).toBe(oldest);
});

test("a kubelet is within the skew exactly where it is not older than the oldest", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 5 }), (minor, behind) => {
      const controlPlane = v(`1.${minor}`);
      const kubelet = controlPlane.plus(-behind);
      expect(behind <= allowedSkew(kubelet)).toBe(kubelet.compare(oldestUnder(controlPlane)) >= 0);
    }),
  );
});
