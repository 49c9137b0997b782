import { letsAllGo, phaseOfLimits } from "../../../upgrade/eks/node-pool";

describe("budgets of a node pool", () => {
  test.each([
    [[{ nodes: "100%" }], true],
    [[{ nodes: "99%" }], false],
    [[{ nodes: "100%" }, { nodes: "1" }], false],
    [[{ nodes: "100%" }, { nodes: "1", reasons: ["Empty"] }], true],
    [[{ nodes: "1", reasons: ["Empty"] }], true],
    [[{ nodes: "100%" }, { nodes: "0", schedule: "0 6 * * *", duration: "20h0m" }], false],
  ])("%j lets every node go at once: %s", (budgets, expected) => {
    expect(letsAllGo(budgets)).toBe(expected);
  });
});

test.each([
  [{}, "active"],
  [{ cpu: "1000" }, "active"],
  [{ cpu: "0" }, "limited"],
  [{ cpu: "1000", memory: "0Gi" }, "limited"],
  [{ nodes: "0" }, "limited"],
  [{ "nvidia.com/gpu": "0" }, "active"],
])("a pool with the limits %j is %s", (limits, phase) => {
  expect(phaseOfLimits(limits)).toBe(phase);
});
