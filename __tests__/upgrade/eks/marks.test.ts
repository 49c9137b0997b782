import fc from "fast-check";
import {
  decodeActive,
  encodeIdentity,
  identityConfigMap,
  identityKeys,
} from "../../../upgrade/eks/cluster-identity";
import { decodeRollback, encodeRollback, ROLLBACK_TAG } from "../../../upgrade/eks/declared-rollback";
import { decodeSupport, encodeSupport } from "../../../upgrade/eks/declared-support";
import { drainedParameter, drainedPath } from "../../../upgrade/eks/drained";
import { decodeProtection, encodeProtection, PROTECTED_TAG } from "../../../upgrade/eks/protection";
import {
  CLUSTER_TAG,
  decodeBoundByOthers,
  decodeOwner,
  encodeBoundByOthers,
  encodeOwner,
} from "../../../upgrade/eks/target-group-owner";

const name = fc.stringMatching(/^[0-9A-Za-z][A-Za-z0-9_-]{0,20}$/);

test("tag keys and paths stay as they are: they are on what runs", () => {
  expect([PROTECTED_TAG, ROLLBACK_TAG, CLUSTER_TAG]).toEqual([
    "cdktf-eks-upgrade/protected",
    "cdktf-eks-upgrade/rollback-of-upgrade-on",
    "elbv2.k8s.aws/cluster",
  ]);
  expect(drainedParameter("alpha-kr-a", "workers-v1")).toBe(
    "/cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1",
  );
  expect(drainedPath("alpha-kr-a")).toBe("/cdktf-eks-upgrade/alpha-kr-a/drained");
  expect(identityConfigMap).toEqual({ name: "cluster-identity", namespace: "kube-public" });
});

test.each([true, false])("the protection %s comes back from its tag", (isProtected) => {
  const tag = encodeProtection(isProtected)[PROTECTED_TAG];
  expect(decodeProtection({ tag, deletionProtection: undefined })).toBe(isProtected);
  expect(decodeProtection({ tag, deletionProtection: true })).toBe(true);
});

test("a declared rollback comes back from its tag, and none from no tag", () => {
  const upgradedOn = "2026-11-28";
  expect(decodeRollback(encodeRollback({ upgradedOn })[ROLLBACK_TAG])).toBe(upgradedOn);
  expect(decodeRollback(encodeRollback(undefined)[ROLLBACK_TAG])).toBeUndefined();
});

test("the owner of a target group comes back from its tags, and who registers its pods from its comment", () => {
  fc.assert(
    fc.property(name, (clusterName) => {
      expect(decodeOwner({ team: "a", ...encodeOwner(clusterName) })).toBe(clusterName);
      expect(decodeBoundByOthers({ metadata: {}, ...encodeBoundByOthers(clusterName) })).toBe(clusterName);
    }),
  );
  expect([decodeOwner(undefined), decodeOwner({}), decodeBoundByOthers(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("the identity of a cluster comes back from its ConfigMap", () => {
  fc.assert(
    fc.property(name, name, name, fc.boolean(), (clusterName, group, slot, isActive) => {
      const data = encodeIdentity({ clusterName, group, slot, isActive });
      expect({
        clusterName: data[identityKeys.clusterName],
        group: data[identityKeys.group],
        slot: data[identityKeys.slot],
        isActive: decodeActive(data[identityKeys.isActive]),
      }).toEqual({ clusterName, group, slot, isActive });
    }),
  );
});

test("the Kubernetes versions that a release supports come back from its comment", () => {
  const supports = { oldest: "1.31", newest: "1.36" };
  expect(decodeSupport({ metadata: {}, ...encodeSupport(supports) })).toEqual(supports);
  expect([decodeSupport(undefined), decodeSupport({}), decodeSupport({ supports: ["1.31"] })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
