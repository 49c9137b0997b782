import type { ClusterState } from "../../../../upgrade/fleet/state";
import { addonState, clusterState, saidBy, stepBetween } from "../state";

const RULE = "addon-version-decrease";

function said(from: string, to: string, state: Partial<ClusterState> = {}) {
  const fleet = (addonVersion: string) => ({
    clusters: [clusterState(state)],
    addons: [addonState({ addonVersion })],
  });
  return saidBy(RULE, stepBetween(fleet(from), fleet(to)));
}

test("an add-on that stays or goes up passes", () => {
  expect(said("v1.13.2-eksbuild.9", "v1.13.2-eksbuild.9")).toEqual([]);
  expect(said("v1.13.2-eksbuild.9", "v1.13.2-eksbuild.13")).toEqual([]);
});

test("warns about an add-on that goes back by a build", () => {
  expect(said("v1.13.2-eksbuild.13", "v1.13.2-eksbuild.9")).toEqual([
    "warning stack/alpha/addon: add-on coredns of cluster alpha-kr-a would go back from v1.13.2-eksbuild.13 to v1.13.2-eksbuild.9: settings of the newer version may be lost. Restore v1.13.2-eksbuild.13, unless this is a rollback",
  ]);
});

test("for a rollback of the control plane it passes", () => {
  expect(said("v1.13.2-eksbuild.13", "v1.12.4-eksbuild.38", { rollbackOfUpgradeOn: "2026-11-20" })).toEqual(
    [],
  );
});
