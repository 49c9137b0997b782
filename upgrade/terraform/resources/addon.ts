import { isUnknown } from "../../fleet/state";
import type { Found, ResourceReader } from "./resource-reader";

export const addonReader: ResourceReader = {
  types: ["aws_eks_addon"],
  kind: "addon",
  read(found) {
    const { plan, instance, side } = found;
    const addonVersion = found.given("addon_version", side.text("addon_version"));
    const asked = isUnknown(addonVersion)
      ? plan.origins.resourceOf(
          ["aws_eks_addon_version"],
          plan.expressionOf(instance, "addon_version"),
          instance,
        )
      : undefined;
    const offeredFor = asked?.after?.text("kubernetes_version");
    found.add("addons", {
      stack: found.stack,
      address: found.address,
      cluster: found.clusterNamed(),
      addonName: found.text("addon_name"),
      addonVersion,
      ...(asked === undefined ? {} : { isAsked: true }),
      ...(isAfterCluster(found) ? { isAfterCluster: true } : {}),
      ...(offeredFor === undefined ? {} : { offeredFor }),
      ...(side.flag("preserve") === true ? { isPreserved: true } : {}),
    });
  },
};

/** Terraform changes a resource after those that it refers to. */
function isAfterCluster({ plan, instance, side, was }: Found): boolean {
  return (
    plan.isPlan &&
    side !== was &&
    plan.origins
      .resourcesOf(["aws_eks_cluster"], plan.expressionOf(instance, "cluster_name"), instance)
      .some(({ isData }) => !isData)
  );
}
