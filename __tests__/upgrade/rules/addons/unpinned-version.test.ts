import { addonState, clusterState, nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "unpinned-version";

const unpinned = {
  clusters: [clusterState({ version: undefined })],
  nodeGroups: [nodeGroupState()],
  addons: [addonState()],
};
const messages = [
  "warning stack/alpha: cluster alpha-kr-a names no Kubernetes version, so EKS takes its default of the day; write the version",
  "warning stack/alpha/workers-v1: node group workers-v1 names no Kubernetes version, so it is born at its cluster's and then stays behind; write the version, unless its launch template has an AMI of its own",
  "warning stack/alpha/addon: add-on coredns names no version, so EKS takes its default of the day; write the build",
];

test("versions that are written out pass, and a group with an AMI of its own", () => {
  const fleet = {
    clusters: [clusterState()],
    nodeGroups: [nodeGroupState({ version: "1.34" }), nodeGroupState({ amiType: "CUSTOM" })],
    addons: [addonState({ addonVersion: "v1.13.2-eksbuild.24" })],
  };
  expect(saidOf(RULE, fleet)).toEqual([]);
});

test("versions that are left to EKS are told where the thing is made, or in a program", () => {
  expect(saidBy(RULE, stepBetween({}, unpinned))).toEqual(messages);
  expect(saidOf(RULE, unpinned)).toEqual(messages);
});

test("of what was there before nothing is said again", () => {
  expect(saidBy(RULE, stepBetween(unpinned, unpinned))).toEqual([]);
});
