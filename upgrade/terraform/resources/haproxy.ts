import { backendsIn, withoutWeights } from "../../fleet/haproxy-text";
import { type HaproxyServerState, ifKnown, UNKNOWN } from "../../fleet/state";
import type { Found, ResourceReader } from "./resource-reader";

/** A parameter with the text of a configuration. Hosts follow it. */
export const haproxyParameterReader: ResourceReader = {
  types: ["aws_ssm_parameter"],
  read(found) {
    readConfiguration(found, ifKnown(found.side.text("insecure_value")) ?? ifKnown(found.side.text("value")));
  },
};

/** The texts of a ConfigMap that are configurations. */
export function readConfigurations(found: Found): void {
  for (const text of Object.values(ifKnown(found.side.map("data")) ?? {})) {
    readConfiguration(found, text);
  }
}

function readConfiguration(found: Found, text: string | undefined): void {
  if (text === undefined || !/^\s*(backend|listen)\s/m.test(text)) {
    return;
  }
  const settings = withoutWeights(text).join("\n");
  for (const { name, servers } of backendsIn(text)) {
    found.add("haproxies", {
      stack: found.stack,
      address: found.address,
      backendName: name,
      servers: servers.map(({ name: serverName, weight, cluster }): HaproxyServerState => {
        const key =
          cluster === undefined
            ? undefined
            : ifKnown(found.plan.clusterOfName(found.instance, found.side, cluster));
        return { serverName, weight: weight ?? UNKNOWN, ...(key === undefined ? {} : { cluster: key }) };
      }),
      settings,
    });
  }
}
