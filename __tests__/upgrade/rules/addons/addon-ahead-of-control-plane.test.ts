import { type AddonState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { addonState, clusterState, saidBy, stepBetween } from "../state";

const RULE = "addon-ahead-of-control-plane";

const fleet = (version: string, addonVersion: AddonState["addonVersion"], addonName = "kube-proxy") => ({
  clusters: [clusterState({ version })],
  addons: [addonState({ addonName, addonVersion })],
});
const message = (name: string, build: string) =>
  `error stack/alpha/addon: add-on ${name} would be updated to ${build} in the change that upgrades cluster alpha-kr-a from 1.33 to 1.34: it is incompatible with 1.33, which may still run then. Upgrade the control plane first, and the add-on in the next change`;

test("a kube-proxy for the version that the control plane goes to fails in the same step", () => {
  const step = stepBetween(fleet("1.33", "v1.33.10-eksbuild.29"), fleet("1.34", "v1.34.6-eksbuild.29"));
  expect(saidBy(RULE, step)).toEqual([message("kube-proxy", "v1.34.6-eksbuild.29")]);
});

test("an add-on whose build is in no complete list passes, and a kube-proxy that is made fails", () => {
  const step = stepBetween(
    fleet("1.33", "v1.12.4-eksbuild.38", "coredns"),
    fleet("1.34", "v1.14.3-eksbuild.16", "coredns"),
  );
  expect(saidBy(RULE, step)).toEqual([]);
  const created = stepBetween(
    { clusters: fleet("1.33", undefined).clusters },
    fleet("1.34", "v1.34.6-eksbuild.29"),
  );
  expect(saidBy(RULE, created)).toHaveLength(1);
});

test("an add-on that Terraform updates after its cluster passes", () => {
  const after = fleet("1.34", "v1.34.6-eksbuild.29");
  const ordered = {
    ...after,
    addons: after.addons?.map((addon) => ({ ...addon, isAfterCluster: true as const })),
  };
  expect(saidBy(RULE, stepBetween(fleet("1.33", "v1.33.10-eksbuild.29"), ordered))).toEqual([]);
});

test("a build that fits both versions passes here, and so does the add-on a step later", () => {
  const both = stepBetween(fleet("1.33", "v1.33.5-eksbuild.1"), fleet("1.34", "v1.33.10-eksbuild.29"));
  expect(saidBy(RULE, both)).toEqual([]);
  const later = stepBetween(fleet("1.34", "v1.33.10-eksbuild.29"), fleet("1.34", "v1.34.6-eksbuild.29"));
  expect(saidBy(RULE, later)).toEqual([]);
  const creation = stepBetween({}, fleet("1.34", "v1.34.6-eksbuild.29"));
  expect(saidBy(RULE, creation)).toEqual([]);
});

test("does not evaluate a version that is not known", () => {
  const step = stepBetween(fleet("1.33", "v1.33.10-eksbuild.29"), fleet("1.34", UNKNOWN));
  expect(saidBy(RULE, step)).toEqual([
    "not evaluated stack/alpha/addon: the version of add-on kube-proxy of cluster alpha-kr-a is known after apply, so this plan does not show whether it is compatible with 1.33 too. Write the value in the code, or apply what it comes from in an earlier change",
  ]);
});
