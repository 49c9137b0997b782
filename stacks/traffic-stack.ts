import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import type { Construct } from "constructs";
import { examined } from "../constructs/checks/right-types";
import { ApplicationLoadBalancer, type PodAccess } from "../constructs/traffic/application-load-balancer";
import { TargetGroup } from "../constructs/traffic/target-group";
import { WeightedListeners } from "../constructs/traffic/weighted-listeners";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import { idOf, trafficLayout } from "../upgrade/eks/layout";
import type { Environment, LoadBalancerSettings } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { evacuatedSlots } from "./evacuated-slots";
import { followedWeights } from "./followed-weights";
import { trafficProfile } from "./traffic-profile";
import { targetGroupName, targetGroupNameProblems } from "./workload";

export interface TrafficStackProps extends LoadBalancerSettings {
  readonly environment: Environment;
  readonly loadBalancerName: string;
}

/** One load balancer, its target groups, and the weights that share its traffic among them. */
export class TrafficStack extends EnvironmentStack {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly listeners: WeightedListeners;
  /** By slot. */
  readonly targetGroups: Readonly<Record<string, TargetGroup>>;

  constructor(scope: Construct, id: string, props: TrafficStackProps) {
    const { value, problems } = examined("TrafficStackProps", props);
    super(scope, id, value.environment, value.adopted === undefined);
    reportWrongTypes(this, problems);
    props = value;
    const { loadBalancerName, adopted } = props;
    const { vpcId } = props.environment;
    const profile = trafficProfile(adopted);
    this.loadBalancer = new ApplicationLoadBalancer(this, idOf(trafficLayout.loadBalancer), {
      ...props,
      ...profile.loadBalancer,
      vpcId,
      pods: profile.opensPods ? this.pods(props) : undefined,
    });
    const { namespace, name, port, podPorts, networking, ...settings } = props.service;
    this.targetGroups = Object.fromEntries(
      Object.entries(props.targetGroups).map(([slot, { cluster }]) => [
        slot,
        new TargetGroup(this, idOf(trafficLayout.targetGroup(slot)), {
          ...settings,
          ...profile.targetGroup(slot, cluster),
          targetGroupName: targetGroupName(loadBalancerName, slot, adopted),
          vpcId,
        }),
      ]),
    );
    const followed = followedWeights(props.environment, props.weights, Object.keys(props.targetGroups));
    this.listeners = new WeightedListeners(this, idOf(trafficLayout.listeners), {
      ...props,
      ...profile.listeners,
      weights: followed.weights,
      weightsName: followed.weightsName,
      loadBalancer: this.loadBalancer,
      targetGroups: this.targetGroups,
      evacuated: evacuatedSlots(props.environment, props.targetGroups),
      removedTargetGroups: props.removedTargetGroups?.map((slot) =>
        targetGroupName(loadBalancerName, slot, adopted),
      ),
    });
    reportAtSynthesis(this, () => [
      ...followed.problems,
      ...targetGroupNameProblems(props.environment, loadBalancerName),
    ]);
  }

  /** Access to the pods of each cluster that has a target group. The clusters must exist when this is planned. */
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
