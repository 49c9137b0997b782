import type { ApplicationLoadBalancerProps } from "../constructs/traffic/application-load-balancer";
import type { TargetGroupProps } from "../constructs/traffic/target-group";
import type { WeightedListenersProps } from "../constructs/traffic/weighted-listeners";
import { encodeOwner } from "../upgrade/eks/target-group-owner";
import type { AdoptedLoadBalancer } from "../upgrade/fleet/settings";
import { adoptedTargetGroup } from "./workload";

/** The defaults of a load balancer: a new one, or an existing one that is imported. */
export interface TrafficProfile {
  /** Whether this code opens the ports to the pods. */
  readonly opensPods: boolean;
  /** The props that the settings of a load balancer cannot give. */
  readonly loadBalancer: Pick<
    ApplicationLoadBalancerProps,
    "securityGroupIds" | "idleTimeoutSeconds" | "dropInvalidHeaderFields"
  > & { readonly adopted: ApplicationLoadBalancerProps["adopted"] };
  readonly listeners: Pick<WeightedListenersProps, "sslPolicy" | "stickinessSeconds"> & {
    readonly adopted: WeightedListenersProps["adopted"];
  };
  readonly targetGroup: (
    slot: string,
    cluster: string | undefined,
  ) => Pick<TargetGroupProps, "adopted" | "boundByOthersTo" | "port" | "tags">;
}

export function trafficProfile(adopted: AdoptedLoadBalancer | undefined): TrafficProfile {
  return adopted === undefined ? NEW : adoptedProfile(adopted);
}

const NEW: TrafficProfile = {
  opensPods: true,
  loadBalancer: { adopted: undefined },
  listeners: { adopted: undefined },
  // With this tag, the role of the cluster's controller can change the target group.
  targetGroup: (_slot, cluster) => (cluster === undefined ? {} : { tags: encodeOwner(cluster) }),
};

function adoptedProfile(adopted: AdoptedLoadBalancer): TrafficProfile {
  const { securityGroupIds, idleTimeoutSeconds, dropInvalidHeaderFields } = adopted;
  const { sslPolicy, stickinessSeconds } = adopted;
  return {
    opensPods: false,
    loadBalancer: {
      securityGroupIds,
      idleTimeoutSeconds,
      dropInvalidHeaderFields,
      adopted: adopted.loadBalancer,
    },
    listeners: { sslPolicy, stickinessSeconds, adopted },
    targetGroup: (slot, cluster) => {
      const part = adoptedTargetGroup(adopted, slot);
      // A target group that is added to an adopted load balancer is new.
      return part === undefined
        ? NEW.targetGroup(slot, cluster)
        : { port: part.port, adopted: part, boundByOthersTo: cluster };
    },
  };
}
