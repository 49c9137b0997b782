import { isDeepStrictEqual } from "node:util";
import { type Call, clusterOf, type Operations } from "./call";
import {
  encryptionConfigIn,
  loggingIn,
  mergedLogging,
  rejectUnknownKeys,
  supportTypeIn,
  vpcConfigIn,
} from "./cluster-settings";
import { rejectUnlessActive } from "./clusters";
import { invalidParameter, invalidRequest } from "./errors";
import { controlPlaneNetworkOf, rejectUnknownSecurityGroups } from "./networks";
import type { Cluster, VpcConfig } from "./resources";
import type { UpdateParam } from "./update-history";
import { rejectWhileUpdating, startUpdate } from "./updates";
import { statusOf, supportedVersion } from "./versions";

/** What one update of the configuration does. */
interface Change {
  readonly type: string;
  readonly params: readonly UpdateParam[];
  readonly after: Partial<Cluster>;
}

async function update(call: Call): Promise<object> {
  const { value } = clusterOf(call);
  const changes: Change[] = [];
  for (const kind of KINDS) {
    const change = await kind(call, value);
    if (change !== undefined) changes.push(change);
  }
  const [change, ...more] = changes;
  const subject = { clusterName: value.name };
  if (change === undefined) throw invalidParameter("No changes needed for the config provided", subject);
  if (more.length > 0) {
    throw invalidParameter(
      `Only one type of update can be allowed, got: ${changes.map(({ type }) => type).join(", ")}`,
      subject,
    );
  }
  return begin(call, change);
}

async function associateEncryption(call: Call): Promise<object> {
  const { name, encryptionConfig: present } = clusterOf(call).value;
  if (present !== undefined) {
    throw invalidParameter(`Encryption config already exists for cluster ${name}`, { clusterName: name });
  }
  const encryptionConfig = encryptionConfigIn(call.body);
  if (encryptionConfig === undefined) throw invalidParameter("encryptionConfig is required");
  await rejectUnknownKeys(call, encryptionConfig);
  return begin(call, {
    type: "AssociateEncryptionConfig",
    params: [param("EncryptionConfig", encryptionConfig)],
    after: { encryptionConfig },
  });
}

function begin(call: Call, { type, params, after }: Change): object {
  const cluster = clusterOf(call);
  rejectWhileUpdating(call, type);
  rejectUnlessActive(cluster);
  const started = startUpdate(call, { type, params, duration: call.options.durations.clusterConfig });
  cluster.timed.begin((value) => ({ ...value, status: "UPDATING" }), {
    endsAt: started.endsAt,
    finish: (value) => ({ ...value, ...(started.failure === undefined ? after : {}), status: "ACTIVE" }),
  });
  return { update: cluster.updates.render(started) };
}

function param(type: string, value: unknown): UpdateParam {
  return { type, value: typeof value === "string" ? value : JSON.stringify(value) };
}

type Kind = (call: Call, cluster: Cluster) => Promise<Change | undefined>;

const vpc: Kind = async (call, { name, resourcesVpcConfig: before }) => {
  const request = call.body.object("resourcesVpcConfig");
  if (request === undefined) return undefined;
  const asked = vpcConfigIn(request, before);
  const after: VpcConfig = { ...before, ...asked };
  const subject = { clusterName: name };
  if (request.has("subnetIds") || request.has("securityGroupIds")) {
    const { vpcId } = await controlPlaneNetworkOf(call, asked.subnetIds);
    if (vpcId !== before.vpcId) throw invalidParameter(`Subnets must be in VPC ${before.vpcId}`, subject);
    await rejectUnknownSecurityGroups(call, asked.securityGroupIds);
    return {
      type: "VpcConfigUpdate",
      params: [param("Subnets", after.subnetIds), param("SecurityGroups", after.securityGroupIds)],
      after: { resourcesVpcConfig: after },
    };
  }
  const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = after;
  if (isDeepStrictEqual(after, before)) {
    throw invalidParameter(
      `Cluster is already at the desired configuration with endpointPrivateAccess: ${endpointPrivateAccess}, endpointPublicAccess: ${endpointPublicAccess}, and Public Endpoint Restrictions: [${publicAccessCidrs.join(", ")}]`,
      subject,
    );
  }
  return {
    type: "EndpointAccessUpdate",
    params: [
      param("EndpointPublicAccess", endpointPublicAccess),
      param("EndpointPrivateAccess", endpointPrivateAccess),
      param("PublicAccessCidrs", publicAccessCidrs),
    ],
    after: { resourcesVpcConfig: after },
  };
};

const logging: Kind = async (call, { name, logging: before }) => {
  const request = loggingIn(call.body.object("logging"));
  if (request === undefined) return undefined;
  const after = mergedLogging(before, request);
  if (isDeepStrictEqual(after, before)) {
    throw invalidParameter("No changes needed for the logging config provided", { clusterName: name });
  }
  return { type: "LoggingUpdate", params: [param("ClusterLogging", after)], after: { logging: after } };
};

const MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"] as const;

const access: Kind = async (call, { name, accessConfig: { authenticationMode: before } }) => {
  const mode = call.body.object("accessConfig")?.oneOf("authenticationMode", MODES);
  if (mode === undefined) return undefined;
  if (MODES.indexOf(mode) !== MODES.indexOf(before) + 1) {
    throw invalidParameter(`Unsupported authentication mode update from ${before} to ${mode}`, {
      clusterName: name,
    });
  }
  return {
    type: "AccessConfigUpdate",
    params: [param("AuthenticationMode", mode)],
    after: { accessConfig: { authenticationMode: mode } },
  };
};

const upgradePolicy: Kind = async (call, { name, version }) => {
  const supportType = supportTypeIn(call.body.object("upgradePolicy"));
  if (supportType === undefined) return undefined;
  const status = statusOf(supportedVersion(call.options, version, call.now), call.now);
  if (supportType === "STANDARD" && status === "EXTENDED_SUPPORT") {
    throw invalidRequest(
      `Cluster ${name} is in extended support: update it to a version in standard support before you set STANDARD`,
      { clusterName: name },
    );
  }
  return {
    type: "UpgradePolicyUpdate",
    params: [param("UpgradePolicy", { supportType })],
    after: { upgradePolicy: { supportType } },
  };
};

const deletionProtection: Kind = async (call) => {
  const enabled = call.body.boolean("deletionProtection");
  if (enabled === undefined) return undefined;
  return {
    type: "DeletionProtectionUpdate",
    params: [param("DeletionProtection", enabled)],
    after: { deletionProtection: enabled },
  };
};

const autoMode: Kind = async ({ body }, { kubernetesNetworkConfig: network }) => {
  const computeConfig = body.json("computeConfig");
  const storageConfig = body.json("storageConfig");
  const networkConfig = body.json("kubernetesNetworkConfig");
  if (computeConfig === undefined && storageConfig === undefined && networkConfig === undefined) {
    return undefined;
  }
  return {
    type: "AutoModeUpdate",
    params: [param("ComputeConfig", computeConfig ?? {}), param("StorageConfig", storageConfig ?? {})],
    after: {
      ...(computeConfig === undefined ? {} : { computeConfig }),
      ...(storageConfig === undefined ? {} : { storageConfig }),
      kubernetesNetworkConfig: { ...network, ...networkConfig },
    },
  };
};

/** Settings that the sandbox keeps and does nothing with. */
const kept =
  (member: "zonalShiftConfig" | "remoteNetworkConfig" | "controlPlaneScalingConfig", type: string): Kind =>
  async ({ body }) => {
    const after = body.json(member);
    if (after === undefined) return undefined;
    return { type: `${type}Update`, params: [], after: { [member]: after } };
  };

const KINDS: readonly Kind[] = [
  vpc,
  logging,
  access,
  upgradePolicy,
  deletionProtection,
  autoMode,
  kept("zonalShiftConfig", "ZonalShiftConfig"),
  kept("remoteNetworkConfig", "RemoteNetworkConfig"),
  kept("controlPlaneScalingConfig", "ControlPlaneScalingConfig"),
];

export const clusterConfigOperations: Operations = {
  UpdateClusterConfig: { method: "POST", path: "/clusters/{name}/update-config", answer: update },
  AssociateEncryptionConfig: {
    method: "POST",
    path: "/clusters/{name}/encryption-config/associate",
    answer: associateEncryption,
  },
};
