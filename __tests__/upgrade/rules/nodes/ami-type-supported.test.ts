import { type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "ami-type-supported";
const ADDRESS = "stack/alpha/workers-v1";

function made(state: Partial<NodeGroupState>, version = "1.34") {
  const clusters = [clusterState({ version })];
  return saidBy(RULE, stepBetween({ clusters }, { clusters, nodeGroups: [nodeGroupState(state)] }));
}

test("Amazon Linux 2 passes for 1.32 and fails for 1.33", () => {
  expect(made({ version: "1.32", amiType: "AL2_x86_64" })).toEqual([]);
  expect(made({ version: "1.33", amiType: "AL2_x86_64" })).toEqual([
    `error ${ADDRESS}: node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.33: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`,
  ]);
});

test("a group that names no version is judged at its cluster's", () => {
  expect(made({ amiType: "AL2_x86_64" }, "1.34")).toEqual([
    `error ${ADDRESS}: node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.34: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`,
  ]);
  expect(made({ amiType: "AL2_x86_64" }, "1.32")).toEqual([]);
});

test("only warns about a group that was incompatible before; rejects a group that is upgraded to 1.33", () => {
  const at = (version: string, minSize = 3) => ({
    nodeGroups: [nodeGroupState({ version, amiType: "AL2_x86_64", minSize })],
  });
  expect(saidBy(RULE, stepBetween(at("1.33"), at("1.33", 5)))).toEqual([
    `warning ${ADDRESS}: node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.33: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`,
  ]);
  expect(saidBy(RULE, stepBetween(at("1.32"), at("1.33")))).toEqual([
    `error ${ADDRESS}: node group workers-v1 has the AMI type AL2_x86_64 and Kubernetes 1.33: the last version with an Amazon Linux 2 AMI is 1.32. Move to a second node group with an AL2023 type, because the AMI type of a group cannot change in place`,
  ]);
});

test("does not evaluate an unknown AMI type or version that decides", () => {
  expect(made({ version: "1.34", amiType: UNKNOWN })).toEqual([
    `not evaluated ${ADDRESS}: the AMI type of node group workers-v1 is known after apply, so this plan does not show whether EKS has an AMI for it. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(made({ version: "1.32", amiType: UNKNOWN })).toEqual([]);
  expect(made({ version: UNKNOWN, amiType: "AL2_x86_64" })).toEqual([
    `not evaluated ${ADDRESS}: the Kubernetes version of node group workers-v1 (AL2_x86_64) is known after apply, so this plan does not show whether EKS has an AMI for it. Write the value in the code, or apply what it comes from in an earlier change`,
  ]);
  expect(made({ version: UNKNOWN, amiType: "AL2023_x86_64_STANDARD" })).toEqual([]);
});
