import { groupAndSlot } from "../../../upgrade/eks/cluster-identity";

test.each([
  ["alpha-kr-a", "alpha-kr", "a"],
  ["production-ops-kr-b", "production-ops-kr", "b"],
  ["blue", "blue", ""],
  ["-a", "-a", ""],
])("%s is of the clusters %s, in slot %j", (name, group, slot) => {
  expect(groupAndSlot(name)).toEqual({ group, slot });
});
