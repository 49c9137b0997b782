import { type AddonState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { addonState, clusterState, saidBy, stepBetween } from "../state";

const RULE = "addon-one-minor";

function said(from: AddonState["addonVersion"], to: AddonState["addonVersion"], addonName = "vpc-cni") {
  const fleet = (addonVersion: AddonState["addonVersion"]) => ({
    clusters: [clusterState()],
    addons: [addonState({ addonName, addonVersion })],
  });
  return saidBy(RULE, stepBetween(fleet(from), fleet(to)));
}

test.each([
  ["v1.22.4-eksbuild.3", "v1.22.4-eksbuild.1"],
  ["v1.22.4-eksbuild.3", "v1.23.1-eksbuild.1"],
  ["v1.22.4-eksbuild.3", "v1.21.1-eksbuild.7"],
])("vpc-cni from %s to %s passes", (from, to) => {
  expect(said(from, to)).toEqual([]);
});

test.each([
  ["v1.21.1-eksbuild.7", "v1.23.1-eksbuild.1", "Update to a version of v1.22 first"],
  ["v1.23.1-eksbuild.1", "v1.20.4-eksbuild.1", "Update to a version of v1.22 first"],
  ["v1.23.1-eksbuild.1", "v2.0.0-eksbuild.1", "Update by way of the other minor versions of v1"],
])("vpc-cni from %s to %s fails", (from, to, fix) => {
  expect(said(from, to)).toEqual([
    `error stack/alpha/addon: add-on vpc-cni of cluster alpha-kr-a would be updated from ${from} to ${to}: EKS updates it one minor version at a time. ${fix}`,
  ]);
});

test("only warns about eks-pod-identity-agent, where it is advice; other add-ons may skip minors", () => {
  expect(said("v1.2.0-eksbuild.1", "v1.4.0-eksbuild.1", "eks-pod-identity-agent")).toEqual([
    "warning stack/alpha/addon: add-on eks-pod-identity-agent of cluster alpha-kr-a would be updated from v1.2.0-eksbuild.1 to v1.4.0-eksbuild.1: EKS updates it one minor version at a time. Update to a version of v1.3 first",
  ]);
  expect(said("v1.36.0-eksbuild.1", "v1.66.0-eksbuild.1", "aws-ebs-csi-driver")).toEqual([]);
});

test("does not evaluate an unknown version that decides; a new add-on may have any version", () => {
  expect(said("v1.22.4-eksbuild.3", UNKNOWN)).toEqual([
    "not evaluated stack/alpha/addon: the version that replaces v1.22.4-eksbuild.3 of add-on vpc-cni of cluster alpha-kr-a is known after apply, so this plan does not show whether it is one minor version newer. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
  expect(said("v1.12.4-eksbuild.38", UNKNOWN, "coredns")).toEqual([]);
  const addons = [addonState({ addonName: "vpc-cni", addonVersion: "v1.23.1-eksbuild.1" })];
  expect(saidBy(RULE, stepBetween({}, { clusters: [clusterState()], addons }))).toEqual([]);
});
