import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { ambiguousCluster, clustersMeantBy } from "../../../upgrade/fleet/find-cluster";
import { clusterKey } from "../../../upgrade/fleet/key";
import { mergedFleet } from "../../../upgrade/fleet/parts";
import type { FleetState } from "../../../upgrade/fleet/state";
import { planUpgrade } from "../../../upgrade/planner/plan-upgrade";
import { clusterOf, newestAddons } from "../../upgrade/planner/fleets";

const [dev, prod] = ["111111111111", "222222222222"];
const [seoul, virginia] = ["ap-northeast-2", "us-east-1"];

interface At {
  readonly stack: string;
  readonly account?: string;
  readonly region: string;
  readonly version: string;
}

/** The cluster main, with one node group, in several places. */
function mains(...places: readonly At[]): FleetState {
  return mergedFleet(
    places.map(({ stack, account, region, version }) => {
      const key = clusterKey({ account, region, name: "main" });
      const { clusters, nodeGroups, addons } = clusterOf("main", {
        version,
        groups: [{ version, nodes: 3 }],
        addons: newestAddons(version),
      });
      return {
        clusters: clusters.map((each) => ({ ...each, stack, key, account, region })),
        nodeGroups: nodeGroups.map((each) => ({ ...each, stack, cluster: key })),
        addons: addons.map((each) => ({ ...each, stack, cluster: key })),
      };
    }),
  );
}

const twoRegions = mains(
  { stack: "kr", region: seoul, version: "1.34" },
  { stack: "us", region: virginia, version: "1.33" },
);
const twoAccounts = mains(
  { stack: "dev", account: dev, region: seoul, version: "1.33" },
  { stack: "prod", account: prod, region: seoul, version: "1.33" },
);

const planTo = (fleet: FleetState, cluster: string) =>
  planUpgrade(
    fleet,
    { clusters: [{ way: "in-place", cluster, version: "1.34" }] },
    { catalog: Catalog.DATED, day: "2026-11-24" },
  );

test("a name that matches two clusters is rejected with both, with the account if the regions are equal", () => {
  expect(planTo(twoRegions, "main")).toEqual({
    problems: [`cluster main is ambiguous: it can be ${seoul}/main or ${virginia}/main. Name one of these`],
  });
  expect(planTo(twoAccounts, "main")).toEqual({
    problems: [
      `cluster main is ambiguous: it can be ${dev}/${seoul}/main or ${prod}/${seoul}/main. Name one of these`,
    ],
  });
});

test.each([
  [twoRegions, `${virginia}/main`, "us"],
  [twoAccounts, `${prod}/${seoul}/main`, "prod"],
])("a region, or an account and a region, selects the cluster", (fleet, text, stack) => {
  const result = planTo(fleet, text);
  const steps = "steps" in result ? result.steps : [];
  expect(steps.map(({ kind }) => kind)).toContain("control-plane");
  expect(new Set(steps.map(({ cluster }) => cluster))).toEqual(new Set([text]));
  const upgrade = steps.find(({ kind }) => kind === "control-plane");
  expect(upgrade?.stacks.map((each) => each.stack)).toEqual([stack]);
});

test("a cluster that has the version has no steps, whatever version another of its name has", () => {
  expect(planTo(twoRegions, `${seoul}/main`)).toMatchObject({ steps: [] });
});

test("a region without a cluster of the name matches none", () => {
  expect(clustersMeantBy("eu-west-1/main", twoRegions)).toEqual([]);
  expect(ambiguousCluster("main", twoRegions.clusters, twoRegions)).toContain("main is ambiguous");
});
