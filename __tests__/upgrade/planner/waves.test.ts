import fc from "fast-check";
import { clusterKey } from "../../../upgrade/fleet/key";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import { EMPTY_FLEET, type FleetState, partNames, UNKNOWN } from "../../../upgrade/fleet/state";
import { FleetParts } from "../../../upgrade/planner/waves";
import { clusterState, routeState } from "../rules/state";
import { fleets, halfDone, keyOf, orderly, secondCluster } from "./fleets";

/** Parts that the fleets of our stacks do not have, and things that belong to no cluster. */
const others: FleetState = mergedFleet([
  {
    readClusters: [clusterState({ stack: "apps", key: keyOf("alpha-kr-a"), clusterName: "alpha-kr-a" })],
    otherNodes: [
      {
        stack: "alpha-kr-a",
        address: "aws_eks_fargate_profile.a",
        cluster: keyOf("alpha-kr-a"),
        kind: "fargate",
      },
      { stack: "legacy", address: "aws_autoscaling_group.b", cluster: UNKNOWN, kind: "self-managed" },
    ],
    roles: [{ stack: "iam", address: "aws_iam_role.shared", roleName: "shared" }],
    releases: [{ stack: "apps", address: "helm_release.mesh", releaseName: "mesh", chart: "mesh" }],
    routes: [
      routeState({}, { stack: "edge", address: "aws_lb_listener.edge", loadBalancer: UNKNOWN, targets: [] }),
    ],
  },
]);

test("a fleet that is cut into waves and merged again has all its parts", () => {
  fc.assert(
    fc.property(fc.oneof(orderly, halfDone, secondCluster, fleets), fc.boolean(), ({ fleet }, hasOthers) => {
      const whole = mergedFleet([fleet, hasOthers ? others : EMPTY_FLEET]);
      const merged = mergedFleet([...new FleetParts(whole, []).cut(whole).values()]);
      for (const name of partNames) {
        expect([name, new Set<unknown>(merged[name])]).toEqual([name, new Set<unknown>(whole[name])]);
        expect(merged[name]).toHaveLength(whole[name].length);
      }
    }),
    { numRuns: 50 },
  );
});

test("the nodes and clusters that only one cluster has are planned with it", () => {
  const whole = mergedFleet([
    ...["alpha-kr-a", "beta-kr-a"].map((name) => ({
      clusters: [clusterState({ key: keyOf(name), clusterName: name, stack: name })],
    })),
    others,
  ]);
  const parts = new FleetParts(whole, []);
  const part = parts.split(whole, [keyOf("alpha-kr-a")]).get(parts.partOf(keyOf("alpha-kr-a")));
  expect(part?.otherNodes.map(({ kind }) => kind)).toEqual(["fargate"]);
  expect(part?.readClusters).toHaveLength(1);
});

test("what names no cluster is planned with the cluster that its stack serves, not with another of that name", () => {
  const [kr, us] = ["kr", "us"].map((region) => ({
    region,
    key: clusterKey({ region, name: "main" }),
    clusterName: "main",
    stack: region,
  }));
  if (kr === undefined || us === undefined) {
    throw new Error("two clusters are needed");
  }
  for (const clusters of [
    [kr, us],
    [us, kr],
  ]) {
    const whole = mergedFleet([
      {
        clusters: clusters.map(clusterState),
        identities: [
          {
            stack: "main-workload",
            address: "kubernetes_config_map_v1.identity",
            cluster: kr.key,
            clusterName: "main",
            group: "main",
            isActive: true,
          },
        ],
        roles: [{ stack: "main-workload", address: "aws_iam_role.drain", roleName: "drain" }],
      },
    ]);
    const parts = new FleetParts(whole, []);
    const roles = [...parts.cut(whole)].flatMap(([part, fleet]) => fleet.roles.map(() => part));
    expect(roles).toEqual([parts.partOf(kr.key)]);
  }
});
