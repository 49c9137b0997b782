import { nearest } from "../../../upgrade/input/nearest";

test.each([
  ["evacuate", ["evacuated", "clusters"], "evacuated"],
  ["kubeproxy", ["kubeProxy"], "kubeProxy"],
  ["nodegruops", ["nodes", "nodeGroups"], "nodeGroups"],
  ["role", ["runner", "applyRole", "planRole"], "planRole"],
  ["node-group-skew", ["node-group-version-decrease", "node-group-version-skew"], "node-group-version-skew"],
  ["ami", ["releaseVersion"], undefined],
  ["", ["abc"], undefined],
  ["x", [], undefined],
])("for %j of %j it is %j", (name, names, expected) => {
  expect(nearest(name, names)).toBe(expected);
});
