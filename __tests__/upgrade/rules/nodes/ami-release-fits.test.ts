import { type NodeGroupState, UNKNOWN } from "../../../../upgrade/fleet/state";
import { nodeGroupState, saidBy, stepBetween } from "../state";

const RULE = "ami-release-fits";
const ADDRESS = "stack/alpha/workers-v1";

type Group = Partial<NodeGroupState>;

function said(before: Group | undefined, after: Group): readonly string[] {
  const nodeGroups = (state: Group | undefined) => (state === undefined ? [] : [nodeGroupState(state)]);
  return saidBy(RULE, stepBetween({ nodeGroups: nodeGroups(before) }, { nodeGroups: nodeGroups(after) }));
}

const message = (release: string, minor: string, version: string) =>
  `error ${ADDRESS}: node group workers-v1 would have version ${version} and AMI release ${release}, which is built for Kubernetes ${minor}: EKS rejects the two together. Use a release of ${version}, or remove release_version`;

test("a group that is made with a release of its own version passes, and one of another fails", () => {
  expect(said(undefined, { version: "1.34", releaseVersion: "1.34.2-20261112" })).toEqual([]);
  expect(said(undefined, { version: "1.34", releaseVersion: "1.33.5-20261112" })).toEqual([
    message("1.33.5-20261112", "1.33", "1.34"),
  ]);
});

test("a release that goes ahead of the version fails", () => {
  const was = { version: "1.33", releaseVersion: "1.33.5-20261015" };
  expect(said(was, { version: "1.33", releaseVersion: "1.33.5-20261112" })).toEqual([]);
  expect(said(was, { version: "1.33", releaseVersion: "1.34.2-20261112" })).toEqual([
    message("1.34.2-20261112", "1.34", "1.33"),
  ]);
});

test("a release that the code pins and the version leaves behind fails; one that EKS chose follows", () => {
  const was = { version: "1.33", releaseVersion: "1.33.5-20261112" };
  expect(said(was, { ...was, version: "1.34", isReleasePinned: true })).toEqual([
    message("1.33.5-20261112", "1.33", "1.34"),
  ]);
  expect(said(was, { ...was, version: "1.34" })).toEqual([]);
});

test("releases that do not have the Kubernetes version in their names pass, and what is not known", () => {
  const bottlerocket = { amiType: "BOTTLEROCKET_x86_64", releaseVersion: "1.20.3-20260909" };
  expect(said(undefined, { version: "1.34", ...bottlerocket })).toEqual([]);
  expect(said(undefined, { version: "1.34", releaseVersion: UNKNOWN })).toEqual([]);
  expect(said(undefined, { version: UNKNOWN, releaseVersion: "1.33.5-20261112" })).toEqual([]);
});

test("a group that the step leaves as it is, or changes otherwise, passes", () => {
  const odd = { version: "1.34", releaseVersion: "1.33.5-20261112", isReleasePinned: true } as const;
  expect(said(odd, odd)).toEqual([]);
  expect(said(odd, { ...odd, maxSize: 80 })).toEqual([]);
});

test("releases of Windows have the Kubernetes version in their names", () => {
  const windows = { amiType: "WINDOWS_CORE_2022_x86_64", version: "1.35" };
  expect(said(undefined, { ...windows, releaseVersion: "1.35-2026.04.18" })).toEqual([]);
  expect(said(undefined, { ...windows, releaseVersion: "1.34-2026.04.18" })).toEqual([
    message("1.34-2026.04.18", "1.34", "1.35"),
  ]);
});
