import { isUnknown } from "../../fleet/state";
import type { ResourceReader } from "./resource-reader";

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
      ...(offeredFor === undefined ? {} : { offeredFor }),
      ...(side.flag("preserve") === true ? { isPreserved: true } : {}),
    });
  },
};
