import type {
  FleetPath,
  FleetValue,
  FleetValueAt,
  NodeGroupPath,
  ValueAt,
} from "../../../upgrade/fleet/path";
import { clusterPath, fleetPath, loadBalancerPath } from "../../../upgrade/fleet/path-to";
import type { NodeGroupSettings } from "../../../upgrade/fleet/settings";

/** An edit as the planner makes it: the value must be of the type that the settings have at the path. */
function set<const Path extends FleetPath>(path: Path, after: FleetValueAt<Path>) {
  const value: FleetValue = after;
  return { path, value };
}

const inGroup = <const Path extends NodeGroupPath>(...path: Path) => path;

test("a path is the list of the names that lead to a value", () => {
  expect([
    clusterPath("alpha-kr-a"),
    clusterPath("alpha-kr-a", "nodeGroups", "workers-v1", "phase"),
    clusterPath("alpha-kr-a", "addons", "coredns", "addonVersion"),
    clusterPath("alpha-kr-a", "releases", "istiod", "values", "global", "hub"),
    loadBalancerPath("alpha-webapp", "weights", "b"),
    fleetPath("activeClusters", "alpha-kr"),
    inGroup("launchTemplate", "version"),
  ]).toEqual([
    ["clusters", "alpha-kr-a"],
    ["clusters", "alpha-kr-a", "nodeGroups", "workers-v1", "phase"],
    ["clusters", "alpha-kr-a", "addons", "coredns", "addonVersion"],
    ["clusters", "alpha-kr-a", "releases", "istiod", "values", "global", "hub"],
    ["loadBalancers", "alpha-webapp", "weights", "b"],
    ["activeClusters", "alpha-kr"],
    ["launchTemplate", "version"],
  ]);
});

test("a value at a path is of the type that the settings have there", () => {
  const phase: ValueAt<readonly ["clusters", string, "nodeGroups", string, "phase"]> = "cordoned";
  const addon: ValueAt<readonly ["clusters", string, "addons", string]> = {
    addonVersion: "v1.34.6-eksbuild.29",
  };
  const group: NodeGroupSettings = {
    version: "1.34",
    instanceTypes: ["m6i.4xlarge"],
    minSize: 3,
    maxSize: 60,
  };
  const again: ValueAt<readonly ["clusters", string, "nodeGroups", string]> = group;
  expect([
    set(clusterPath("a", "nodeGroups", "workers-v1", "phase"), phase).value,
    set(clusterPath("a", "addons", "coredns"), "v1.34.6-eksbuild.29").value,
    set(clusterPath("a", "rollback"), { of: "1.34", upgradedOn: "2026-11-20" }).value,
    set(loadBalancerPath("alpha-webapp", "removedTargetGroups"), ["a"]).value,
    set(loadBalancerPath("alpha-webapp", "previews", "b"), { priority: 20, hostHeaders: ["b.example.com"] })
      .value,
    addon,
    again,
  ]).toHaveLength(7);
});

test("a path that does not exist and a value of another type fail to compile", () => {
  const attempts = () => [
    // @ts-expect-error: there is no such property of an environment.
    fleetPath("cluster", "a"),
    // @ts-expect-error: there is no such property of a node group.
    clusterPath("a", "nodeGroups", "workers-v1", "fase"),
    // @ts-expect-error: a phase has no properties.
    clusterPath("a", "nodeGroups", "workers-v1", "phase", "name"),
    // @ts-expect-error: no path leads into a list.
    clusterPath("a", "subnetIds", "0"),
    // @ts-expect-error: there is no such property of an add-on.
    clusterPath("a", "addons", "coredns", "version"),
    // @ts-expect-error: plain data has no action.
    loadBalancerPath("alpha-webapp", "rules", "old", "action"),
    // @ts-expect-error: there is no such phase.
    set(clusterPath("a", "nodeGroups", "workers-v1", "phase"), "gone"),
    // @ts-expect-error: a weight is a number.
    set(loadBalancerPath("alpha-webapp", "weights", "b"), "10"),
    // @ts-expect-error: a rollback says the day of the upgrade.
    set(clusterPath("a", "rollback"), { of: "1.34" }),
  ];
  expect(attempts()).toHaveLength(9);
});
