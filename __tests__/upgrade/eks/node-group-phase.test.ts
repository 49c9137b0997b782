import fc from "fast-check";
import {
  CORDON_TAINT,
  decodePhase,
  encodePhase,
  NODE_GROUP_LABEL,
  nodeGroupPhases,
  PHASE_TAG,
  phaseInTag,
} from "../../../upgrade/eks/node-group-phase";

test("the phases are in the order in which a node group goes through them", () => {
  expect(nodeGroupPhases).toEqual(["active", "cordoned", "draining", "retired"]);
});

test("the tag and the taint are pinned: they stand on what runs", () => {
  expect(PHASE_TAG).toBe("cdktf-eks-upgrade/phase");
  expect(NODE_GROUP_LABEL).toBe("eks.amazonaws.com/nodegroup");
  expect(CORDON_TAINT).toEqual({ key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" });
});

test.each(nodeGroupPhases)("the phase %s comes back from the tags and taints that it writes", (phase) => {
  const { tags, taints } = encodePhase(phase);
  const others = [{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }];
  expect(decodePhase({ tags: { team: "a", ...tags }, taints: [...others, ...taints] })).toBe(phase);
});

test("each phase changes what the next one does not: a cordon the taint, a drain the tag, retiring the sizes", () => {
  expect(nodeGroupPhases.map(encodePhase)).toEqual([
    { tags: {}, taints: [], sizes: {} },
    { tags: {}, taints: [CORDON_TAINT], sizes: {} },
    { tags: { [PHASE_TAG]: "draining" }, taints: [CORDON_TAINT], sizes: {} },
    { tags: { [PHASE_TAG]: "retired" }, taints: [CORDON_TAINT], sizes: { minSize: 0, desiredSize: 0 } },
  ]);
});

test("a tag with any other text says no phase", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => nodeGroupPhases.every((phase) => phase !== text)),
      (text) => phaseInTag(text) === undefined,
    ),
  );
});
