import { type FleetPage, fleetPage } from "../../../cli/page/fleet-page";
import { goalRequestOf } from "../../../cli/planning/goal-options";
import { planned } from "../../../cli/planning/planned";
import { Catalog } from "../../../upgrade/eks/catalog/catalog";
import { declared } from "../../../upgrade/fleet/change";
import type { FleetState } from "../../../upgrade/fleet/state";
import { readSynthesized } from "../../../upgrade/terraform/read-synthesized";
import { cluster, stacksOf, withLoadBalancer, workers } from "../../stacks/fixtures";

export const DAY = "2026-11-24";

/** The version in standard support on that day that the next minor follows, and the one in extended support. */
const VERSIONS = { standard: "1.35", extended: "1.33" } as const;

/** Fleets with a load balancer before two clusters, and as many copies of its clusters as asked for. */
export function fleetOf(clusters = 2): FleetState {
  const settings = (version: string) => ({
    ...cluster,
    version,
    addons: {},
    nodeGroups: { "workers-v1": { ...workers, version }, "workers-v2": { ...workers, version } },
  });
  const stacks = stacksOf([
    {
      ...withLoadBalancer({ weights: { a: 90, b: 10 } }),
      clusters: { "beta-kr-a": settings(VERSIONS.standard), "beta-kr-b": settings(VERSIONS.extended) },
    },
  ]);
  const copies = Array.from({ length: clusters / 2 - 1 }, (_, index) => `team${index}`);
  const fleet = readSynthesized(
    Object.entries(stacks).flatMap(([name, json]) => [
      { name, json },
      ...copies.map((copy) => ({
        name: name.replace("beta", copy),
        json: JSON.parse(JSON.stringify(json).replaceAll("beta", copy)),
      })),
    ]),
  );
  if ("problem" in fleet) {
    throw new Error(fleet.problem);
  }
  return fleet;
}

/** The page of a fleet, with the plan of its upgrade if there is a goal. */
export function pageOf(fleet: FleetState, to?: string): FleetPage {
  const catalog = Catalog.DATED;
  const input = { fleet, change: declared(fleet), catalog, day: DAY, source: "For the test" };
  if (to === undefined) {
    return fleetPage(input);
  }
  const request = goalRequestOf({ to, cluster: [], soak: [], lastChange: [], day: DAY });
  const plan = "problems" in request ? request : planned({ fleet, stacks: [] }, request);
  if ("problems" in plan) {
    throw new Error(plan.problems.join("\n"));
  }
  return fleetPage({ ...input, planned: plan });
}
