import { type ConstructPath, CRDS, workloadLayout, workloadStack } from "../../eks/layout";
import type { FleetPath } from "../../fleet/path";
import { terraformAddress } from "../../terraform/terraform-address";
import type { ImpliedAction, ImpliedActions } from "./expected-stack";

/** The releases of CRDs, which have the version of their chart. */
export const updatedReleases: ImpliedActions = ({ clusterName, edits }, _, addresses) =>
  edits.flatMap(({ path }): readonly ImpliedAction[] => {
    const release = releaseAt(path);
    const stack = workloadStack(clusterName);
    const address = release && terraformAddress("helm_release", [...release, CRDS]);
    return address === undefined || addresses?.[stack]?.includes(address) !== true
      ? []
      : [{ stack, address, action: "update" }];
  });

function releaseAt([, , property, name = ""]: FleetPath): ConstructPath | undefined {
  switch (property) {
    case "loadBalancerController":
      return workloadLayout.loadBalancerController;
    case "releases":
      return workloadLayout.release(String(name));
    default:
      return undefined;
  }
}
