import { bootstrapAccessEntry } from "./access-entries";
import { eksArn, roleNameOf } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import {
  encryptionConfigIn,
  loggingIn,
  mergedLogging,
  rejectUnknownKeys,
  supportTypeIn,
  vpcConfigIn,
} from "./cluster-settings";
import { inUse, invalidParameter, invalidRequest } from "./errors";
import type { Fields } from "./fields";
import { controlPlaneNetworkOf, rejectUnknownSecurityGroups } from "./networks";
import { pageOf } from "./pages";
import { EksCluster } from "./region";
import type { Cluster } from "./resources";
import { Timed } from "./timed";
import { timestamp } from "./timestamp";
import { defaultVersion, supportedVersion } from "./versions";

const NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/;

/** Rejects what can only be done to a cluster that is ACTIVE. */
export function rejectUnlessActive(cluster: EksCluster): void {
  const { name, status } = cluster.value;
  if (status === "ACTIVE") return;
  throw invalidRequest(`Cluster '${name}' is not in ACTIVE status, it is ${status}`, { clusterName: name });
}

async function create(call: Call): Promise<object> {
  const { body, options, region, now } = call;
  const name = body.requiredString("name");
  if (!NAME.test(name)) {
    throw invalidParameter(
      `The name ${name} is not valid: 1 to 100 letters, digits, hyphens and underscores, the first a letter or a digit`,
    );
  }
  if (region.has(name)) throw inUse(`Cluster already exists with name: ${name}`, { clusterName: name });

  const version = body.string("version") ?? defaultVersion(options, now);
  supportedVersion(options, version, now);

  const roleArn = body.requiredString("roleArn");
  if (roleNameOf(roleArn) === undefined || !(await options.neighbours.hasRole(roleArn))) {
    throw invalidParameter(`roleArn, ${roleArn}, does not exist`, { clusterName: name });
  }

  const vpc = vpcConfigIn(body.object("resourcesVpcConfig"));
  const { vpcId } = await controlPlaneNetworkOf(call, vpc.subnetIds);
  await rejectUnknownSecurityGroups(call, vpc.securityGroupIds);
  const encryptionConfig = encryptionConfigIn(body);
  await rejectUnknownKeys(call, encryptionConfig);

  const access = body.object("accessConfig");
  const authenticationMode =
    access?.oneOf("authenticationMode", ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]) ?? "CONFIG_MAP";

  const clusterSecurityGroupId = await options.neighbours.createSecurityGroup(region.name, {
    name: `eks-cluster-sg-${name}-${region.ids.hex(10)}`,
    description: `EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.`,
    vpcId,
    tags: { [`kubernetes.io/cluster/${name}`]: "owned" },
  });

  const id = region.ids.hex(32).toUpperCase();
  const creating: Cluster = {
    name,
    arn: eksArn(region.name, `cluster/${name}`),
    createdAt: timestamp(now),
    version,
    platformVersion: "eks.1",
    status: "CREATING",
    roleArn,
    endpoint: `https://${id}.gr7.${region.name}.eks.amazonaws.com`,
    certificateAuthority: { data: Buffer.from(`certificate authority of ${name}`).toString("base64") },
    identity: { oidc: { issuer: `https://oidc.eks.${region.name}.amazonaws.com/id/${id}` } },
    resourcesVpcConfig: { ...vpc, vpcId, clusterSecurityGroupId },
    kubernetesNetworkConfig: networkConfigIn(body.object("kubernetesNetworkConfig")),
    logging: mergedLogging(undefined, loggingIn(body.object("logging"))),
    ...(encryptionConfig === undefined ? {} : { encryptionConfig }),
    accessConfig: { authenticationMode },
    upgradePolicy: { supportType: supportTypeIn(body.object("upgradePolicy")) ?? "EXTENDED" },
    deletionProtection: body.boolean("deletionProtection") ?? false,
    health: { issues: [] },
    tags: body.stringMap("tags") ?? {},
    ...optional(body, [
      "zonalShiftConfig",
      "remoteNetworkConfig",
      "computeConfig",
      "storageConfig",
      "controlPlaneScalingConfig",
    ]),
  };
  const timed = new Timed<Cluster>(options.clock, creating, {
    endsAt: now + options.durations.clusterCreate,
    finish: (cluster) => ({ ...cluster, status: "ACTIVE" }),
  });
  const cluster = new EksCluster(options.clock, timed, name);
  region.add(cluster);
  if (
    authenticationMode !== "CONFIG_MAP" &&
    access?.boolean("bootstrapClusterCreatorAdminPermissions") !== false
  ) {
    bootstrapAccessEntry(call, cluster);
  }
  return { cluster: render(call, cluster) };
}

function networkConfigIn(request: Fields | undefined): object {
  const loadBalancing = request?.object("elasticLoadBalancing");
  return {
    ipFamily: request?.oneOf("ipFamily", ["ipv4", "ipv6"]) ?? "ipv4",
    serviceIpv4Cidr: request?.string("serviceIpv4Cidr") ?? "172.20.0.0/16",
    elasticLoadBalancing: { enabled: loadBalancing?.boolean("enabled") ?? false },
  };
}

function optional(body: Fields, names: readonly string[]): object {
  return Object.fromEntries(
    names.flatMap((name) => {
      const given = body.json(name);
      return given === undefined ? [] : [[name, given]];
    }),
  );
}

function render(call: Call, cluster: EksCluster): object {
  const { value } = cluster;
  const apiServer = call.options.apiServerOf?.(call.region.name, cluster.name);
  if (apiServer === undefined || value.status === "CREATING") return value;
  return {
    ...value,
    endpoint: apiServer.endpoint,
    certificateAuthority: { data: apiServer.certificateAuthorityData },
  };
}

async function remove(call: Call): Promise<object> {
  const cluster = clusterOf(call);
  const { name, deletionProtection, resourcesVpcConfig } = cluster.value;
  const subject = { clusterName: name };
  if (deletionProtection) {
    throw invalidRequest(
      `Cluster ${name} cannot be deleted because deletion protection is enabled. Disable deletion protection first.`,
      subject,
    );
  }
  if (cluster.nodeGroups.names().length > 0) throw inUse("Cluster has nodegroups attached", subject);
  const running = cluster.updates.running({});
  if (running !== undefined) {
    throw inUse(`Cannot delete because cluster ${name} currently has an update in progress`, subject);
  }
  if (cluster.value.status === "CREATING") {
    throw inUse(`Cannot delete because cluster ${name} currently has creation in progress`, subject);
  }
  await call.options.neighbours.deleteSecurityGroup(
    call.region.name,
    resourcesVpcConfig.clusterSecurityGroupId,
  );
  cluster.timed.begin((value) => ({ ...value, status: "DELETING" }), {
    endsAt: call.now + call.options.durations.clusterDelete,
    finish: () => undefined,
  });
  return { cluster: render(call, cluster) };
}

export const clusterOperations: Operations = {
  CreateCluster: { method: "POST", path: "/clusters", answer: create },
  DescribeCluster: {
    method: "GET",
    path: "/clusters/{name}",
    answer: (call) => ({ cluster: render(call, clusterOf(call)) }),
  },
  ListClusters: {
    method: "GET",
    path: "/clusters",
    answer: (call) => pageOf("clusters", call.region.clusterNames(), call.query),
  },
  DeleteCluster: { method: "DELETE", path: "/clusters/{name}", answer: remove },
};
