import type { Call } from "./call";
import { invalidParameter } from "./errors";
import type { Fields } from "./fields";
import type { EncryptionConfig, Logging, SupportType, VpcConfigRequest } from "./resources";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** What a request says, with `before` (or EKS's defaults) for what it does not say. */
export function vpcConfigIn(request: Fields | undefined, before?: VpcConfigRequest): VpcConfigRequest {
  const endpointPublicAccess =
    request?.boolean("endpointPublicAccess") ?? before?.endpointPublicAccess ?? true;
  const endpointPrivateAccess =
    request?.boolean("endpointPrivateAccess") ?? before?.endpointPrivateAccess ?? false;
  if (!endpointPublicAccess && !endpointPrivateAccess) {
    throw invalidParameter("Private and public endpoint access cannot be false");
  }
  const cidrs = request?.strings("publicAccessCidrs");
  const everywhere = endpointPublicAccess ? ["0.0.0.0/0"] : [];
  return {
    subnetIds: request?.strings("subnetIds") ?? before?.subnetIds ?? [],
    securityGroupIds: request?.strings("securityGroupIds") ?? before?.securityGroupIds ?? [],
    endpointPublicAccess,
    endpointPrivateAccess,
    publicAccessCidrs:
      cidrs ??
      (endpointPublicAccess && before?.publicAccessCidrs.length ? before.publicAccessCidrs : everywhere),
  };
}

export function encryptionConfigIn(body: Fields): readonly EncryptionConfig[] | undefined {
  const configs = body.objects("encryptionConfig");
  if (configs === undefined || configs.length === 0) return undefined;
  return configs.map((config) => {
    const resources = config.strings("resources") ?? [];
    if (resources.join() !== "secrets") {
      throw invalidParameter(`encryptionConfig.resources must be ["secrets"], got: [${resources}]`);
    }
    const provider = config.object("provider");
    const keyArn = provider?.string("keyArn");
    if (keyArn === undefined) throw invalidParameter("encryptionConfig.provider.keyArn is required");
    return { resources, provider: { keyArn } };
  });
}

export async function rejectUnknownKeys(
  call: Call,
  configs: readonly EncryptionConfig[] | undefined,
): Promise<void> {
  for (const { provider } of configs ?? []) {
    if (!(await call.options.neighbours.hasKey(call.region.name, provider.keyArn))) {
      throw invalidParameter(`The keyArn in encryptionConfig provider is not valid: ${provider.keyArn}`);
    }
  }
}

/** The log types that a request switches on and off. */
export function loggingIn(request: Fields | undefined): Logging | undefined {
  const setups = request?.objects("clusterLogging");
  if (setups === undefined) return undefined;
  return {
    clusterLogging: setups.map((setup) => ({
      types: (setup.strings("types") ?? []).map(knownLogType),
      enabled: setup.boolean("enabled") ?? false,
    })),
  };
}

function knownLogType(type: string): string {
  if (LOG_TYPES.some((known) => known === type)) return type;
  throw invalidParameter(`unknown log type ${type}, expected one of ${LOG_TYPES.join(", ")}`);
}

/** As EKS says it: one entry for what is on and one for what is off, neither of them empty. */
export function mergedLogging(before: Logging | undefined, request: Logging | undefined): Logging {
  const on = new Set(before?.clusterLogging.filter(({ enabled }) => enabled).flatMap(({ types }) => types));
  for (const { types, enabled } of request?.clusterLogging ?? []) {
    for (const type of types) enabled ? on.add(type) : on.delete(type);
  }
  const setups = [true, false].map((enabled) => ({
    types: LOG_TYPES.filter((type) => on.has(type) === enabled),
    enabled,
  }));
  return { clusterLogging: setups.filter(({ types }) => types.length > 0) };
}

export function supportTypeIn(request: Fields | undefined): SupportType | undefined {
  return request?.oneOf("supportType", ["STANDARD", "EXTENDED"]);
}
