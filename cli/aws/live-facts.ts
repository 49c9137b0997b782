import type { EKSClient, Update } from "@aws-sdk/client-eks";
import type {
  FactName,
  Intent,
  Issue,
  LiveFacts,
  LiveSubnet,
  LiveTargetHealth,
  LiveUpdate,
} from "../../upgrade/preflight/live-facts";
import { type AwsClientSettings, AwsProblem, allOf, ask, askAll, askFor } from "./ask";
import { nodePoolsOf } from "./node-pools";
import { nodesOf } from "./nodes";

/** After this no further fact is read. */
const LIMIT_SECONDS = 180;

/**
 * What AWS knows of a cluster now. It only reads. What AWS denies is left out, with the reason.
 *
 * @param intentOf - what is about to be done, of a cluster that runs this version
 * @param kubernetes - asks the cluster's own API for its nodes, with a token of this role
 * @throws AwsProblem where the cluster itself cannot be read
 */
export async function liveFacts(
  clusterName: string,
  intentOf: (version: string) => Intent,
  settings: AwsClientSettings,
  kubernetes?: { readonly roleArn?: string },
): Promise<LiveFacts> {
  const eks = await import("@aws-sdk/client-eks");
  const client = new eks.EKSClient(settings);
  try {
    const region = await ask("the region", () => client.config.region());
    const answer = await askFor("eks:DescribeCluster", ["ResourceNotFoundException"], () =>
      client.send(new eks.DescribeClusterCommand({ name: clusterName })),
    );
    const cluster = answer?.cluster;
    if (cluster === undefined) {
      throw new AwsProblem(
        `there is no cluster ${clusterName} in ${region}; look at the name and the region ("aws eks list-clusters" names them)`,
      );
    }
    const version = cluster.version ?? "";
    const intent = intentOf(version);
    const unread: Partial<Record<FactName, string>> = {};
    const begin = performance.now();
    /** A fact, or nothing and the reason. */
    const fact = async <T>(name: FactName, read: () => Promise<T>): Promise<T | undefined> => {
      if (performance.now() - begin > LIMIT_SECONDS * 1000) {
        unread[name] = `not read: AWS took more than ${LIMIT_SECONDS} s for the facts before it`;
        return undefined;
      }
      try {
        return await read();
      } catch (error) {
        if (error instanceof AwsProblem) {
          unread[name] = error.message;
          return undefined;
        }
        throw error;
      }
    };
    const api =
      kubernetes === undefined
        ? undefined
        : {
            ...kubernetes,
            podsOf: intent.retiring ?? [],
            clusterName,
            region,
            endpoint: cluster.endpoint ?? "",
            certificateAuthority: cluster.certificateAuthority?.data ?? "",
          };
    const nodeGroups = await fact("nodeGroups", () => nodeGroupsOf(client, clusterName));
    const addons = await fact("addons", () => addonsOf(client, clusterName));
    const facts = {
      updates: await fact("updates", () => updatesOf(client, clusterName, nodeGroups, addons)),
      insights: await fact("insights", () => insightsOf(client, clusterName)),
      subnets: await fact("subnets", () => subnetsOf(cluster.resourcesVpcConfig?.subnetIds ?? [], settings)),
      nodeGroups,
      nodes: api === undefined ? undefined : await fact("nodes", () => nodesOf(api)),
      nodePools: api === undefined ? undefined : await fact("nodePools", () => nodePoolsOf(api)),
      addons,
      targetGroups: await fact("targetGroups", () => targetGroupsOf(intent.gaining, settings)),
      offeredVersions: await fact("offeredVersions", () => offeredVersions(client)),
      offeredBuilds: await fact("offeredBuilds", () => offeredBuilds(client, named(addons), intent.version)),
    };
    return {
      region,
      clusterName,
      version,
      status: cluster.status ?? "",
      issues: issuesOf(cluster.health?.issues),
      ...facts,
      unread,
    };
  } finally {
    client.destroy();
  }
}

const named = (things: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (things ?? []).map(({ name }) => name);

function issuesOf(
  issues: readonly { readonly code?: string | undefined; readonly message?: string | undefined }[] = [],
): readonly Issue[] {
  return issues.map(({ code = "unknown", message = "" }) => ({ code, message }));
}

async function nodeGroupsOf(client: EKSClient, clusterName: string): Promise<LiveFacts["nodeGroups"]> {
  const eks = await import("@aws-sdk/client-eks");
  const names = await askAll(
    "eks:ListNodegroups",
    eks.paginateListNodegroups({ client }, { clusterName }),
    (page) => page.nodegroups,
  );
  return Promise.all(
    [...names].sort().map(async (name) => {
      const { nodegroup } = await ask("eks:DescribeNodegroup", () =>
        client.send(new eks.DescribeNodegroupCommand({ clusterName, nodegroupName: name })),
      );
      const version = nodegroup?.amiType === "CUSTOM" ? undefined : nodegroup?.version;
      return {
        name,
        status: nodegroup?.status ?? "",
        ...(version === undefined ? {} : { version }),
        issues: issuesOf(nodegroup?.health?.issues),
      };
    }),
  );
}

async function addonsOf(client: EKSClient, clusterName: string): Promise<LiveFacts["addons"]> {
  const eks = await import("@aws-sdk/client-eks");
  const names = await askAll(
    "eks:ListAddons",
    eks.paginateListAddons({ client }, { clusterName }),
    (page) => page.addons,
  );
  return Promise.all(
    [...names].sort().map(async (name) => {
      const { addon } = await ask("eks:DescribeAddon", () =>
        client.send(new eks.DescribeAddonCommand({ clusterName, addonName: name })),
      );
      return {
        name,
        version: addon?.addonVersion ?? "",
        status: addon?.status ?? "",
        issues: issuesOf(addon?.health?.issues),
      };
    }),
  );
}

/**
 * Those of the cluster that are under way, or its last one where that failed; the same of node groups and add-ons, where
 * these are not ACTIVE: all their updates, over the years, are too many to ask for.
 */
async function updatesOf(
  client: EKSClient,
  name: string,
  nodeGroups: LiveFacts["nodeGroups"] = [],
  addons: LiveFacts["addons"] = [],
): Promise<readonly LiveUpdate[]> {
  const isBusy = ({ status }: { readonly status: string }) => status !== "ACTIVE";
  const updates = [...(await updatesIn(client, { name }))];
  for (const { name: nodegroupName } of nodeGroups.filter(isBusy)) {
    updates.push(...(await updatesIn(client, { name, nodegroupName }, `node group ${nodegroupName}`)));
  }
  for (const { name: addonName } of addons.filter(isBusy)) {
    updates.push(...(await updatesIn(client, { name, addonName }, `the add-on ${addonName}`)));
  }
  return updates;
}

async function updatesIn(
  client: EKSClient,
  scope: { readonly name: string; readonly nodegroupName?: string; readonly addonName?: string },
  of?: string,
): Promise<readonly LiveUpdate[]> {
  const eks = await import("@aws-sdk/client-eks");
  const ids = await askAll(
    "eks:ListUpdates",
    eks.paginateListUpdates({ client }, { ...scope }),
    (page) => page.updateIds,
  );
  const all: Update[] = [];
  for (const updateId of ids) {
    const { update } = await ask("eks:DescribeUpdate", () =>
      client.send(new eks.DescribeUpdateCommand({ ...scope, updateId })),
    );
    all.push(...(update === undefined ? [] : [update]));
  }
  const updateOf = ({ id, type }: Update) => ({
    id: id ?? "",
    type: type ?? "",
    ...(of === undefined ? {} : { of }),
  });
  const last = all.sort((a, b) => Number(a.createdAt ?? 0) - Number(b.createdAt ?? 0)).at(-1);
  return [
    ...all.filter(({ status }) => status === "InProgress").map(updateOf),
    ...(last?.status === "Failed"
      ? [
          {
            ...updateOf(last),
            failedFor: (last.errors ?? []).map(({ errorCode = "unknown", errorMessage = "" }) => ({
              code: errorCode,
              message: errorMessage,
            })),
          },
        ]
      : []),
  ];
}

async function insightsOf(client: EKSClient, clusterName: string): Promise<LiveFacts["insights"]> {
  const eks = await import("@aws-sdk/client-eks");
  const insights = await askAll(
    "eks:ListInsights",
    eks.paginateListInsights({ client }, { clusterName }),
    (page) => page.insights,
  );
  return insights.map(({ name = "", category = "UPGRADE_READINESS", kubernetesVersion, insightStatus }) => ({
    name,
    category,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    status: insightStatus?.status ?? "UNKNOWN",
    reason: insightStatus?.reason ?? "",
  }));
}

async function subnetsOf(
  SubnetIds: readonly string[],
  settings: AwsClientSettings,
): Promise<readonly LiveSubnet[]> {
  const ec2 = await import("@aws-sdk/client-ec2");
  const client = new ec2.EC2Client(settings);
  try {
    const subnets = await askAll(
      "ec2:DescribeSubnets",
      ec2.paginateDescribeSubnets({ client }, { SubnetIds: [...SubnetIds] }),
      (page) => page.Subnets,
    );
    return subnets
      .map(({ SubnetId = "", AvailabilityZone = "", AvailableIpAddressCount = 0 }) => ({
        subnetId: SubnetId,
        zone: AvailabilityZone,
        freeAddresses: AvailableIpAddressCount,
      }))
      .sort((left, right) => (left.subnetId < right.subnetId ? -1 : 1));
  } finally {
    client.destroy();
  }
}

async function targetGroupsOf(
  names: readonly string[],
  settings: AwsClientSettings,
): Promise<readonly LiveTargetHealth[]> {
  if (names.length === 0) {
    return [];
  }
  const elb = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const client = new elb.ElasticLoadBalancingV2Client(settings);
  try {
    const groups: LiveTargetHealth[] = [];
    for (const name of names) {
      const answer = await askFor(
        "elasticloadbalancing:DescribeTargetGroups",
        ["TargetGroupNotFoundException", "TargetGroupNotFound"],
        () => client.send(new elb.DescribeTargetGroupsCommand({ Names: [name] })),
      );
      const TargetGroupArn = answer?.TargetGroups?.[0]?.TargetGroupArn;
      const { TargetHealthDescriptions = [] } =
        TargetGroupArn === undefined
          ? {}
          : await ask("elasticloadbalancing:DescribeTargetHealth", () =>
              client.send(new elb.DescribeTargetHealthCommand({ TargetGroupArn })),
            );
      groups.push({
        name,
        exists: TargetGroupArn !== undefined,
        registered: TargetHealthDescriptions.length,
        healthy: TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy")
          .length,
      });
    }
    return groups;
  } finally {
    client.destroy();
  }
}

async function offeredVersions(client: EKSClient): Promise<readonly string[]> {
  const eks = await import("@aws-sdk/client-eks");
  const versions = await askAll(
    "eks:DescribeClusterVersions",
    eks.paginateDescribeClusterVersions({ client }, {}),
    (page) => page.clusterVersions,
  );
  return versions.flatMap(({ clusterVersion }) => clusterVersion ?? []);
}

/** Newest first, as EKS lists them. */
async function offeredBuilds(
  client: EKSClient,
  addonNames: readonly string[],
  kubernetesVersion: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const eks = await import("@aws-sdk/client-eks");
  const builds = new Map<string, readonly string[]>();
  for (const addonName of addonNames) {
    const addons = await askFor(
      "eks:DescribeAddonVersions",
      ["InvalidParameterException", "ResourceNotFoundException"],
      () =>
        allOf(
          eks.paginateDescribeAddonVersions({ client }, { addonName, kubernetesVersion }),
          (page) => page.addons,
        ),
    );
    builds.set(
      addonName,
      (addons ?? []).flatMap(({ addonVersions = [] }) =>
        addonVersions.flatMap(({ addonVersion }) => addonVersion ?? []),
      ),
    );
  }
  return Object.fromEntries(builds);
}
