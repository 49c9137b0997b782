import { controlPlaneLogTypes } from "../eks/control-plane-log-type";
import type {
  AddonSettings,
  AdoptedCluster,
  ClusterSettings,
  PodIdentityAssociationOptions,
} from "../fleet/settings";
import { authenticationModes } from "../fleet/settings/cluster";
import { adoptedClusterDefaults, clusterDefaults } from "../fleet/settings/defaults";
import { entryOf, isManagedEntry, isOfNodes, nameOfPrincipal } from "./access-entry-adoption";
import type { LiveAddon, LiveCluster, LiveNodeGroup, LivePodIdentityAssociation } from "./live-cluster";
import { nodeGroupOf, unsupportedIn } from "./node-group-adoption";
import { accepted, listOf, ownTags, someOf, unlessDefault } from "./values";

export interface Adoption {
  /** The cluster's entry in a fleet file. */
  readonly settings: ClusterSettings;
  /** What the entry does not manage, a sentence each. */
  readonly notAdopted: readonly string[];
  /** Why the cluster cannot be adopted at all, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * The settings with which Terraform imports a cluster and changes nothing.
 *
 * @param loadBalancers - names of load balancers that are reported apart from the cluster
 */
export function adoptionOf(cluster: LiveCluster, loadBalancers: readonly string[] = []): Adoption {
  const nodeGroups = cluster.nodeGroups.filter((group) => unsupportedIn(group).length === 0);
  const others = cluster.nodeGroups.filter((group) => unsupportedIn(group).length > 0);
  const nodeRoleArn = commonRole(nodeGroups);
  const entries = cluster.accessEntries.filter((entry) => isManagedEntry(entry, cluster));
  const associations = cluster.podIdentityAssociations.filter(
    ({ ownerArn, unsupported }) => ownerArn === undefined && unsupported.length === 0,
  );
  return {
    settings: {
      version: cluster.version,
      subnetIds: [...cluster.subnetIds].sort(),
      administrators: [],
      addons: named(cluster.addons, (addon) => addon.name, addonOf),
      nodeGroups: named(
        nodeGroups,
        (group) => group.name,
        (group) => nodeGroupOf(group, cluster, nodeRoleArn),
      ),
      publicEndpointCidrs:
        cluster.endpointPublicAccess && isNarrow(cluster) ? cluster.publicAccessCidrs : undefined,
      supportType: unlessDefault(
        accepted(["STANDARD", "EXTENDED"], cluster.supportType),
        clusterDefaults.supportType,
      ),
      secretsKeyArn: cluster.secretsKeyArn,
      ...networkOf(cluster),
      accessEntries: someOf(named(entries, ({ principalArn }) => nameOfPrincipal(principalArn), entryOf)),
      podIdentityAssociations: someOf(
        named(
          associations,
          ({ namespace, serviceAccount }) => `${namespace}-${serviceAccount}`,
          associationOf,
        ),
      ),
      otherNodeGroups: listOf(others.map((group) => group.name)),
      adopted: {
        clusterRoleArn: cluster.roleArn,
        nodeRoleArn,
        authenticationMode: unlessDefault(
          accepted(authenticationModes, cluster.authenticationMode),
          adoptedClusterDefaults.authenticationMode,
        ),
        endpoint: endpointOf(cluster),
        securityGroupIds: listOf(cluster.securityGroupIds),
        logTypes: cluster.logTypes.flatMap((type) => accepted(controlPlaneLogTypes, type) ?? []),
        tags: ownTags(cluster.tags),
      },
    },
    notAdopted: [
      ...endpointLines(cluster),
      ...others.map(
        (group) =>
          `node group ${group.name} is not adopted: it has ${unsupportedIn(group).join(" and ")}, which is not supported yet. It stays as it is`,
      ),
      ...nodeGroups
        .filter((group) => group.version === undefined)
        .map(
          (group) =>
            `node group ${group.name} uses a custom AMI, and EKS does not know its Kubernetes version: the file says ${cluster.version}. Correct it if the nodes run another version`,
        ),
      ...addonLines(cluster),
      ...cluster.fargateProfiles.map(
        (profile) =>
          `Fargate profile ${profile} is not adopted: it stays as it is. Its pods get the control plane's version when they restart`,
      ),
      ...otherNodeLines(cluster),
      ...accessLines(cluster),
      ...cluster.podIdentityAssociations
        .filter(({ unsupported }) => unsupported.length > 0)
        .map(
          ({ namespace, serviceAccount, unsupported }) =>
            `the Pod Identity association of ${namespace}/${serviceAccount} is not adopted: it has ${unsupported.join(" and ")}, which is not supported yet`,
        ),
      ...trafficLines(cluster, loadBalancers),
    ],
    problems: problemsOf(cluster),
  };
}

/** Blocks that EKS chooses if none is given. */
const CHOSEN_CIDRS: readonly string[] = ["10.100.0.0/16", "172.20.0.0/16"];

/** Only what differs from EKS's choices: a copy of the cluster gets the same. */
function networkOf({
  serviceIpv4Cidr,
  ipFamily,
  zonalShift,
  remoteNodeNetworks,
  remotePodNetworks,
}: LiveCluster): Pick<
  ClusterSettings,
  "serviceIpv4Cidr" | "ipFamily" | "zonalShift" | "remoteNodeNetworks" | "remotePodNetworks"
> {
  return {
    serviceIpv4Cidr:
      serviceIpv4Cidr === undefined || CHOSEN_CIDRS.includes(serviceIpv4Cidr) ? undefined : serviceIpv4Cidr,
    ipFamily: accepted(["ipv6"], ipFamily),
    zonalShift: zonalShift === undefined ? undefined : zonalShift ? "enabled" : "disabled",
    remoteNodeNetworks,
    remotePodNetworks,
  };
}

function problemsOf({ name, status, nodeGroups, unsupported, ...cluster }: LiveCluster): readonly string[] {
  const features = [
    ...unsupported,
    ...(accepted(authenticationModes, cluster.authenticationMode) === undefined
      ? [`the authentication mode ${cluster.authenticationMode}`]
      : []),
    ...cluster.logTypes
      .filter((type) => accepted(controlPlaneLogTypes, type) === undefined)
      .map((type) => `the log type ${type}`),
  ];
  return [
    ...(status === "ACTIVE" ? [] : [`${name} is ${status}. Wait until it is ACTIVE, then adopt it`]),
    ...nodeGroups
      .filter((group) => group.status !== "ACTIVE")
      .map(
        (group) =>
          `node group ${group.name} is ${group.status}. Wait until it is ACTIVE, or repair it, then adopt the cluster`,
      ),
    ...features.map((feature) => `${name} cannot be adopted: it has ${feature}, which is not supported yet`),
  ];
}

/** Set if it does not follow from `publicEndpointCidrs`: there are none, or nodes use the public endpoint. */
function endpointOf(cluster: LiveCluster): AdoptedCluster["endpoint"] {
  if (!cluster.endpointPublicAccess) {
    return undefined;
  }
  if (!cluster.endpointPrivateAccess) {
    return "public";
  }
  return isNarrow(cluster) ? undefined : "public-and-private";
}

function endpointLines(cluster: LiveCluster): readonly string[] {
  return cluster.endpointPublicAccess && !isNarrow(cluster)
    ? [
        `the Kubernetes API of ${cluster.name} stays open to ${cluster.publicAccessCidrs.join(", ")}. To restrict it, set publicEndpointCidrs in a separate step`,
      ]
    : [];
}

/** Whether `publicEndpointCidrs` accepts the CIDR blocks: IPv4, and no larger than one owner can have. */
function isNarrow({ publicAccessCidrs }: LiveCluster): boolean {
  return publicAccessCidrs.every((cidr) => {
    const [, bits = ""] = /^[\d.]+\/(\d+)$/.exec(cidr) ?? [];
    return bits !== "" && Number(bits) >= 8;
  });
}

function addonLines({ addons }: LiveCluster): readonly string[] {
  return [
    ...addons
      .filter(keepsSettings)
      .map(
        ({ name }) =>
          `the settings of add-on ${name} stay as they are and are not in the code: the code would write another text`,
      ),
    ...["kube-proxy", "coredns", "vpc-cni"]
      .filter((name) => !addons.some((addon) => addon.name === name))
      .map(
        (name) =>
          `${name} is not an EKS add-on here. If it runs, upgrade it yourself after the control plane`,
      ),
  ];
}

function otherNodeLines({ otherNodes }: LiveCluster): readonly string[] {
  return otherNodes === undefined
    ? ["nodes outside managed node groups are unknown: allow ec2:DescribeInstances to read them"]
    : otherNodes.map(({ by, count }) => `not adopted: ${count} ${count === 1 ? "node" : "nodes"} of ${by}`);
}

function accessLines(cluster: LiveCluster): readonly string[] {
  return cluster.authenticationMode === "CONFIG_MAP"
    ? ["the ConfigMap aws-auth decides who has access. It stays as it is"]
    : cluster.accessEntries
        .filter((entry) => !isManagedEntry(entry, cluster) && !isOfNodes(entry, cluster))
        .map(
          ({ principalArn, type }) =>
            `the access entry of ${principalArn} (${type}) is not adopted: it is for nodes, or EKS created it. It stays as it is`,
        );
}

/** A line for each load balancer: a VPC can have many, with a hundred rules each. */
function trafficLines({ traffic }: LiveCluster, loadBalancers: readonly string[]): readonly string[] {
  if (traffic === undefined) {
    return [
      "load balancers that send traffic to the cluster are unknown: allow elasticloadbalancing:Describe* to read them",
    ];
  }
  const names = [...new Set(traffic.map(({ loadBalancer }) => loadBalancer))];
  return names
    .filter((name) => !loadBalancers.includes(name))
    .map((name) => {
      const routes = traffic.filter(({ loadBalancer }) => loadBalancer === name);
      const ports = [...new Set(routes.map(({ port }) => port))].join(" and ");
      const groups = [...new Set(routes.map(({ targetGroup }) => targetGroup))].sort().join(", ");
      return `load balancer ${name} is not adopted: port ${ports} forwards to ${groups}. If one of them is this cluster's, adopt it with --load-balancer ${name}=<namespace>/<service>:<port>`;
    });
}

/** The role that most node groups have. A group with another role names it itself. */
function commonRole(groups: readonly LiveNodeGroup[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { roleArn } of groups) {
    counts.set(roleArn, (counts.get(roleArn) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, uses], [b, more]) => more - uses || (a < b ? -1 : 1));
  return most?.[0];
}

function addonOf(addon: LiveAddon): AddonSettings {
  return {
    addonVersion: addon.version,
    configurationValues: keepsSettings(addon) ? undefined : settingsIn(addon),
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    podIdentityAssociations: listOf(
      addon.podIdentityAssociations.map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn })),
    ),
    tags: ownTags(addon.tags),
    adopted: true,
  };
}

/** Whether its settings are a text (YAML, or JSON with spaces) that differs from what the code would write. */
function keepsSettings(addon: LiveAddon): boolean {
  const text = addon.configurationValues ?? "";
  return text !== "" && JSON.stringify(settingsIn(addon)) !== text;
}

function settingsIn({ configurationValues = "" }: LiveAddon): AddonSettings["configurationValues"] {
  try {
    const value: unknown = JSON.parse(configurationValues);
    return typeof value === "object" && isPlain(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a fleet file can hold it: there is no null in one. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null
    ? Object.values(value).every(isPlain)
    : ["string", "number", "boolean"].includes(typeof value);
}

function associationOf(association: LivePodIdentityAssociation): PodIdentityAssociationOptions {
  const { namespace, serviceAccount, roleArn, tags, associationId } = association;
  return { namespace, serviceAccount, roleArn, tags: ownTags(tags), adoptedAssociationId: associationId };
}

/** By name. If two have the same name, the second gets a number. */
function named<T, Settings>(
  items: readonly T[],
  nameOf: (item: T) => string,
  settingsOf: (item: T) => Settings,
): Readonly<Record<string, Settings>> {
  const result = new Map<string, Settings>();
  for (const item of items) {
    const name = nameOf(item);
    let free = name;
    for (let number = 2; result.has(free); number += 1) {
      free = `${name}-${number}`;
    }
    result.set(free, settingsOf(item));
  }
  return Object.fromEntries(result);
}
