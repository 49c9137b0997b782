import {
  bindingReleaseName,
  groupAndSlot,
  slotInTargetGroupName,
  targetGroupNameOf,
  workloadStack,
} from "../../../upgrade/eks/layout";

test.each([
  ["alpha-kr-a", "alpha-kr", "a"],
  ["production-ops-kr-b", "production-ops-kr", "b"],
  ["blue", "blue", ""],
  ["-a", "-a", ""],
])("%s is of the clusters %s, in slot %j", (name, group, slot) => {
  expect(groupAndSlot(name)).toEqual({ group, slot });
});

test("the slot of a target group comes back from its name", () => {
  expect(slotInTargetGroupName("alpha-webapp", targetGroupNameOf("alpha-webapp", "blue-1"))).toBe("blue-1");
  expect(slotInTargetGroupName("alpha-webapp", "legacy")).toBe("legacy");
});

test("names of stacks and releases stay as they are: Terraform states and Helm releases have them", () => {
  expect(workloadStack("alpha-kr-a")).toBe("alpha-kr-a-workload");
  expect(bindingReleaseName("webapp", "alpha-kr-a")).toBe("aws-load-balancer-tgb-webapp-alpha-kr-a");
});
