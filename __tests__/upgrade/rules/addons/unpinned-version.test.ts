import { addonState, clusterState, nodeGroupState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "unpinned-version";

const unpinned = {
  clusters: [clusterState({ version: undefined })],
  nodeGroups: [nodeGroupState()],
  addons: [addonState()],
};
const messages = [
  "warning stack/alpha: cluster alpha-kr-a has no Kubernetes version: EKS uses its default of the day. Write the version",
  "warning stack/alpha/workers-v1: node group workers-v1 has no Kubernetes version: it gets the version of its cluster at creation, and keeps it. Write the version, unless its launch template has an AMI",
  "warning stack/alpha/addon: add-on coredns has no version: EKS uses its default of the day. Write the version",
];

test("versions that are written out pass, and a group with an AMI of its own", () => {
  const fleet = {
    clusters: [clusterState()],
    nodeGroups: [nodeGroupState({ version: "1.34" }), nodeGroupState({ amiType: "CUSTOM" })],
    addons: [addonState({ addonVersion: "v1.13.2-eksbuild.24" })],
  };
  expect(saidOf(RULE, fleet)).toEqual([]);
});

test("warns about a version that is left to EKS in a new resource, or in a program", () => {
  expect(saidBy(RULE, stepBetween({}, unpinned))).toEqual(messages);
  expect(saidOf(RULE, unpinned)).toEqual(messages);
});

test("of what was there before nothing is said again", () => {
  expect(saidBy(RULE, stepBetween(unpinned, unpinned))).toEqual([]);
});
