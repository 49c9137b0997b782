import { planNames } from "../../../fixtures/plans";
import { errorsOf } from "./judged";

/*
 * The steps of clean upgrades of both kinds, as plans of real Terraform. All are accepted.
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
  "raw/control-plane/rollback-last-day",
  "raw/addon/back-for-rollback",
  "raw/node-group/back-for-rollback",
  "raw/addon/next",
  "raw/addon/one-minor",
  "raw/addon/all",
  "raw/node-group/roll",
  "raw/node-group/release",
  "module/launch-template",
  "raw/node-group/create",
  "raw/node-group/scale-out",
  "raw/node-group/maximum",
  "raw/cordon/v1",
  "raw/cordon/taken-back",
  "raw/drain/v1",
  "raw/drain/taken-back",
  "raw/retire/v1",
  "raw/retire/taken-back",
  "raw/remove/v1",
])("in place: %s", (plans) => {
  expect(errorsOf(plans)).toEqual([]);
});

test.each([
  "raw/life/new-cluster",
  "workload-blue/create",
  "workload-green/create",
  "raw/life/nothing + workload-blue/nothing + workload-green/create",
  `raw/life/nothing + ${BOUND}`,
  "raw/shift/new-target-group-at-zero",
  `raw/node-group/scale-out-green + ${BOUND}`,
  `raw/shift/10 + ${BOUND}`,
  `raw/shift/50 + ${BOUND}`,
  `raw/shift/to-cluster-of-one-size + ${BOUND}`,
  `raw/shift/back + ${BOUND}`,
  "raw/life/all-on-green + workload-blue/unbind + workload-green/nothing",
  "raw/life/all-on-green + workload-blue/controller-last + workload-green/nothing",
  "raw/safety/unprotect + workload-green/nothing",
  "raw/remove/target-group-after-its-cluster + workload-green/nothing",
  "raw/remove/target-group",
  "module/create",
  "module/nothing",
  "module/maximum",
  "module/shift-10",
])("by a second cluster: %s", (plans) => {
  expect(errorsOf(plans)).toEqual([]);
});

test.each(planNames("fleet"))("of the fleet of this project: %s", (plan) => {
  expect(errorsOf(plan)).toEqual([]);
});
