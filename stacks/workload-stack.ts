import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { TargetGroup } from "../constructs/elbv2/target-group";
import { TargetGroupBinding } from "../constructs/kubernetes/target-group-binding";
import { reportAtSynthesis } from "../constructs/validation";
import type { Environment, LoadBalancerSettings } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { targetGroupName } from "./traffic-stack";

export interface WorkloadStackProps {
  readonly environment: Environment;
  readonly clusterName: string;
}

/**
 * What runs inside one cluster. Apart from the cluster's own stack, so that the Helm provider is never configured
 * by what the same apply makes: it needs the cluster's endpoint and an access entry even to plan.
 */
export class WorkloadStack extends EnvironmentStack {
  /** Whether there is anything to run: a target group that the cluster's pods are behind. */
  static isNeeded(environment: Environment, clusterName: string): boolean {
    return bindingsOf(environment, clusterName).length > 0;
  }

  constructor(scope: Construct, id: string, { environment, clusterName }: WorkloadStackProps) {
    super(scope, id, environment);
    const cluster = new DataAwsEksCluster(this, "cluster", { name: clusterName });
    new HelmProvider(this, "helm", {
      kubernetes: {
        host: cluster.endpoint,
        clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
        // A token of its own for each call: one that is read at plan time ends after 15 minutes.
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", clusterName, "--region", environment.region],
        },
      },
    });
    this.constrainProvider("helm", environment);
    this.bind(clusterName, bindingsOf(environment, clusterName));
  }

  private bind(clusterName: string, bindings: readonly Binding[]): void {
    const bound = new Map<string, string>();
    const problems: string[] = [];
    for (const { loadBalancerName, slot, service } of bindings) {
      const name = targetGroupName(loadBalancerName, slot);
      const serviceName = `${service.namespace}/${service.name}`;
      const other = bound.get(serviceName);
      if (other === undefined) {
        bound.set(serviceName, name);
        new TargetGroupBinding(this, `binding-${name}`, {
          clusterName,
          namespace: service.namespace,
          serviceRef: { name: service.name, port: service.port },
          targetGroup: TargetGroup.fromTargetGroupName(this, `target-group-${name}`, name),
        });
      } else {
        problems.push(
          `service ${serviceName} of cluster ${clusterName} is bound to target group ${other}, and cannot be to ${name} as well; give that one another cluster or service, or take it out`,
        );
      }
    }
    reportAtSynthesis(this, () => problems);
  }
}

interface Binding {
  readonly loadBalancerName: string;
  readonly slot: string;
  readonly service: LoadBalancerSettings["service"];
}

function bindingsOf({ loadBalancers = {} }: Environment, clusterName: string): readonly Binding[] {
  return Object.entries(loadBalancers).flatMap(([loadBalancerName, { targetGroups, service }]) =>
    Object.entries(targetGroups)
      .filter(([, { cluster }]) => cluster === clusterName)
      .map(([slot]) => ({ loadBalancerName, slot, service })),
  );
}
