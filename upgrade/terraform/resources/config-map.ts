import { decodeActive, identityConfigMap, identityKeys } from "../../eks/cluster-identity";
import { isUnknown, UNKNOWN } from "../../fleet/state";
import { readConfigurations } from "./haproxy";
import type { ResourceReader } from "./resource-reader";

/** The identity of a cluster, in a ConfigMap in the cluster, and configurations of HAProxy. */
export const configMapReader: ResourceReader = {
  types: ["kubernetes_config_map", "kubernetes_config_map_v1"],
  read(found) {
    const { side } = found;
    if (side.block("metadata")?.text("name") !== identityConfigMap.name) {
      readConfigurations(found);
      return;
    }
    const active = side.entry("data", identityKeys.isActive);
    found.add("identities", {
      stack: found.stack,
      address: found.address,
      cluster: found.clusterOfProvider(),
      clusterName: side.entry("data", identityKeys.clusterName) ?? UNKNOWN,
      group: side.entry("data", identityKeys.group) ?? UNKNOWN,
      isActive: isUnknown(active) ? UNKNOWN : decodeActive(active),
    });
  },
};
