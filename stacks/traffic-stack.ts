import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import type { Construct } from "constructs";
import { ApplicationLoadBalancer, type PodAccess } from "../constructs/traffic/application-load-balancer";
import { LoadBalancerScheme } from "../constructs/traffic/load-balancer-scheme";
import { PlainHttp } from "../constructs/traffic/plain-http";
import { TargetGroup } from "../constructs/traffic/target-group";
import { WeightedListeners } from "../constructs/traffic/weighted-listeners";
import { idOf, trafficLayout } from "../upgrade/eks/layout";
import { encodeOwner } from "../upgrade/eks/target-group-owner";
import type { Environment, LoadBalancerSettings } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { adoptedTargetGroup, targetGroupName } from "./workload";

export interface TrafficStackProps extends LoadBalancerSettings {
  readonly environment: Environment;
  readonly loadBalancerName: string;
}

/** One load balancer, its target groups, and the weights by which it shares its traffic among them. */
export class TrafficStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, props: TrafficStackProps) {
    super(scope, id, props.environment, props.adopted === undefined);
    const { environment, adopted } = props;
    const { vpcId } = environment;
    const loadBalancer = new ApplicationLoadBalancer(this, idOf(trafficLayout.loadBalancer), {
      loadBalancerName: props.loadBalancerName,
      vpcId,
      subnetIds: props.subnetIds,
      clientCidrs: props.clientCidrs,
      pods: adopted === undefined ? this.pods(props) : undefined,
      securityGroupIds: adopted?.securityGroupIds,
      scheme:
        props.scheme === "internet-facing" ? LoadBalancerScheme.INTERNET_FACING : LoadBalancerScheme.INTERNAL,
      accessLogs: props.accessLogs,
      webAclArn: props.webAclArn,
      deletionProtection: props.deletionProtection,
      idleTimeoutSeconds: adopted?.idleTimeoutSeconds,
      dropInvalidHeaderFields: adopted?.dropInvalidHeaderFields,
      adopted: adopted?.loadBalancer,
    });
    const { healthCheck, slowStartSeconds, deregistrationDelaySeconds } = props.service;
    const targetGroups = Object.fromEntries(
      Object.entries(props.targetGroups).map(([slot, { cluster }]) => [
        slot,
        new TargetGroup(this, idOf(trafficLayout.targetGroup(slot)), {
          targetGroupName: targetGroupName(props.loadBalancerName, slot, adopted),
          port: adoptedTargetGroup(adopted, slot)?.port,
          vpcId,
          healthCheck,
          slowStartSeconds,
          deregistrationDelaySeconds,
          // What the role of the cluster's controller may change.
          tags: cluster === undefined ? undefined : encodeOwner(cluster),
          adopted: adoptedTargetGroup(adopted, slot),
          boundByOthersTo: adoptedTargetGroup(adopted, slot) === undefined ? undefined : cluster,
        }),
      ]),
    );
    new WeightedListeners(this, idOf(trafficLayout.listeners), {
      loadBalancer,
      targetGroups,
      weights: props.weights,
      evacuated: evacuatedSlots(props),
      certificateArn: props.certificateArn,
      additionalCertificateArns: props.additionalCertificateArns,
      plainHttp: props.plainHttp === "forward" ? PlainHttp.FORWARD : PlainHttp.REDIRECT,
      rules: props.rules,
      previews: props.previews,
      removedTargetGroups: props.removedTargetGroups?.map((slot) =>
        targetGroupName(props.loadBalancerName, slot, adopted),
      ),
      guardsOff: props.guardsOff,
      sslPolicy: adopted?.sslPolicy,
      stickinessSeconds: adopted?.stickinessSeconds,
      adopted,
    });
  }

  /** The way to the pods of each cluster behind a target group. A cluster must exist when this is planned. */
  private pods({ targetGroups, service }: TrafficStackProps): Record<string, PodAccess> {
    const pods: Record<string, PodAccess> = {};
    for (const { cluster, podSecurityGroupId } of Object.values(targetGroups)) {
      if (cluster !== undefined && pods[cluster] === undefined) {
        const securityGroupId = podSecurityGroupId ?? this.securityGroupOf(cluster);
        pods[cluster] = { securityGroupId, ports: service.podPorts };
      }
    }
    return pods;
  }

  private securityGroupOf(clusterName: string): string {
    return new DataAwsEksCluster(this, `cluster-${clusterName}`, { name: clusterName }).vpcConfig.get(0)
      .clusterSecurityGroupId;
  }
}

/** Those whose cluster is evacuated. */
function evacuatedSlots({ targetGroups, environment }: TrafficStackProps): readonly string[] {
  return Object.entries(targetGroups).flatMap(([slot, { cluster }]) =>
    cluster !== undefined && environment.evacuated?.includes(cluster) === true ? [slot] : [],
  );
}
