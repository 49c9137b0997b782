import { CORDON_TAINT, drainCommands, nodeGroupPhases, PHASE_TAG } from "../../upgrade/node-group-phase";

test("the phases are in the order in which a node group goes through them", () => {
  expect(nodeGroupPhases).toEqual(["active", "cordoned", "draining", "retired"]);
});

test("the tag and the taint are pinned: they stand on what runs", () => {
  expect(PHASE_TAG).toBe("cdktf-eks-upgrade/phase");
  expect(CORDON_TAINT).toEqual({ key: "cdktf-eks-upgrade/cordoned", value: "true", effect: "NO_SCHEDULE" });
});

test("a drain cordons all nodes of the group first, and evicts within the disruption budgets", () => {
  expect(drainCommands("workers-v1")).toEqual([
    "kubectl cordon --selector eks.amazonaws.com/nodegroup=workers-v1",
    "kubectl drain --selector eks.amazonaws.com/nodegroup=workers-v1 --ignore-daemonsets --delete-emptydir-data --timeout=60m",
  ]);
});

test.each(["--force", "--disable-eviction"])(
  "a drain never has %s, which goes past disruption budgets or controllers",
  (option) => {
    expect(drainCommands("workers-v1").join(" ")).not.toContain(option);
  },
);
