import { Faults, THROTTLED } from "../../sandbox/faults";

const UPDATE = { service: "eks", operation: "UpdateClusterVersion", resource: "alpha-kr-a" };

test("a fault applies as often as given", () => {
  const faults = new Faults();
  faults.add({ service: "eks", operation: "UpdateClusterVersion", times: 2, failure: THROTTLED });
  expect([1, 2, 3].map(() => faults.strike("error", UPDATE))).toEqual([THROTTLED, THROTTLED, undefined]);
});

test("a fault applies once by default", () => {
  const faults = new Faults();
  faults.add({ service: "eks", operation: "UpdateClusterVersion", failure: THROTTLED });
  expect([1, 2].map(() => faults.strike("error", UPDATE))).toEqual([THROTTLED, undefined]);
});

test("a fault lets as many requests pass as it skips", () => {
  const faults = new Faults();
  faults.add({ service: "eks", operation: "UpdateClusterVersion", skip: 1, failure: THROTTLED });
  expect([1, 2].map(() => faults.strike("error", UPDATE))).toEqual([undefined, THROTTLED]);
});

test.each([
  ["service", { ...UPDATE, service: "ec2" }],
  ["operation", { ...UPDATE, operation: "UpdateClusterConfig" }],
  ["resource", { ...UPDATE, resource: "alpha-kr-b" }],
  ["resource, where there is none", { service: "eks", operation: "UpdateClusterVersion" }],
])("a fault leaves requests of another %s alone", (_, target) => {
  const faults = new Faults();
  faults.add({ ...UPDATE, failure: THROTTLED });
  expect(faults.strike("error", target)).toBeUndefined();
});

test("a fault of one kind does not answer for the other", () => {
  const faults = new Faults();
  faults.add({ ...UPDATE, failure: { kind: "update", errorCode: "IpNotAvailable" } });
  expect(faults.strike("error", UPDATE)).toBeUndefined();
  expect(faults.strike("update", UPDATE)).toEqual({ kind: "update", errorCode: "IpNotAvailable" });
});

test("the pending faults are those that will still strike", () => {
  const faults = new Faults();
  const fault = { ...UPDATE, failure: THROTTLED };
  faults.add(fault);
  expect(faults.pending()).toEqual([fault]);
  faults.strike("error", UPDATE);
  expect(faults.pending()).toEqual([]);
});

test("cleared faults strike no more", () => {
  const faults = new Faults();
  faults.add({ ...UPDATE, failure: THROTTLED });
  faults.clear();
  expect(faults.strike("error", UPDATE)).toBeUndefined();
});
