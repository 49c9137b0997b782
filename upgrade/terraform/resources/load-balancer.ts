import { KEYED_TYPES } from "../plan-context";
import type { ResourceReader } from "./resource-reader";

export const loadBalancerReader: ResourceReader = {
  types: KEYED_TYPES.loadBalancer,
  kind: "load-balancer",
  read(found) {
    found.add("loadBalancers", {
      ...found.plan.identified("loadBalancer", found.instance, found.side),
      loadBalancerName: found.text("name"),
    });
  },
};
