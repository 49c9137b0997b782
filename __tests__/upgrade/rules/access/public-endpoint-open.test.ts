import { UNKNOWN } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, saidOf, stepBetween } from "../state";

const RULE = "public-endpoint-open";
const ADDRESS = "stack/alpha";
type Cluster = Parameters<typeof clusterState>[0];
const of = (...publicCidrs: readonly string[]) =>
  saidOf(RULE, { clusters: [clusterState({ isPublic: true, publicCidrs })] });
const created = (cluster: Cluster) => saidBy(RULE, stepBetween({}, { clusters: [clusterState(cluster)] }));

const message = (reason: string) =>
  `the public endpoint of cluster alpha-kr-a ${reason}: the whole internet can reach its API. List the networks that need it (public_access_cidrs), or make the endpoint private`;

test("a private endpoint passes, and a public one for some networks", () => {
  expect(created({ isPublic: false, publicCidrs: ["0.0.0.0/0"] })).toEqual([]);
  expect(of("203.0.113.0/24", "8.0.0.0/8", "2001:db8::/32", "2400::/16")).toEqual([]);
});

test.each([
  [["0.0.0.0/0"], "0.0.0.0/0"],
  [["203.0.113.0/24", "::/0"], "::/0"],
  [["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/1 and 128.0.0.0/1"],
  [["8.0.0.0/7"], "8.0.0.0/7"],
  [["2400::/15"], "2400::/15"],
])("%p fails", (cidrs, open) => {
  expect(of(...cidrs)).toEqual([`error ${ADDRESS}: ${message(`is open to ${open}`)}`]);
});

test("a public endpoint that names no networks fails", () => {
  expect(created({ isPublic: true })).toEqual([`error ${ADDRESS}: ${message("has no list of networks")}`]);
  expect(created({ isPublic: true, publicCidrs: [] })).toEqual([
    `error ${ADDRESS}: ${message("has no list of networks")}`,
  ]);
});

test.each([
  [{ isPublic: UNKNOWN }, "endpoint_public_access"],
  [{ isPublic: true, publicCidrs: UNKNOWN }, "public_access_cidrs"],
] as const)("does not evaluate %p", (cluster, value) => {
  expect(created(cluster)).toEqual([
    `not evaluated ${ADDRESS}: ${value} of cluster alpha-kr-a is known after apply, so this plan does not show whether the whole internet can reach its API. Write the value in the code: the default is open to all`,
  ]);
});

test("only warns about an endpoint that was open before, also in an upgrade of the cluster", () => {
  const open = { isPublic: true, publicCidrs: ["0.0.0.0/0"] };
  const [was, is] = [clusterState({ ...open, version: "1.33" }), clusterState(open)];
  const expected = [
    `warning ${ADDRESS}: the public endpoint of cluster alpha-kr-a is open to 0.0.0.0/0: the whole internet can reach its API. List the networks that need it (public_access_cidrs), or make the endpoint private`,
  ];
  expect(saidBy(RULE, stepBetween({ clusters: [was] }, { clusters: [is] }))).toEqual(expected);
  expect(saidBy(RULE, stepBetween({ clusters: [is] }, { clusters: [is] }))).toEqual(expected);
  expect(saidBy(RULE, stepBetween({ clusters: [clusterState()] }, { clusters: [is] }))).toEqual([
    `error ${ADDRESS}: the public endpoint of cluster alpha-kr-a is open to 0.0.0.0/0: the whole internet can reach its API. List the networks that need it (public_access_cidrs), or make the endpoint private`,
  ]);
});
