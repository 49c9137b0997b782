import { changedStacks } from "../../../cli/changed/changed-stacks";
import type { SynthesizedStack } from "../../../cli/shared/declared-fleet";
import type { Environment } from "../../../stacks/environment";
import { cluster, environment, loadBalancer, stacksOf, withLoadBalancer } from "../../stacks/fixtures";

const synthesized = (...environments: readonly Environment[]): readonly SynthesizedStack[] =>
  Object.entries(stacksOf(environments)).map(([name, json]) => ({
    name,
    json,
    workingDirectory: `stacks/${name}`,
    dependencies: [],
  }));

const stack = (
  name: string,
  json: object,
  dependencies: readonly string[] = [],
  region?: string,
): SynthesizedStack => ({
  name,
  json: { ...json, ...(region === undefined ? {} : { provider: { aws: [{ region }] } }) },
  workingDirectory: `stacks/${name}`,
  dependencies,
});

const makes = (name: string, more: object = {}) => ({ resource: { aws_lb: { this: { name, ...more } } } });
const reads = (name: string, more: object = {}) => ({ data: { aws_lb: { this: { name, ...more } } } });
/** The order, each stack with those before it. */
const orderOf = (base: readonly SynthesizedStack[], head: readonly SynthesizedStack[]) =>
  changedStacks(base, head).map(({ stack, after }) => [stack, ...after].join(" < "));

const one: Environment = { ...environment, clusters: { "beta-kr-a": cluster } };
const both = withLoadBalancer();

test("for a new version only lists the cluster's stack, with what a job needs to plan it", () => {
  const upgraded = { ...environment.clusters, "beta-kr-a": { ...cluster, version: "1.35" } };
  expect(
    changedStacks(synthesized(environment), synthesized({ ...environment, clusters: upgraded })),
  ).toEqual([
    {
      stack: "beta-kr-a",
      change: "changed",
      workingDirectory: "stacks/beta-kr-a",
      environment: "beta",
      region: "ap-northeast-2",
      providers: ["aws"],
      after: [],
      plannedAfter: [],
    },
  ]);
});

test("lists nothing if only comments differ", () => {
  const commented = [
    stack("a", { "//": { metadata: 1 }, resource: { aws_lb: { this: { "//": 1, name: "a" } } } }),
  ];
  expect(changedStacks(commented, [stack("a", { resource: { aws_lb: { this: { name: "a" } } } })])).toEqual(
    [],
  );
  expect(changedStacks(synthesized(both), synthesized(both))).toEqual([]);
});

test("orders the stacks of a second cluster: the cluster, the load balancer that reads it, the in-cluster stack", () => {
  const before: Environment = {
    ...one,
    loadBalancers: {
      "beta-webapp": { ...loadBalancer, targetGroups: { a: { cluster: "beta-kr-a" } }, weights: { a: 100 } },
    },
  };
  expect(
    changedStacks(synthesized(before), synthesized(both)).map(
      ({ stack, change, providers, after, plannedAfter }) => ({
        stack,
        change,
        providers,
        after,
        plannedAfter,
      }),
    ),
  ).toEqual([
    { stack: "beta-kr-b", change: "added", providers: ["aws"], after: [], plannedAfter: [] },
    {
      stack: "beta-webapp",
      change: "changed",
      providers: ["aws"],
      after: ["beta-kr-b"],
      plannedAfter: ["beta-kr-b"],
    },
    {
      stack: "beta-kr-b-workload",
      change: "added",
      providers: ["aws", "helm", "kubernetes"],
      after: ["beta-kr-b", "beta-webapp"],
      plannedAfter: ["beta-kr-b", "beta-webapp"],
    },
  ]);
});

test("a binding is removed before its target group, and a cluster after everything that uses it", () => {
  const after: Environment = {
    ...one,
    loadBalancers: {
      "beta-webapp": { ...loadBalancer, targetGroups: { a: { cluster: "beta-kr-a" } }, weights: { a: 100 } },
    },
  };
  expect(orderOf(synthesized(both), synthesized(after))).toEqual([
    "beta-kr-b-workload",
    "beta-webapp < beta-kr-b-workload",
    "beta-kr-b < beta-kr-b-workload < beta-webapp",
  ]);
});

test("an existing stack does not delay a plan", () => {
  const base = [stack("lb", makes("x")), stack("app", reads("x"))];
  const head = [stack("lb", makes("x", { tags: {} })), stack("app", { ...reads("x"), locals: {} })];
  expect(
    changedStacks(base, head).map(({ stack, after, plannedAfter }) => [stack, after, plannedAfter]),
  ).toEqual([
    ["lb", [], []],
    ["app", ["lb"], []],
  ]);
});

test.each([
  ["of another region", stack("app", reads("x"), [], "eu-west-2")],
  ["of a counted look-up", stack("app", reads("x", { count: "${1}" }), [], "ap-northeast-2")],
  ["of a look-up for each", stack("app", reads("x", { for_each: "${[]}" }), [], "ap-northeast-2")],
  ["of another name", stack("app", reads("y"), [], "ap-northeast-2")],
  ["of a name that is not known yet", stack("app", reads("${x}"), [], "ap-northeast-2")],
])("%s, a stack needs no other stack", (_, app) => {
  expect(orderOf([], [stack("lb", makes("x"), [], "ap-northeast-2"), app])).toEqual(["app", "lb"]);
});

test("a data source with its own provider has the region of that provider", () => {
  const provider = {
    provider: { aws: [{ region: "eu-west-2" }, { alias: "seoul", region: "ap-northeast-2" }] },
  };
  const app = stack("app", { ...reads("x", { provider: "aws.seoul" }), ...provider });
  expect(orderOf([], [stack("lb", makes("x"), [], "ap-northeast-2"), app])).toEqual(["lb", "app < lb"]);
});

test("the dependencies of cdktf count too, in reverse order for a removal", () => {
  const stacks = [stack("a", { locals: {} }, ["b"]), stack("b", { locals: {} }), stack("c", {}, ["none"])];
  expect(orderOf([], stacks)).toEqual(["b", "a < b", "c"]);
  expect(orderOf(stacks, [])).toEqual(["a", "b < a", "c"]);
});

test("stacks that depend on each other in a circle are reported by name, each with what it needs", () => {
  const circle = [stack("a", { ...makes("x"), ...reads("y") }), stack("b", { ...makes("y"), ...reads("x") })];
  expect(orderOf([], circle)).toHaveLength(2);
});

test("knows the environment of an adopted stack, whose tags do not have it", () => {
  const base = [stack("a", { locals: { environment: "alpha" } })];
  const head = [stack("a", { locals: { environment: "alpha" }, resource: {} })];
  expect(changedStacks(base, head)).toMatchObject([{ environment: "alpha" }]);
});

test("leaves out the environment and the region if the code does not have them", () => {
  expect(changedStacks([], [stack("a", { resource: {} })])).toMatchObject([
    { environment: null, region: null, providers: [] },
  ]);
});
