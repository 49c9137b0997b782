import { EMPTY_FLEET } from "../../../upgrade/fleet/state";
import { set } from "../../../upgrade/planner/edits/make-edit";
import { updatedReleases } from "../../../upgrade/planner/expected/release";

const change = { before: EMPTY_FLEET, after: EMPTY_FLEET, resources: [] };
const CRDS = "helm_release.load-balancer-controller_crds_3FE4D0CC";

test("a new version of the controller updates the release of its CRDs, if the stack has one", () => {
  const edits = [set(["clusters", "alpha-kr-a", "loadBalancerController"], "3.6.0", "3.5.0")];
  const implied = (addresses: readonly string[]) =>
    updatedReleases({ clusterName: "alpha-kr-a", edits }, change, { "alpha-kr-a-workload": addresses });
  expect(implied([CRDS])).toEqual([{ stack: "alpha-kr-a-workload", address: CRDS, action: "update" }]);
  expect(implied([])).toEqual([]);
});
