import {
  CORDON_TAINT,
  drainCommand,
  drainedParameter,
  drainedPath,
  NODE_GROUP_LABEL,
  nodeGroupPhases,
  PHASE_TAG,
} from "../../../upgrade/eks/node-group-phase";

test("the phases are in the order in which a node group goes through them", () => {
  expect(nodeGroupPhases).toEqual(["active", "cordoned", "draining", "retired"]);
});

test("the tag and the taint are pinned: they stand on what runs", () => {
  expect(PHASE_TAG).toBe("cdktf-eks-upgrade/phase");
  expect(NODE_GROUP_LABEL).toBe("eks.amazonaws.com/nodegroup");
  expect(CORDON_TAINT).toEqual({ key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" });
});

test("a drain is one command, for kubectl cordons all nodes that it names before it evicts", () => {
  expect(drainCommand("workers-v1")).toEqual([
    "kubectl",
    "drain",
    "--selector=eks.amazonaws.com/nodegroup=workers-v1",
    "--ignore-daemonsets",
    "--delete-emptydir-data",
    "--timeout=60m",
  ]);
  expect(drainCommand("workers-v1", 5)).toContain("--timeout=5m");
});

test.each(["--force", "--disable-eviction"])(
  "a drain never has %s, which goes past disruption budgets or controllers",
  (option) => {
    expect(drainCommand("workers-v1").join(" ")).not.toContain(option);
  },
);

test("where it is written that a group was drained is pinned: two stacks find each other by it", () => {
  expect(drainedParameter("alpha-kr-a", "workers-v1")).toBe(
    "/cdktf-eks-upgrade/alpha-kr-a/drained/workers-v1",
  );
  expect(drainedPath("alpha-kr-a")).toBe("/cdktf-eks-upgrade/alpha-kr-a/drained");
});
