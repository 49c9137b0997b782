import type {
  AccessEntry,
  Addon,
  Cluster,
  EKSClient,
  Nodegroup,
  NodegroupUpdateConfig,
  NodeRepairConfig,
} from "@aws-sdk/client-eks";
import type {
  LiveAccessEntry,
  LiveAddon,
  LiveCluster,
  LiveNodeGroup,
  LivePodIdentityAssociation,
  LiveRepairLimits,
} from "../../upgrade/adopt/live-cluster";
import { type AwsClientSettings, AwsProblem, ask, askAll, askFor } from "./ask";
import { otherNodesOf } from "./other-nodes";
import { routesInto } from "./traffic";

/** Everything that AWS says of a cluster and of what belongs to it. Only reads. */
export async function liveCluster(name: string, settings: AwsClientSettings): Promise<LiveCluster> {
  const eks = await import("@aws-sdk/client-eks");
  const client = new eks.EKSClient(settings);
  try {
    const region = await ask("the region", () => client.config.region());
    const answer = await askFor("eks:DescribeCluster", ["ResourceNotFoundException"], () =>
      client.send(new eks.DescribeClusterCommand({ name })),
    );
    const cluster = answer?.cluster;
    if (cluster === undefined) {
      throw new AwsProblem(
        `there is no cluster ${name} in ${region}; look at the name and the region ("aws eks list-clusters" names them)`,
      );
    }
    const vpcId = text(cluster.resourcesVpcConfig?.vpcId);
    const isConfigMap = cluster.accessConfig?.authenticationMode === "CONFIG_MAP";
    return {
      ...clusterOf(cluster, region),
      nodeGroups: await nodeGroupsOf(client, name),
      addons: await addonsOf(client, name),
      accessEntries: isConfigMap ? [] : await accessEntriesOf(client, name),
      podIdentityAssociations: await podIdentityAssociationsOf(client, name),
      fargateProfiles: await askAll(
        "eks:ListFargateProfiles",
        eks.paginateListFargateProfiles({ client }, { clusterName: name }),
        (page) => page.fargateProfileNames,
      ),
      otherNodes: await otherNodesOf(name, settings),
      traffic: await routesInto(vpcId, settings),
    };
  } finally {
    client.destroy();
  }
}

type ClusterPart = Omit<
  LiveCluster,
  | "nodeGroups"
  | "addons"
  | "accessEntries"
  | "podIdentityAssociations"
  | "fargateProfiles"
  | "otherNodes"
  | "traffic"
>;

function clusterOf(cluster: Cluster, region: string): ClusterPart {
  const network = cluster.resourcesVpcConfig;
  const secretsKeyArn = cluster.encryptionConfig?.[0]?.provider?.keyArn;
  const supportType = cluster.upgradePolicy?.supportType;
  return {
    region,
    name: text(cluster.name),
    arn: text(cluster.arn),
    version: text(cluster.version),
    status: text(cluster.status),
    roleArn: text(cluster.roleArn),
    vpcId: text(network?.vpcId),
    subnetIds: network?.subnetIds ?? [],
    securityGroupIds: network?.securityGroupIds ?? [],
    endpointPrivateAccess: network?.endpointPrivateAccess === true,
    endpointPublicAccess: network?.endpointPublicAccess === true,
    publicAccessCidrs: network?.publicAccessCidrs ?? [],
    authenticationMode: cluster.accessConfig?.authenticationMode ?? "CONFIG_MAP",
    logTypes: (cluster.logging?.clusterLogging ?? [])
      .filter(({ enabled }) => enabled === true)
      .flatMap(({ types = [] }) => types),
    ...(secretsKeyArn === undefined ? {} : { secretsKeyArn }),
    ...(supportType === undefined ? {} : { supportType }),
    ...networkOf(cluster),
    tags: cluster.tags ?? {},
    unsupported: [
      ...(cluster.computeConfig?.enabled === true ? ["EKS Auto Mode"] : []),
      ...(cluster.outpostConfig === undefined ? [] : ["a control plane on an Outpost"]),
      ...(cluster.connectorConfig === undefined ? [] : ["a connector to a cluster that is not EKS's"]),
    ],
  };
}

function networkOf({
  kubernetesNetworkConfig,
  zonalShiftConfig,
  remoteNetworkConfig,
}: Cluster): Partial<ClusterPart> {
  const { serviceIpv4Cidr, ipFamily } = kubernetesNetworkConfig ?? {};
  const { remoteNodeNetworks = [], remotePodNetworks = [] } = remoteNetworkConfig ?? {};
  const nodeCidrs = remoteNodeNetworks.flatMap(({ cidrs = [] }) => cidrs);
  const podCidrs = remotePodNetworks.flatMap(({ cidrs = [] }) => cidrs);
  return {
    ...(serviceIpv4Cidr === undefined ? {} : { serviceIpv4Cidr }),
    ...(ipFamily === undefined ? {} : { ipFamily }),
    ...(zonalShiftConfig?.enabled === undefined ? {} : { zonalShift: zonalShiftConfig.enabled }),
    ...(nodeCidrs.length === 0 ? {} : { remoteNodeNetworks: nodeCidrs }),
    ...(podCidrs.length === 0 ? {} : { remotePodNetworks: podCidrs }),
  };
}

async function nodeGroupsOf(client: EKSClient, clusterName: string): Promise<readonly LiveNodeGroup[]> {
  const eks = await import("@aws-sdk/client-eks");
  const names = await askAll(
    "eks:ListNodegroups",
    eks.paginateListNodegroups({ client }, { clusterName }),
    (page) => page.nodegroups,
  );
  const groups: LiveNodeGroup[] = [];
  for (const nodegroupName of [...names].sort()) {
    const { nodegroup } = await ask("eks:DescribeNodegroup", () =>
      client.send(new eks.DescribeNodegroupCommand({ clusterName, nodegroupName })),
    );
    if (nodegroup !== undefined) {
      groups.push(nodeGroupOf(nodegroup));
    }
  }
  return groups;
}

function nodeGroupOf(group: Nodegroup): LiveNodeGroup {
  const { amiType, capacityType, launchTemplate, nodeRepairConfig, updateConfig, version } = group;
  const isNumbered = /^\d+$/.test(launchTemplate?.version ?? "");
  return {
    name: text(group.nodegroupName),
    status: text(group.status),
    ...(version === undefined || amiType === "CUSTOM" ? {} : { version }),
    roleArn: text(group.nodeRole),
    subnetIds: group.subnets ?? [],
    instanceTypes: group.instanceTypes ?? [],
    ...(amiType === undefined ? {} : { amiType }),
    ...(capacityType === undefined ? {} : { capacityType }),
    minSize: group.scalingConfig?.minSize ?? 0,
    maxSize: group.scalingConfig?.maxSize ?? 0,
    labels: group.labels ?? {},
    taints: (group.taints ?? []).map(({ key, value, effect }) => ({
      key: text(key),
      ...(value === undefined || value === "" ? {} : { value }),
      effect: text(effect),
    })),
    tags: group.tags ?? {},
    ...(launchTemplate === undefined
      ? {}
      : { launchTemplate: { id: text(launchTemplate.id), version: text(launchTemplate.version) } }),
    ...(updateConfig === undefined ? {} : { updateConfig: updateConfigOf(updateConfig) }),
    ...(nodeRepairConfig?.enabled === undefined ? {} : { nodeRepair: nodeRepairConfig.enabled }),
    ...(nodeRepairConfig === undefined ? {} : { nodeRepairLimits: repairLimitsOf(nodeRepairConfig) }),
    unsupported: [
      ...(group.remoteAccess?.ec2SshKey === undefined ? [] : ["SSH access by an EC2 key"]),
      ...(launchTemplate === undefined || isNumbered
        ? []
        : [`a launch template at the floating version ${launchTemplate.version}`]),
    ],
  };
}

function updateConfigOf({
  maxUnavailable,
  maxUnavailablePercentage,
  updateStrategy,
}: NodegroupUpdateConfig): NonNullable<LiveNodeGroup["updateConfig"]> {
  return {
    ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    ...(maxUnavailablePercentage === undefined ? {} : { maxUnavailablePercentage }),
    ...(updateStrategy === undefined ? {} : { updateStrategy }),
  };
}

function repairLimitsOf({
  enabled: _enabled,
  nodeRepairConfigOverrides: overrides = [],
  ...numbers
}: NodeRepairConfig): LiveRepairLimits {
  return {
    ...numbers,
    ...(overrides.length === 0
      ? {}
      : {
          overrides: overrides.map((each) => ({
            nodeMonitoringCondition: text(each.nodeMonitoringCondition),
            nodeUnhealthyReason: text(each.nodeUnhealthyReason),
            minRepairWaitTimeMins: each.minRepairWaitTimeMins ?? 1,
            repairAction: text(each.repairAction),
          })),
        }),
  };
}

async function addonsOf(client: EKSClient, clusterName: string): Promise<readonly LiveAddon[]> {
  const eks = await import("@aws-sdk/client-eks");
  const names = await askAll(
    "eks:ListAddons",
    eks.paginateListAddons({ client }, { clusterName }),
    (page) => page.addons,
  );
  const addons: LiveAddon[] = [];
  for (const addonName of [...names].sort()) {
    const { addon } = await ask("eks:DescribeAddon", () =>
      client.send(new eks.DescribeAddonCommand({ clusterName, addonName })),
    );
    if (addon !== undefined) {
      addons.push(await addonOf(client, clusterName, addon));
    }
  }
  return addons;
}

async function addonOf(client: EKSClient, clusterName: string, addon: Addon): Promise<LiveAddon> {
  const { configurationValues, serviceAccountRoleArn } = addon;
  const podIdentityAssociations: { serviceAccount: string; roleArn: string }[] = [];
  for (const arn of addon.podIdentityAssociations ?? []) {
    const { serviceAccount, roleArn } = await podIdentityAssociation(
      client,
      clusterName,
      arn.split("/").at(-1) ?? arn,
    );
    podIdentityAssociations.push({ serviceAccount, roleArn });
  }
  return {
    name: text(addon.addonName),
    version: text(addon.addonVersion),
    ...(configurationValues === undefined ? {} : { configurationValues }),
    ...(serviceAccountRoleArn === undefined ? {} : { serviceAccountRoleArn }),
    podIdentityAssociations,
    tags: addon.tags ?? {},
  };
}

async function accessEntriesOf(client: EKSClient, clusterName: string): Promise<readonly LiveAccessEntry[]> {
  const eks = await import("@aws-sdk/client-eks");
  const principals = await askAll(
    "eks:ListAccessEntries",
    eks.paginateListAccessEntries({ client }, { clusterName }),
    (page) => page.accessEntries,
  );
  const entries: LiveAccessEntry[] = [];
  for (const principalArn of [...principals].sort()) {
    const { accessEntry } = await ask("eks:DescribeAccessEntry", () =>
      client.send(new eks.DescribeAccessEntryCommand({ clusterName, principalArn })),
    );
    const policies = await askAll(
      "eks:ListAssociatedAccessPolicies",
      eks.paginateListAssociatedAccessPolicies({ client }, { clusterName, principalArn }),
      (page) => page.associatedAccessPolicies,
    );
    entries.push({
      ...accessEntryOf(principalArn, accessEntry),
      policies: policies
        .map(({ policyArn, accessScope }) => ({
          name: text(policyArn).split("/").at(-1) ?? "",
          namespaces: accessScope?.type === "namespace" ? (accessScope.namespaces ?? []) : [],
        }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    });
  }
  return entries;
}

function accessEntryOf(
  principalArn: string,
  entry: AccessEntry | undefined,
): Omit<LiveAccessEntry, "policies"> {
  return {
    principalArn,
    type: entry?.type ?? "STANDARD",
    ...(entry?.username === undefined ? {} : { userName: entry.username }),
    kubernetesGroups: entry?.kubernetesGroups ?? [],
    tags: entry?.tags ?? {},
  };
}

async function podIdentityAssociationsOf(
  client: EKSClient,
  clusterName: string,
): Promise<readonly LivePodIdentityAssociation[]> {
  const eks = await import("@aws-sdk/client-eks");
  const all = await askAll(
    "eks:ListPodIdentityAssociations",
    eks.paginateListPodIdentityAssociations({ client }, { clusterName }),
    (page) => page.associations,
  );
  const associations: LivePodIdentityAssociation[] = [];
  for (const { associationId } of all) {
    associations.push(await podIdentityAssociation(client, clusterName, text(associationId)));
  }
  const keyOf = ({ namespace, serviceAccount }: LivePodIdentityAssociation) =>
    `${namespace}/${serviceAccount}`;
  return associations.sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

async function podIdentityAssociation(
  client: EKSClient,
  clusterName: string,
  associationId: string,
): Promise<LivePodIdentityAssociation> {
  const eks = await import("@aws-sdk/client-eks");
  const { association } = await ask("eks:DescribePodIdentityAssociation", () =>
    client.send(new eks.DescribePodIdentityAssociationCommand({ clusterName, associationId })),
  );
  return {
    associationId,
    namespace: text(association?.namespace),
    serviceAccount: text(association?.serviceAccount),
    roleArn: text(association?.roleArn),
    tags: association?.tags ?? {},
    ...(association?.ownerArn === undefined ? {} : { ownerArn: association.ownerArn }),
    unsupported: [
      ...(association?.targetRoleArn === undefined ? [] : ["a target role"]),
      ...(association?.disableSessionTags === true ? ["session tags that are off"] : []),
    ],
  };
}

function text(value: string | undefined): string {
  return value ?? "";
}
