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
  ["v1.21.1-eksbuild.7", "v1.23.1-eksbuild.1", "take a build of v1.22 first"],
  ["v1.23.1-eksbuild.1", "v1.20.4-eksbuild.1", "take a build of v1.22 first"],
  ["v1.23.1-eksbuild.1", "v2.0.0-eksbuild.1", "go one minor at a time by way of v1"],
])("vpc-cni from %s to %s fails", (from, to, wayOut) => {
  expect(said(from, to)).toEqual([
    `error stack/alpha/addon: add-on vpc-cni of cluster alpha-kr-a would go from ${from} to ${to}, and goes one minor at a time; ${wayOut}`,
  ]);
});

test("eks-pod-identity-agent, for which it is advice, is only told of; others may jump", () => {
  expect(said("v1.2.0-eksbuild.1", "v1.4.0-eksbuild.1", "eks-pod-identity-agent")).toEqual([
    "warning stack/alpha/addon: add-on eks-pod-identity-agent of cluster alpha-kr-a would go from v1.2.0-eksbuild.1 to v1.4.0-eksbuild.1, and goes one minor at a time; take a build of v1.3 first",
  ]);
  expect(said("v1.36.0-eksbuild.1", "v1.66.0-eksbuild.1", "aws-ebs-csi-driver")).toEqual([]);
});

test("a version that is not known is not judged where it decides; an add-on that is born takes any", () => {
  expect(said("v1.22.4-eksbuild.3", UNKNOWN)).toEqual([
    "not judged stack/alpha/addon: the version that add-on vpc-cni of cluster alpha-kr-a goes to from v1.22.4-eksbuild.3 is not known before the apply, so whether it is one minor is not judged; write it out in the code, or plan again when it is known",
  ]);
  expect(said("v1.12.4-eksbuild.38", UNKNOWN, "coredns")).toEqual([]);
  const addons = [addonState({ addonName: "vpc-cni", addonVersion: "v1.23.1-eksbuild.1" })];
  expect(saidBy(RULE, stepBetween({}, { clusters: [clusterState()], addons }))).toEqual([]);
});
