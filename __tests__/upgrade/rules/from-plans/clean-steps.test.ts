import { refusedIn } from "./judged";

/*
 * The steps of clean upgrades, of both ways, as plans that real Terraform made: nothing is refused.
 */

const BOUND = "workload-blue/nothing + workload-green/nothing";

test.each([
  "raw/life/create",
  "raw/life/nothing",
  "raw/life/tags",
  "raw/life/import",
  "raw/life/moved",
  "raw/life/moved-and-changed",
  "raw/life/drift",
  "raw/control-plane/next",
  `raw/control-plane/next + ${BOUND}`,
  "raw/control-plane/with-tags",
  "raw/control-plane/oldest-nodes",
  "raw/control-plane/rollback",
  "raw/addon/next",
  "raw/addon/one-minor",
  "raw/addon/all",
  "raw/node-group/roll",
  "raw/node-group/create",
  "raw/node-group/scale-out",
  "raw/node-group/maximum",
  "raw/cordon/v1",
  "raw/drain/v1",
  "raw/retire/v1",
  "raw/remove/v1",
])("in place: %s", (plans) => {
  expect(refusedIn(plans)).toEqual([]);
});

test.each([
  "raw/life/new-cluster",
  "workload-blue/create",
  "workload-green/create",
  "raw/life/nothing + workload-blue/nothing + workload-green/create",
  `raw/life/nothing + ${BOUND}`,
  "raw/shift/new-target-group-at-zero",
  `raw/shift/10 + ${BOUND}`,
  `raw/shift/50 + ${BOUND}`,
  "raw/shift/100",
  `raw/shift/back + ${BOUND}`,
  "workload-blue/unbind",
  "raw/safety/unprotect",
  "raw/remove/cluster",
  "raw/remove/target-group",
  "module/create",
  "module/nothing",
  "module/maximum",
  "module/shift-10",
])("by a second cluster: %s", (plans) => {
  expect(refusedIn(plans)).toEqual([]);
});
