import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { examined } from "../constructs/checks/right-types";
import { helmConnectionTo, kubernetesConnectionTo } from "../constructs/eks/connection";
import { ClusterAutoscaler } from "../constructs/kubernetes/cluster-autoscaler";
import { ClusterIdentity } from "../constructs/kubernetes/cluster-identity";
import { HelmRelease } from "../constructs/kubernetes/helm-release";
import { Karpenter } from "../constructs/kubernetes/karpenter";
import { LoadBalancerController } from "../constructs/kubernetes/load-balancer-controller";
import { Namespace } from "../constructs/kubernetes/namespace";
import { NodeGroupDrain } from "../constructs/kubernetes/node-group-drain";
import { NodePool } from "../constructs/kubernetes/node-pool";
import { TargetGroupBinding } from "../constructs/kubernetes/target-group-binding";
import { TargetGroup } from "../constructs/traffic/target-group";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import { autoModePoolRole, karpenterNodeRole, roleNameIn } from "../upgrade/eks/karpenter";
import { groupAndSlot, idOf, workloadLayout } from "../upgrade/eks/layout";
import { nodePoolKind } from "../upgrade/eks/node-pool";
import type { ClusterSettings, NamespaceSettings, ReleaseSettings, Taint } from "../upgrade/fleet/settings";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { activeOf, type Binding, bindingsOf, drainedIn, hasWorkload, targetGroupName } from "./workload";

export interface WorkloadStackProps {
  readonly environment: Environment;
  readonly clusterName: string;
}

/**
 * The in-cluster resources of one cluster. They have a stack of their own because the Helm and Kubernetes providers need
 * the cluster's endpoint and an access entry even to plan: no apply configures a provider from a resource that it creates.
 *
 * Order of creation: namespaces, the load balancer controller, bindings. Terraform destroys them in reverse order, so that
 * the controller is there to remove the finalizer of each binding. The controller's IAM role is in the cluster's stack.
 */
export class WorkloadStack extends EnvironmentStack {
  /** Whether the cluster has in-cluster resources. */
  static isNeeded(environment: Environment, clusterName: string): boolean {
    return hasWorkload(environment, clusterName);
  }

  private readonly namespaces = new Map<string, readonly ITerraformDependable[]>();

  constructor(scope: Construct, id: string, props: WorkloadStackProps) {
    const { value, problems } = examined("WorkloadStackProps", props);
    const { environment, clusterName } = value;
    super(scope, id, environment);
    reportWrongTypes(this, problems);
    const settings: Partial<ClusterSettings> = environment.clusters[clusterName] ?? {};
    this.reach(environment, clusterName);
    this.addIdentity(clusterName, activeOf(environment, clusterName));
    this.addNamespaces(settings.namespaces ?? []);
    const controller = this.addControllers(environment, clusterName, settings);
    this.addNodePools(clusterName, settings);
    this.addReleases(clusterName, settings.releases ?? {});
    this.bind(clusterName, bindingsOf(environment, clusterName), controller);
    for (const nodeGroupName of drainedIn(settings)) {
      new NodeGroupDrain(this, idOf(workloadLayout.drain(nodeGroupName)), {
        tolerates: taintsOfActive(settings),
        ...settings.drain,
        clusterName,
        nodeGroupName,
      });
    }
  }

  /** Both providers, always: Terraform needs the provider to destroy a resource that was removed from the code. */
  private reach(environment: Environment, clusterName: string): void {
    const cluster = new DataAwsEksCluster(this, "cluster", { name: clusterName });
    const reachable = {
      name: clusterName,
      endpoint: cluster.endpoint,
      certificateAuthorityData: cluster.certificateAuthority.get(0).data,
    };
    new HelmProvider(this, "helm", helmConnectionTo(reachable, this));
    this.constrainProvider("helm", environment);
    new KubernetesProvider(this, "kubernetes", kubernetesConnectionTo(reachable, this));
    this.constrainProvider("kubernetes", environment);
  }

  private addIdentity(clusterName: string, active: string | undefined): void {
    if (active !== undefined) {
      new ClusterIdentity(this, idOf(workloadLayout.identity), {
        ...groupAndSlot(clusterName),
        clusterName,
        state: active === clusterName ? "active" : "passive",
      });
    }
  }

  private addNamespaces(namespaces: readonly (string | NamespaceSettings)[]): void {
    const all = namespaces.map((each) => (typeof each === "string" ? { name: each } : each));
    const names = all.map(({ name }) => name);
    for (const settings of all.filter(({ name }, index) => names.indexOf(name) === index)) {
      const { name } = settings;
      const { dependables } = new Namespace(this, idOf(workloadLayout.namespace(name)), settings);
      this.namespaces.set(name, dependables);
    }
    reportAtSynthesis(this, () =>
      [...new Set(names)].flatMap((name) => [
        ...(names.filter((other) => other === name).length > 1 ? [`duplicate namespace "${name}"`] : []),
        ...(OF_KUBERNETES.includes(name)
          ? [`Kubernetes creates the namespace "${name}": remove it from namespaces`]
          : []),
      ]),
    );
  }

  /** @returns what bindings depend on: the controller, if this stack installs it */
  private addControllers(
    { region, vpcId }: Environment,
    clusterName: string,
    { loadBalancerController, clusterAutoscaler, controllerOptions = {}, drain }: Partial<ClusterSettings>,
  ): readonly ITerraformDependable[] {
    if (clusterAutoscaler !== undefined) {
      new ClusterAutoscaler(this, idOf(workloadLayout.clusterAutoscaler), {
        ...controllerOptions.clusterAutoscaler,
        clusterName,
        region,
        version: clusterAutoscaler,
      });
    }
    if (loadBalancerController === undefined) {
      return [];
    }
    const controller = new LoadBalancerController(this, idOf(workloadLayout.loadBalancerController), {
      ...controllerOptions.loadBalancerController,
      clusterName,
      region,
      vpcId,
      chartVersion: loadBalancerController,
      kubectlImage: drain?.image,
      namespaces: [...this.namespaces.values()].flat(),
    });
    return [controller.dependable];
  }

  /** Terraform removes pools before Karpenter, which removes their nodes. */
  private addNodePools(clusterName: string, settings: Partial<ClusterSettings>): void {
    const { karpenter, autoMode, controllerOptions = {}, nodePools = {}, subnetIds = [] } = settings;
    const controller =
      karpenter === undefined
        ? undefined
        : new Karpenter(this, idOf(workloadLayout.karpenter), {
            ...controllerOptions.karpenter,
            clusterName,
            version: karpenter.version,
            replicas: karpenter.replicas,
          });
    for (const [name, pool] of Object.entries(nodePools)) {
      const isOfKarpenter = nodePoolKind(pool) === "karpenter";
      const roleArn = (isOfKarpenter ? karpenter : autoMode)?.nodeRoleArn;
      const own = isOfKarpenter ? karpenterNodeRole(clusterName) : autoModePoolRole(clusterName);
      new NodePool(this, idOf(workloadLayout.nodePool(name)), {
        ...pool,
        clusterName,
        nodePoolName: name,
        nodeRoleName: roleArn === undefined ? own : roleNameIn(roleArn),
        subnetIds: pool.subnetIds ?? subnetIds,
        dependsOn: present(isOfKarpenter ? [controller?.dependable] : []),
      });
    }
    reportAtSynthesis(this, () =>
      Object.entries(nodePools).flatMap(([name, pool]) =>
        nodePoolKind(pool) === "karpenter" && karpenter === undefined
          ? [
              `node pool ${name} of cluster ${clusterName} has an AMI, so it is one of Karpenter, which the cluster does not have: give it karpenter, or remove ami for a pool of Auto Mode`,
            ]
          : nodePoolKind(pool) === "auto-mode" && autoMode === undefined
            ? [
                `node pool ${name} of cluster ${clusterName} has no AMI, so it is one of Auto Mode, which is off: give the cluster autoMode, or give the pool ami`,
              ]
            : [],
      ),
    );
  }

  private addReleases(clusterName: string, releases: Readonly<Record<string, ReleaseSettings>>): void {
    const made = new Map<string, ITerraformDependable>();
    const rounds = inRounds(releases);
    for (const [name, { after = [], ...options }] of rounds.flat()) {
      const namespace = this.namespaces.get(options.namespace) ?? [];
      const release = new HelmRelease(this, idOf(workloadLayout.release(name)), {
        ...options,
        clusterName,
        releaseName: name,
        dependsOn: present([...after.map((each) => made.get(each)), ...namespace]),
      });
      made.set(name, release.dependable);
    }
    reportAtSynthesis(this, () => releaseProblems(clusterName, releases));
  }

  private bind(
    clusterName: string,
    bindings: readonly Binding[],
    controller: readonly ITerraformDependable[],
  ): void {
    const bound = new Map<string, string>();
    const names = new Set<string>();
    const problems: string[] = [];
    for (const { loadBalancerName, slot, service, releaseName } of bindings) {
      const name = targetGroupName(loadBalancerName, slot);
      const serviceName = `${service.namespace}/${service.name}`;
      const other = bound.get(serviceName);
      if (names.has(name)) {
        // The stacks of the load balancers report the duplicate name.
        continue;
      }
      names.add(name);
      if (other === undefined) {
        bound.set(serviceName, name);
        new TargetGroupBinding(this, idOf(workloadLayout.binding(name)), {
          clusterName,
          namespace: service.namespace,
          serviceRef: { name: service.name, port: service.port },
          targetGroup: TargetGroup.fromTargetGroupName(this, idOf(workloadLayout.targetGroup(name)), name),
          releaseName,
          networking: service.networking,
          recreatesDeleted: true,
          dependsOn: present([...controller, ...(this.namespaces.get(service.namespace) ?? [])]),
        });
      } else {
        problems.push(
          `service ${serviceName} of cluster ${clusterName} is bound to target group ${other}, so it cannot be bound to ${name} too. Give ${name} another cluster or service, or remove it`,
        );
      }
    }
    reportAtSynthesis(this, () => problems);
  }
}

type NamedRelease = readonly [name: string, settings: ReleaseSettings];

/** The releases of a round wait for earlier rounds only. The last round has those that wait for each other, if any. */
function inRounds(releases: Readonly<Record<string, ReleaseSettings>>): readonly (readonly NamedRelease[])[] {
  const rounds: (readonly NamedRelease[])[] = [];
  const done = new Set<string>();
  let waiting: readonly NamedRelease[] = Object.entries(releases);
  while (waiting.length > 0) {
    const ready = waiting.filter(([, { after = [] }]) => after.every((name) => done.has(name)));
    const round = ready.length > 0 ? ready : waiting;
    rounds.push(round);
    for (const [name] of round) {
      done.add(name);
    }
    waiting = waiting.filter((each) => !round.includes(each));
  }
  return rounds;
}

function releaseProblems(
  clusterName: string,
  releases: Readonly<Record<string, ReleaseSettings>>,
): readonly string[] {
  const names = Object.keys(releases);
  const missing = Object.entries(releases).flatMap(([name, { after = [] }]) =>
    after
      .filter((other) => !names.includes(other))
      .map(
        (other) =>
          `release ${name} of cluster ${clusterName} comes after ${other}, which does not exist: expected one of ${names.join(", ")}`,
      ),
  );
  const last = (missing.length > 0 ? undefined : inRounds(releases).at(-1)) ?? [];
  const inCircle = last.filter(([, { after = [] }]) =>
    after.some((other) => last.some(([name]) => name === other)),
  );
  return [
    ...names
      .filter((name) => Object.hasOwn(OF_PROPERTIES, name))
      .map(
        (name) =>
          `release ${name} of cluster ${clusterName} is managed by ${OF_PROPERTIES[name]}, which also creates its IAM role. Use that property`,
      ),
    ...missing,
    ...(inCircle.length === 0
      ? []
      : [
          `the releases ${inCircle.map(([name]) => name).join(", ")} of cluster ${clusterName} wait for one another in a circle. Remove one from the "after" of another`,
        ]),
  ];
}

/** Releases that a property of the cluster creates. */
const OF_PROPERTIES: Readonly<Record<string, string>> = {
  "aws-load-balancer-controller": "loadBalancerController",
  "cluster-autoscaler": "clusterAutoscaler",
};

/** Namespaces of every cluster. */
const OF_KUBERNETES: readonly string[] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** The taints of nodes on which a drain can run. */
function taintsOfActive({ nodeGroups = {} }: Partial<ClusterSettings>): readonly Taint[] {
  const all = Object.values(nodeGroups).flatMap(({ phase = "active", taints = [] }) =>
    phase === "active" ? taints : [],
  );
  return all.filter((taint, index) => all.findIndex((other) => isSameTaint(other, taint)) === index);
}

function isSameTaint(one: Taint, other: Taint): boolean {
  return one.key === other.key && one.value === other.value && one.effect === other.effect;
}

/** `undefined` without any: an empty list would be written as an attribute. */
function present(things: readonly (ITerraformDependable | undefined)[]): ITerraformDependable[] | undefined {
  const there = things.filter((thing) => thing !== undefined);
  return there.length === 0 ? undefined : there;
}
