import { decodePhase, isCordonTaint, PHASE_TAG } from "../eks/node-group-phase";
import type {
  LiveAccessEntry,
  LiveAddon,
  LiveCluster,
  LiveNodeGroup,
  LivePodIdentityAssociation,
  Tags,
} from "./live-cluster";

/** Plain data, as a fleet file holds it. */
export type Plain =
  | string
  | number
  | boolean
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

export interface Adoption {
  /** The cluster's entry in a fleet file. */
  readonly settings: { readonly [name: string]: Plain | undefined };
  /** What the entry does not take over, a sentence each. */
  readonly left: readonly string[];
  /** Why it cannot be taken over at all, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * What a fleet file has to say of a cluster so that nothing of it changes.
 *
 * @param loadBalancers - those that are taken over, or told of, apart from it
 */
export function adoptionOf(cluster: LiveCluster, loadBalancers: readonly string[] = []): Adoption {
  const { name } = cluster;
  const nodeGroups = cluster.nodeGroups.filter((group) => group.beyond.length === 0);
  const others = cluster.nodeGroups.filter((group) => group.beyond.length > 0);
  const nodeRoleArn = commonRole(nodeGroups);
  const isNarrow = cluster.publicAccessCidrs.every(isNarrowNetwork);
  const isConfigMap = cluster.authenticationMode === "CONFIG_MAP";
  const entries = cluster.accessEntries.filter((entry) => isOurs(entry));
  const associations = cluster.podIdentityAssociations.filter(
    ({ ownerArn, beyond }) => ownerArn === undefined && beyond.length === 0,
  );
  const settings = {
    version: cluster.version,
    subnetIds: [...cluster.subnetIds].sort(),
    administrators: [],
    addons: named(cluster.addons, (addon) => addon.name, addonOf),
    nodeGroups: named(
      nodeGroups,
      (group) => group.name,
      (group) => nodeGroupOf(group, cluster, nodeRoleArn),
    ),
    publicEndpointCidrs: cluster.endpointPublicAccess && isNarrow ? cluster.publicAccessCidrs : undefined,
    supportType: cluster.supportType === "STANDARD" ? "STANDARD" : undefined,
    secretsKeyArn: cluster.secretsKeyArn,
    accessEntries: someOf(named(entries, ({ principalArn }) => nameOfPrincipal(principalArn), entryOf)),
    podIdentityAssociations: someOf(
      named(associations, ({ namespace, serviceAccount }) => `${namespace}-${serviceAccount}`, associationOf),
    ),
    otherNodeGroups: others.length === 0 ? undefined : others.map((group) => group.name),
    adopted: {
      clusterRoleArn: cluster.roleArn,
      nodeRoleArn,
      authenticationMode: cluster.authenticationMode === "API" ? undefined : cluster.authenticationMode,
      endpoint: endpointOf(cluster, isNarrow),
      securityGroupIds: cluster.securityGroupIds.length === 0 ? undefined : cluster.securityGroupIds,
      logTypes: cluster.logTypes,
      tags: someOf(ownTags(cluster.tags)),
    },
  };
  return {
    settings,
    left: [
      ...(cluster.endpointPublicAccess && !isNarrow
        ? [
            `the Kubernetes API of ${name} stays open to ${cluster.publicAccessCidrs.join(", ")}; name the networks that may reach it as publicEndpointCidrs, in a step of its own`,
          ]
        : []),
      ...others.map(
        (group) =>
          `the node group ${group.name} cannot be adopted yet, for it has ${group.beyond.join(" and ")}; it stays with whoever made it`,
      ),
      ...nodeGroups
        .filter((group) => group.version === undefined)
        .map(
          (group) =>
            `the nodes of ${group.name} are of an AMI of its own, whose Kubernetes version EKS does not know: the file says ${cluster.version}, correct it where they run another`,
        ),
      ...cluster.addons
        .filter(keepsSettings)
        .map(
          ({ name: addon }) =>
            `the settings of the add-on ${addon} stay as they are, and are not in the code: their text is not what would be written`,
        ),
      ...["kube-proxy", "coredns", "vpc-cni"]
        .filter((addon) => !cluster.addons.some((live) => live.name === addon))
        .map(
          (addon) =>
            `${addon} is no add-on of EKS's here: where it runs all the same, its version is yours to raise after the control plane`,
        ),
      ...cluster.fargateProfiles.map(
        (profile) =>
          `the Fargate profile ${profile} stays with whoever made it; its pods take the control plane's version when they start anew`,
      ),
      ...otherNodesLeft(cluster),
      ...(isConfigMap
        ? ["who gets in stands in the ConfigMap aws-auth, which stays as it is"]
        : cluster.accessEntries
            .filter((entry) => !isOurs(entry) && !isOfNodes(entry, cluster))
            .map(
              ({ principalArn, type }) =>
                `the access entry of ${principalArn} (${type}) stays with whoever made it: it is for nodes, or EKS's own`,
            )),
      ...cluster.podIdentityAssociations
        .filter(({ beyond }) => beyond.length > 0)
        .map(
          ({ namespace, serviceAccount, beyond }) =>
            `the Pod Identity association of ${namespace}/${serviceAccount} cannot be adopted yet, for it has ${beyond.join(" and ")}`,
        ),
      ...trafficLeft(cluster, loadBalancers),
    ],
    problems: [
      ...(cluster.status === "ACTIVE"
        ? []
        : [`${name} is ${cluster.status}; wait until it is ACTIVE, and adopt it then`]),
      ...cluster.nodeGroups
        .filter(({ status }) => status !== "ACTIVE")
        .map(
          (group) =>
            `the node group ${group.name} is ${group.status}; wait until it is ACTIVE, or mend it, and adopt the cluster then`,
        ),
      ...cluster.beyond.map((feature) => `${name} cannot be adopted yet: it has ${feature}`),
    ],
  };
}

/** Where the code does not follow from the networks: they are not named, or the VPC does not reach it. */
function endpointOf(
  { endpointPrivateAccess, endpointPublicAccess }: LiveCluster,
  isNarrow: boolean,
): string | undefined {
  if (!endpointPublicAccess) {
    return undefined;
  }
  return endpointPrivateAccess ? (isNarrow ? undefined : "public-and-private") : "public";
}

/** Of IPv4 addresses, and not wider than any that one owner has: the code takes no other. */
function isNarrowNetwork(cidr: string): boolean {
  const [, bits = ""] = /^[\d.]+\/(\d+)$/.exec(cidr) ?? [];
  return bits !== "" && Number(bits) >= 8;
}

function otherNodesLeft({ otherNodes }: LiveCluster): readonly string[] {
  return otherNodes === undefined
    ? ["nodes outside of managed node groups could not be seen (ec2:DescribeInstances)"]
    : otherNodes.map(
        ({ by, count }) =>
          `${count} ${count === 1 ? "node" : "nodes"} of ${by} ${count === 1 ? "stays" : "stay"} with whoever made them`,
      );
}

/** A line for each load balancer: a VPC can have many, with a hundred rules each. */
function trafficLeft({ traffic }: LiveCluster, loadBalancers: readonly string[]): readonly string[] {
  if (traffic === undefined) {
    return [
      "what sends traffic to it could not be seen (elasticloadbalancing:DescribeTargetGroups and the like)",
    ];
  }
  const names = [...new Set(traffic.map(({ loadBalancer }) => loadBalancer))];
  return names
    .filter((name) => !loadBalancers.includes(name))
    .map((name) => {
      const routes = traffic.filter(({ loadBalancer }) => loadBalancer === name);
      const ports = [...new Set(routes.map(({ port }) => port))].join(" and ");
      const groups = [...new Set(routes.map(({ targetGroup }) => targetGroup))].sort().join(", ");
      return `the load balancer ${name} stays as it is: from port ${ports} it sends to ${groups}; where one of these is this cluster's, adopt it with --load-balancer ${name}=<namespace>/<service>:<port>`;
    });
}

/** An entry that people made, or EKS for the cluster's creator; those of nodes go with the nodes. */
function isOurs({ type, principalArn }: LiveAccessEntry): boolean {
  return type === "STANDARD" && !principalArn.includes(":role/aws-service-role/");
}

function isOfNodes({ principalArn }: LiveAccessEntry, { nodeGroups }: LiveCluster): boolean {
  return nodeGroups.some(({ roleArn }) => roleArn === principalArn);
}

/** The role that most node groups have; one that is alone in having it names it itself. */
function commonRole(groups: readonly LiveNodeGroup[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { roleArn } of groups) {
    counts.set(roleArn, (counts.get(roleArn) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return most?.[0];
}

function nodeGroupOf(group: LiveNodeGroup, cluster: LiveCluster, nodeRoleArn: string | undefined): Plain {
  const taints = group.taints.filter((taint) => !isCordonTaint(taint));
  const phase = decodePhase(group);
  const { launchTemplate, updateConfig } = group;
  return {
    version: group.version ?? cluster.version,
    instanceTypes: group.instanceTypes,
    minSize: group.minSize,
    maxSize: group.maxSize,
    phase: phase === "active" ? undefined : phase,
    amiType: group.amiType === "AL2023_x86_64_STANDARD" ? undefined : group.amiType,
    capacityType: group.capacityType === "ON_DEMAND" ? undefined : group.capacityType,
    labels: someOf(sorted(group.labels)),
    taints:
      taints.length === 0 ? undefined : taints.map(({ key, value, effect }) => ({ key, value, effect })),
    launchTemplate:
      launchTemplate === undefined
        ? "none"
        : { launchTemplateId: launchTemplate.id, version: Number(launchTemplate.version) },
    updateConfig:
      updateConfig?.maxUnavailablePercentage !== undefined
        ? { maxUnavailablePercentage: updateConfig.maxUnavailablePercentage }
        : updateConfig?.maxUnavailable === undefined || updateConfig.maxUnavailable === 1
          ? undefined
          : { maxUnavailable: updateConfig.maxUnavailable },
    nodeRepair: group.nodeRepair === true ? "enabled" : undefined,
    subnetIds: areSame(group.subnetIds, cluster.subnetIds) ? undefined : [...group.subnetIds].sort(),
    nodeRoleArn: group.roleArn === nodeRoleArn ? undefined : group.roleArn,
    tags: someOf(
      Object.fromEntries(Object.entries(ownTags(group.tags)).filter(([key]) => key !== PHASE_TAG)),
    ),
    adopted: true,
  };
}

function addonOf(addon: LiveAddon): Plain {
  const { podIdentityAssociations } = addon;
  return {
    addonVersion: addon.version,
    configurationValues: keepsSettings(addon) ? undefined : settingsOf(addon),
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    podIdentityAssociations:
      podIdentityAssociations.length === 0
        ? undefined
        : podIdentityAssociations.map(({ serviceAccount, roleArn }) => ({ serviceAccount, roleArn })),
    tags: someOf(ownTags(addon.tags)),
    adopted: true,
  };
}

/** Whether its settings are a text (YAML, or JSON with spaces) that differs from what the code would write. */
function keepsSettings(addon: LiveAddon): boolean {
  const text = addon.configurationValues ?? "";
  return text !== "" && JSON.stringify(settingsOf(addon)) !== text;
}

function settingsOf({ configurationValues }: LiveAddon): Plain | undefined {
  if (configurationValues === undefined || configurationValues === "") {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(configurationValues);
    return isPlain(value) && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null
    ? Object.values(value).every(isPlain)
    : ["string", "number", "boolean"].includes(typeof value);
}

function entryOf({ principalArn, kubernetesGroups, policies, tags }: LiveAccessEntry): Plain {
  return {
    principalArn,
    kubernetesGroups: kubernetesGroups.length === 0 ? undefined : kubernetesGroups,
    policies: someOf(
      Object.fromEntries(
        policies.map(({ name, namespaces }): [string, Plain] => [
          name,
          namespaces.length === 0 ? "cluster" : namespaces,
        ]),
      ),
    ),
    tags: someOf(ownTags(tags)),
    adopted: true,
  };
}

function associationOf(association: LivePodIdentityAssociation): Plain {
  const { namespace, serviceAccount, roleArn, tags, associationId } = association;
  return {
    namespace,
    serviceAccount,
    roleArn,
    tags: someOf(ownTags(tags)),
    adoptedAssociationId: associationId,
  };
}

/** "arn:aws:iam::123456789012:role/team/platform" becomes "platform". */
function nameOfPrincipal(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** By name; where two have one, the second is told from the first by a number. */
function named<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  plainOf: (item: T) => Plain,
): { readonly [name: string]: Plain } {
  const result = new Map<string, Plain>();
  for (const item of items) {
    const name = nameOf(item);
    let free = name;
    for (let number = 2; result.has(free); number += 1) {
      free = `${name}-${number}`;
    }
    result.set(free, plainOf(item));
  }
  return Object.fromEntries(result);
}

/** AWS keeps the tags of its own. */
function ownTags(tags: Tags): Tags {
  return sorted(Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:"))));
}

/** AWS answers in another order each time. */
function sorted(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function someOf<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function areSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}
