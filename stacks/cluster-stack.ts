import type { Construct } from "constructs";
import { examined } from "../constructs/checks/right-types";
import { AccessPolicy } from "../constructs/eks/access-entry";
import { AutoModePoolRole } from "../constructs/eks/auto-mode-pool-role";
import { Cluster } from "../constructs/eks/cluster";
import type { TrafficSource } from "../constructs/eks/cluster-guard";
import { KarpenterResources } from "../constructs/eks/karpenter-resources";
import { type AllowStatement, PodRole } from "../constructs/eks/pod-role";
import { SecretsEncryption } from "../constructs/eks/secrets-encryption";
import { FargateProfile } from "../constructs/nodes/fargate-profile";
import { LaunchTemplate } from "../constructs/nodes/launch-template";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import type { Catalog } from "../upgrade/eks/catalog/catalog";
import { clusterLayout, idOf } from "../upgrade/eks/layout";
import { nodePoolKind } from "../upgrade/eks/node-pool";
import type { ClusterSettings, NodeGroupSettings } from "../upgrade/fleet/settings";
import { type ClusterProfile, clusterProfile } from "./cluster-profile";
import { drainProblems } from "./drain-problems";
import type { Environment } from "./environment";
import { EnvironmentStack, providerProblems, providersHave } from "./environment-stack";
import { bindingsOf, targetGroupName } from "./workload";

// Only for their IAM roles. Loaded when needed, because they load the bindings of Helm.
const autoscaler = (): typeof import("../constructs/kubernetes/cluster-autoscaler") =>
  require("../constructs/kubernetes/cluster-autoscaler");
const controller = (): typeof import("../constructs/kubernetes/load-balancer-controller") =>
  require("../constructs/kubernetes/load-balancer-controller");

export interface ClusterStackProps extends ClusterSettings {
  readonly environment: Environment;
  readonly clusterName: string;
  /** @default Catalog.DATED */
  readonly catalog?: Catalog;
}

/** One EKS cluster: control plane, add-ons, node groups, access entries and the IAM roles of its controllers. */
export class ClusterStack extends EnvironmentStack {
  readonly cluster: Cluster;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    const { value, problems } = examined("ClusterStackProps", props);
    super(scope, id, value.environment, value.adopted === undefined);
    reportWrongTypes(this, problems);
    props = value;
    const { environment, publicEndpointCidrs: cidrs, secretsKeyArn } = props;
    const profile = clusterProfile(props.adopted);
    this.cluster = new Cluster(this, idOf(clusterLayout.cluster), {
      ...props,
      ...profile.props,
      endpointAccess: cidrs === undefined ? profile.endpointAccess : profile.publicEndpoint(...cidrs),
      logs: profile.logs(props.logRetentionDays),
      secretsEncryption:
        secretsKeyArn === undefined ? profile.secretsEncryption : SecretsEncryption.withKey(secretsKeyArn),
      // An older provider does not know the attribute.
      protectedBy: providersHave("deletionProtection", environment) ? "tag-and-eks" : "tag",
      traffic: trafficOf(props),
      permissionsBoundaryArn: environment.permissionsBoundaryArn,
    });
    this.addParts(props, profile);
    this.addPodRoles(props);
    this.addNodePools(props, profile);
    reportAtSynthesis(this, () => [
      ...drainProblems(props.clusterName, props),
      ...Object.entries(props.nodeGroups).flatMap(([name, nodeGroup]) =>
        (["updateStrategy", "nodeRepairLimits"] as const).flatMap((attribute) =>
          nodeGroup[attribute] === undefined
            ? []
            : providerProblems(attribute, `node group ${name}`, environment),
        ),
      ),
    ]);
  }

  private addParts(props: ClusterStackProps, { parts }: ClusterProfile): void {
    const { accessEntries = {}, podIdentityAssociations = {} } = props;
    for (const [name, addon] of Object.entries(props.addons)) {
      this.cluster.addAddon(
        name,
        typeof addon === "string" ? { addonVersion: addon } : { ...addon, ...parts },
      );
    }
    for (const [name, nodeGroup] of Object.entries(props.nodeGroups)) {
      this.cluster.addNodeGroup(name, {
        ...nodeGroup,
        ...parts,
        launchTemplate: templateOf(nodeGroup.launchTemplate),
        updateStrategy: strategyOf({ ...nodeGroup, ...parts }, props.environment),
      });
    }
    for (const [name, { policies = {}, ...entry }] of Object.entries(accessEntries)) {
      this.cluster.addAccessEntry(idOf(clusterLayout.accessEntry(name)), {
        ...entry,
        ...parts,
        policies: Object.entries(policies).map(([policy, namespaces]) =>
          namespaces === "cluster" ? AccessPolicy.of(policy) : AccessPolicy.of(policy).in(...namespaces),
        ),
      });
    }
    for (const [name, association] of Object.entries(podIdentityAssociations)) {
      this.cluster.addPodIdentityAssociation(idOf(clusterLayout.podIdentityAssociation(name)), {
        ...association,
        ...parts,
      });
    }
  }

  /** What nodes outside of managed groups need in AWS. The pools themselves are in the in-cluster stack. */
  private addNodePools(props: ClusterStackProps, { parts }: ClusterProfile): void {
    const { environment, karpenter, autoMode, nodePools = {}, fargateProfiles = {} } = props;
    const { permissionsBoundaryArn, region } = environment;
    const { cluster } = this;
    for (const [name, settings] of Object.entries(fargateProfiles)) {
      new FargateProfile(cluster, idOf(clusterLayout.fargateProfile(name)), {
        ...settings,
        ...("adopted" in parts ? { adopted: undefined } : {}),
        profileName: name,
        cluster,
        permissionsBoundaryArn,
      });
    }
    if (karpenter !== undefined) {
      const { nodeRoleArn } = karpenter;
      new KarpenterResources(this, idOf(clusterLayout.karpenter), {
        cluster,
        region,
        nodeRoleArn,
        permissionsBoundaryArn,
      });
    }
    const isAuto = Object.values(nodePools).some((pool) => nodePoolKind(pool) === "auto-mode");
    if (isAuto && autoMode !== undefined && autoMode.nodeRoleArn === undefined) {
      new AutoModePoolRole(this, idOf(clusterLayout.autoModePoolRole), { cluster, permissionsBoundaryArn });
    }
  }

  /** IAM roles of controllers in the in-cluster stack. They are created before it and destroyed after it. */
  private addPodRoles(props: ClusterStackProps): void {
    const { clusterName, environment } = props;
    const { loadBalancerController, clusterAutoscaler, karpenter } = props;
    if ([loadBalancerController, clusterAutoscaler, karpenter].every((each) => each === undefined)) {
      return;
    }
    const place = { clusterName, region: environment.region, partition: this.cluster.partition };
    const names = karpenter === undefined ? [] : [idOf(clusterLayout.karpenter)];
    const addRole = (
      id: string,
      pods: { readonly NAMESPACE: string; readonly SERVICE_ACCOUNT: string },
      statements: readonly AllowStatement[],
    ) => {
      names.push(id);
      new PodRole(this, id, {
        cluster: this.cluster,
        roleName: `${clusterName}-${id}`,
        namespace: pods.NAMESPACE,
        serviceAccount: pods.SERVICE_ACCOUNT,
        statements,
        permissionsBoundaryArn: environment.permissionsBoundaryArn,
      });
    };
    if (props.loadBalancerController !== undefined) {
      const { LoadBalancerController } = controller();
      const opensSecurityGroups = bindingsOf(environment, clusterName).some(
        ({ service }) => service.networking !== undefined,
      );
      addRole(
        idOf(clusterLayout.loadBalancerControllerRole),
        LoadBalancerController,
        LoadBalancerController.statements(place, opensSecurityGroups),
      );
    }
    if (props.clusterAutoscaler !== undefined) {
      const { ClusterAutoscaler } = autoscaler();
      addRole(
        idOf(clusterLayout.clusterAutoscalerRole),
        ClusterAutoscaler,
        ClusterAutoscaler.statements(place),
      );
    }
    reportAtSynthesis(this, () =>
      Object.hasOwn(props.addons, "eks-pod-identity-agent")
        ? []
        : names.map(
            (name) =>
              `cluster ${clusterName} runs the ${name}, which gets its IAM role from the add-on eks-pod-identity-agent, but does not have that add-on. Add it, apply this stack, then the in-cluster stack`,
          ),
    );
  }
}

/**
 * A provider that has the strategy plans to remove it from each group that has an update config without it
 * (terraform-aws-modules/terraform-aws-eks#3625).
 */
function strategyOf(
  { updateStrategy, updateConfig, adopted }: NodeGroupSettings,
  environment: Environment,
): NodeGroupSettings["updateStrategy"] {
  const hasConfig = updateConfig !== undefined || adopted === undefined;
  return (
    updateStrategy ?? (hasConfig && providersHave("updateStrategy", environment) ? "DEFAULT" : undefined)
  );
}

/** The load balancers that can send traffic to the cluster: a target group is its own, or has no named cluster. */
function trafficOf({ environment, clusterName }: ClusterStackProps): readonly TrafficSource[] {
  return Object.entries(environment.loadBalancers ?? {}).flatMap(([loadBalancerName, settings]) => {
    const { targetGroups, removedTargetGroups = [], rules = {}, plainHttp, adopted } = settings;
    const slots = Object.entries(targetGroups);
    const others = slots.filter(([, { cluster }]) => cluster !== undefined && cluster !== clusterName);
    return others.length === slots.length && removedTargetGroups.length === 0
      ? []
      : [
          {
            loadBalancerName,
            otherTargetGroups: others.map(([slot]) => targetGroupName(loadBalancerName, slot, adopted)),
            ports: plainHttp === "forward" ? [80, 443] : [443],
            rulePriorities: Object.values(rules).flatMap(({ action, priority }) =>
              action === undefined ? [priority] : [],
            ),
          },
        ];
  });
}

function templateOf(settings: NodeGroupSettings["launchTemplate"]): LaunchTemplate {
  if (settings === "none") {
    return LaunchTemplate.NONE;
  }
  return settings !== undefined && "launchTemplateId" in settings
    ? LaunchTemplate.existing(settings.launchTemplateId, settings.version)
    : LaunchTemplate.managed(settings);
}
