import type { ClusterState } from "../../../../upgrade/fleet/state";
import { clusterState, saidBy, stepBetween } from "../state";

const RULE = "upgrade-policy-automatic";

function said(day: string | undefined, state: Partial<ClusterState> = { supportType: "STANDARD" }) {
  const fleet = { clusters: [clusterState(state)] };
  return saidBy(RULE, { ...stepBetween(fleet, fleet), day });
}

test("warns from 60 days before the end of standard support, and not earlier", () => {
  expect(said("2026-10-02")).toEqual([]);
  expect(said("2026-10-03")).toEqual([
    "warning stack/alpha: standard support of Kubernetes 1.34 ends on 2026-12-02, and cluster alpha-kr-a has the support type STANDARD: EKS upgrades it to 1.35 by itself after that day. Upgrade it before, or set the support type to EXTENDED",
  ]);
});

test("warns after the end of standard support", () => {
  expect(said("2026-12-03")).toEqual([
    "warning stack/alpha: standard support of Kubernetes 1.34 ended on 2026-12-02, and cluster alpha-kr-a has the support type STANDARD: EKS upgrades it to 1.35 by itself after that day. Upgrade it before, or set the support type to EXTENDED",
  ]);
});

test("a cluster with extended support passes, and one whose support type is left to EKS", () => {
  expect(said("2026-12-03", { supportType: "EXTENDED" })).toEqual([]);
  expect(said("2026-12-03", { supportType: undefined })).toEqual([]);
});

test("without a day nothing is said, nor of a version that the catalog does not know", () => {
  expect(said(undefined)).toEqual([]);
  expect(said("2026-12-03", { supportType: "STANDARD", version: "1.99" })).toEqual([]);
});
