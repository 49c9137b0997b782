import { clusterPath, loadBalancerPath } from "../../../upgrade/fleet/path-to";
import { addItems, copyNodeGroup, inNodeGroup, remove, set } from "../../../upgrade/planner/edits/make-edit";

const phase = clusterPath("alpha-kr-a", "nodeGroups", "workers-v1", "phase");

test("an edit has the value before it only if the file has one", () => {
  expect([set(phase, "cordoned"), set(phase, "draining", "cordoned"), remove(phase, "draining")]).toEqual([
    { kind: "set", path: phase, after: "cordoned" },
    { kind: "set", path: phase, before: "cordoned", after: "draining" },
    { kind: "remove", path: phase, before: "draining" },
  ]);
});

test("a copy changes values and leaves others out", () => {
  expect(
    copyNodeGroup("alpha-kr-a", "workers-v1", "workers-v2", [
      inNodeGroup(["version"], "1.34"),
      inNodeGroup(["phase"]),
    ]),
  ).toEqual({
    kind: "copy",
    from: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1"],
    path: ["clusters", "alpha-kr-a", "nodeGroups", "workers-v2"],
    changes: [{ path: ["version"], after: "1.34" }, { path: ["phase"] }],
  });
});

test("a path that does not exist, or a value of the wrong type, does not compile", () => {
  const removed = loadBalancerPath("alpha-webapp", "removedTargetGroups");
  expect(
    [
      // @ts-expect-error a node group has no property "fase"
      () => clusterPath("alpha-kr-a", "nodeGroups", "workers-v1", "fase"),
      // @ts-expect-error a phase is no number
      () => set(phase, 1),
      // @ts-expect-error no phase has this name
      () => set(phase, "cordonned"),
      // @ts-expect-error a version is a text
      () => inNodeGroup(["version"], 1.34),
      // @ts-expect-error the items of this list are texts
      () => addItems(removed, [1]),
    ].map((edit) => typeof edit),
  ).toEqual(Array.from({ length: 5 }, () => "function"));
});
