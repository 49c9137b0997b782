import { eksArn } from "./arns";
import { type Call, clusterOf, type Operations } from "./call";
import { rejectUnlessActive } from "./clusters";
import { inUse, invalidParameter, notFound } from "./errors";
import type { EksOptions } from "./options";
import { pageOf } from "./pages";
import { ownedAssociations, removeOwnedAssociations } from "./pod-identity-associations";
import type { Addon } from "./resources";
import { rejectUnknownRole } from "./roles";
import { timestamp } from "./timestamp";
import { creationIssue, startUpdate } from "./updates";

/** Whether EKS offers this build for clusters of this Kubernetes version. */
export function isOffered(
  { addons }: EksOptions,
  addonName: string,
  addonVersion: string,
  clusterVersion: string,
): boolean {
  return addons.some(
    (offered) =>
      offered.addonName === addonName &&
      offered.addonVersion === addonVersion &&
      offered.clusterVersion === clusterVersion,
  );
}

function versionFor(call: Call, addonName: string, asked: string | undefined): string {
  const { name: clusterName, version } = clusterOf(call).value;
  const subject = { clusterName, addonName };
  const builds = call.options.addons.filter(
    (offered) => offered.addonName === addonName && offered.clusterVersion === version,
  );
  const usual = builds.find(({ isDefault }) => isDefault) ?? builds[0];
  if (usual === undefined) {
    throw invalidParameter(
      `Addon ${addonName} specified is not supported in ${version} kubernetes version`,
      subject,
    );
  }
  if (asked === undefined) return usual.addonVersion;
  if (!isOffered(call.options, addonName, asked, version)) {
    throw invalidParameter("Addon version specified is not supported", subject);
  }
  return asked;
}

async function create(call: Call): Promise<object> {
  const { body, options, region, now } = call;
  const cluster = clusterOf(call);
  const addonName = body.requiredString("addonName");
  const subject = { clusterName: cluster.name, addonName };
  if (!options.addons.some((offered) => offered.addonName === addonName)) {
    throw invalidParameter(`Addon ${addonName} specified is not supported`, subject);
  }
  if (cluster.addons.get(addonName) !== undefined) throw inUse("Addon already exists.", subject);
  rejectUnlessActive(cluster);
  const addonVersion = versionFor(call, addonName, body.string("addonVersion"));
  const resolveConflicts = body.oneOf("resolveConflicts", ["OVERWRITE", "NONE", "PRESERVE"]);
  if (resolveConflicts === "PRESERVE") {
    throw invalidParameter("resolveConflicts PRESERVE is not supported by CreateAddon", subject);
  }
  const configurationValues = configurationIn(call);
  const namespaceConfig = body.json("namespaceConfig");
  const serviceAccountRoleArn = body.string("serviceAccountRoleArn");
  if (serviceAccountRoleArn !== undefined) await rejectUnknownRole(call, serviceAccountRoleArn);

  const addonArn = eksArn(region.name, `addon/${cluster.name}/${addonName}/${region.ids.uuid()}`);
  const creating: Addon = {
    addonName,
    clusterName: cluster.name,
    status: "CREATING",
    addonVersion,
    addonArn,
    health: { issues: [] },
    createdAt: timestamp(now),
    modifiedAt: timestamp(now),
    publisher: "eks",
    owner: "aws",
    tags: body.stringMap("tags") ?? {},
    ...(serviceAccountRoleArn === undefined ? {} : { serviceAccountRoleArn }),
    ...(configurationValues === undefined ? {} : { configurationValues }),
    podIdentityAssociations: await ownedAssociations(call, addonArn),
    ...(namespaceConfig === undefined ? {} : { namespaceConfig }),
  };
  const issue = creationIssue(call, addonName);
  cluster.addons.add(addonName, creating, {
    endsAt: now + options.durations.addonCreate,
    finish: (addon) =>
      issue === undefined
        ? { ...addon, status: "ACTIVE" }
        : { ...addon, status: "CREATE_FAILED", health: { issues: [issue] } },
  });
  return { addon: creating };
}

/** Configuration values are JSON or YAML; only what begins like JSON can be checked without a schema. */
function configurationIn({ body }: Call): string | undefined {
  const values = body.string("configurationValues");
  if (values?.trimStart().startsWith("{")) {
    try {
      JSON.parse(values);
    } catch {
      throw invalidParameter("ConfigurationValue is not in valid JSON or YAML format");
    }
  }
  return values === "" ? undefined : values;
}

function addonOf(call: Call): Addon {
  const cluster = clusterOf(call);
  const addonName = call.label("addonName");
  const addon = cluster.addons.get(addonName);
  if (addon === undefined) {
    throw notFound(`No addon: ${addonName} found in cluster: ${cluster.name}`, {
      clusterName: cluster.name,
      addonName,
    });
  }
  return addon;
}

async function update(call: Call): Promise<object> {
  const { body, options } = call;
  const cluster = clusterOf(call);
  const addon = addonOf(call);
  const { addonName } = addon;
  const subject = { clusterName: cluster.name, addonName };
  if (addon.status !== "ACTIVE") {
    throw inUse(`Addon ${addonName} cannot be updated as it is currently in ${addon.status} state`, subject);
  }
  rejectUnlessActive(cluster);
  const asked = body.string("addonVersion");
  const addonVersion = asked === undefined ? addon.addonVersion : versionFor(call, addonName, asked);
  rejectSkippedMinor(addon, addonVersion);
  const resolveConflicts = body.oneOf("resolveConflicts", ["OVERWRITE", "NONE", "PRESERVE"]);
  const configurationValues = body.has("configurationValues")
    ? configurationIn(call)
    : addon.configurationValues;
  const role = body.has("serviceAccountRoleArn")
    ? body.string("serviceAccountRoleArn")
    : addon.serviceAccountRoleArn;
  if (role !== undefined && role !== "" && role !== addon.serviceAccountRoleArn) {
    await rejectUnknownRole(call, role);
  }
  const podIdentityAssociations = body.has("podIdentityAssociations")
    ? await ownedAssociations(call, addon.addonArn)
    : addon.podIdentityAssociations;

  const started = startUpdate(call, {
    type: "AddonUpdate",
    params: [
      { type: "AddonVersion", value: addonVersion },
      ...(resolveConflicts === undefined ? [] : [{ type: "ResolveConflicts", value: resolveConflicts }]),
    ],
    duration: options.durations.addonUpdate,
    scope: { addonName },
  });
  cluster.addons.timed(addonName)?.begin((value) => ({ ...value, status: "UPDATING" }), {
    endsAt: started.endsAt,
    finish: ({ configurationValues: _values, serviceAccountRoleArn: _role, ...value }) =>
      started.failure === undefined
        ? {
            ...value,
            status: "ACTIVE",
            addonVersion,
            podIdentityAssociations,
            modifiedAt: timestamp(started.endsAt),
            ...(configurationValues === undefined ? {} : { configurationValues }),
            ...(role === undefined || role === "" ? {} : { serviceAccountRoleArn: role }),
          }
        : { ...addon, status: "ACTIVE" },
  });
  return { update: cluster.updates.render(started) };
}

/** vpc-cni moves one minor at a time; the others of EKS's own add-ons may jump. */
function rejectSkippedMinor({ addonName, addonVersion: from, clusterName }: Addon, to: string): void {
  if (addonName !== "vpc-cni") return;
  const [before, after] = [from, to].map((version) => /^v(\d+)\.(\d+)\./.exec(version));
  if (before?.[1] !== after?.[1] || Math.abs(Number(before?.[2]) - Number(after?.[2])) > 1) {
    throw invalidParameter(
      `Addon vpc-cni can only be updated one minor version at a time, got: ${from} to ${to}`,
      { clusterName, addonName },
    );
  }
}

function remove(call: Call): object {
  const cluster = clusterOf(call);
  const { addonName, addonArn } = addonOf(call);
  removeOwnedAssociations(cluster, addonArn);
  cluster.addons.timed(addonName)?.begin((addon) => ({ ...addon, status: "DELETING" }), {
    endsAt: call.now + call.options.durations.addonDelete,
    finish: () => undefined,
  });
  return { addon: addonOf(call) };
}

const PATH = "/clusters/{name}/addons";

export const addonOperations: Operations = {
  CreateAddon: { method: "POST", path: PATH, answer: create },
  DescribeAddon: {
    method: "GET",
    path: `${PATH}/{addonName}`,
    answer: (call) => ({ addon: addonOf(call) }),
  },
  ListAddons: {
    method: "GET",
    path: PATH,
    answer: (call) => pageOf("addons", clusterOf(call).addons.names(), call.query),
  },
  UpdateAddon: { method: "POST", path: `${PATH}/{addonName}/update`, answer: update },
  DeleteAddon: { method: "DELETE", path: `${PATH}/{addonName}`, answer: remove },
};
