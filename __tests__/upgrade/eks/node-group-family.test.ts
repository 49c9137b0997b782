import {
  compareGenerations,
  nextGeneration,
  nodeGroupFamily,
  nodeGroupGeneration,
  nodeGroupLabels,
} from "../../../upgrade/eks/node-group-family";

test.each([
  ["workers-v2", "workers", 2],
  ["workers", "workers", 1],
  ["gpu-v1-v12", "gpu-v1", 12],
  ["workers-v2-20261130120000000100000001", "workers", 2],
  ["workers-20261130120000000100000001", "workers", 1],
  ["v2", "v2", 1],
  ["", "", 1],
])("%s is of the family %s, generation %i", (name, family, generation) => {
  expect([nodeGroupFamily(name), nodeGroupGeneration(name)]).toEqual([family, generation]);
});

test("the next generation comes after all that exist of the family", () => {
  expect(nextGeneration("workers", ["workers", "gpu-v7"])).toBe("workers-v2");
  expect(nextGeneration("workers-v1", ["workers-v1", "workers-v10"])).toBe("workers-v11");
});

test("generations are ordered by their number", () => {
  expect(["workers-v10", "gpu-v3", "workers-v2"].sort(compareGenerations)).toEqual([
    "gpu-v3",
    "workers-v2",
    "workers-v10",
  ]);
});

test("nodes carry the labels of their group's name", () => {
  expect(nodeGroupLabels("workers-v2")).toEqual({
    group: "workers",
    instancegroup: "workers-v2",
    subgroup: "v2",
  });
  expect(nodeGroupLabels("spot")).toEqual({ group: "spot", instancegroup: "spot" });
});
