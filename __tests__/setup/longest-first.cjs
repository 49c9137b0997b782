/*
 * The order of test files: the longest first, so that all workers end together. A new machine has no durations of jest's
 * own, and the shortest file can take longest.
 */

/** Seconds that a file takes by itself on two cores. What is not here takes a few seconds, and comes last. */
const SECONDS = {
  "end-to-end/rehearsal-second-cluster.e2e.ts": 400,
  "end-to-end/adopt.e2e.ts": 380,
  "end-to-end/rehearsal-in-place.e2e.ts": 300,
  "end-to-end/guards.e2e.ts": 300,
  "end-to-end/package.e2e.ts": 300,
  "end-to-end/pull-request.e2e.ts": 280,
  "end-to-end/documents.e2e.ts": 210,
  "end-to-end/kubernetes.e2e.ts": 150,
  "end-to-end/next.e2e.ts": 130,
  "end-to-end/kubernetes-drain.e2e.ts": 110,
  "end-to-end/haproxy.e2e.ts": 100,
  "end-to-end/weighted-traffic.e2e.ts": 90,
  "end-to-end/checkov.e2e.ts": 70,
  "end-to-end/own-stacks.e2e.ts": 60,
  "end-to-end/settings-round-trip.e2e.ts": 50,
  "upgrade/planner/expected.test.ts": 45,
  "fleet/steps.test.ts": 34,
  "constructs/checks/matrix.test.ts": 32,
  "upgrade/terraform/every-property.test.ts": 30,
  "workflows/next.test.ts": 16,
  "upgrade/terraform/mutated-plans.test.ts": 16,
  "workflows/atlantis.test.ts": 15,
  "stacks/determinism.test.ts": 13,
  "cli/next.test.ts": 10,
  "cli/review.test.ts": 9,
  "cli/fleet-source/clean.test.ts": 8,
};

const secondsOf = (path) =>
  Object.entries(SECONDS).find(([name]) => path.endsWith(`/__tests__/${name}`))?.[1] ?? 0;

module.exports = class LongestFirst {
  static files = Object.keys(SECONDS);

  sort(tests) {
    return tests.toSorted(
      (one, other) => secondsOf(other.path) - secondsOf(one.path) || (one.path < other.path ? -1 : 1),
    );
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
