import type { Call, Operations } from "./call";
import { invalidParameter, notFound } from "./errors";
import type { OfferedAddon } from "./options";
import { pageOf } from "./pages";

function describe({ options, query }: Call): object {
  const addonName = query.get("addonName");
  const kubernetesVersion = query.get("kubernetesVersion");
  const offered = options.addons.filter(
    (addon) =>
      addon.addonName === (addonName ?? addon.addonName) &&
      addon.clusterVersion === (kubernetesVersion ?? addon.clusterVersion),
  );
  if (addonName !== null && !options.addons.some((addon) => addon.addonName === addonName)) {
    throw invalidParameter(`Addon ${addonName} specified is not supported`, { addonName });
  }
  const names = [...new Set(offered.map((addon) => addon.addonName))];
  return pageOf(
    "addons",
    names.map((name) => ({
      addonName: name,
      type: "networking",
      publisher: "eks",
      owner: "aws",
      defaultNamespace: "kube-system",
      addonVersions: buildsOf(offered.filter((addon) => addon.addonName === name)),
    })),
    query,
  );
}

/** One entry for each build, the newest first, as EKS lists them. */
function buildsOf(offered: readonly OfferedAddon[]): readonly object[] {
  const defaults = defaultsOf(offered);
  const versions = [...new Set(offered.map(({ addonVersion }) => addonVersion))].sort(newestFirst);
  return versions.map((addonVersion) => ({
    addonVersion,
    architecture: ["amd64", "arm64"],
    computeTypes: ["ec2", "auto", "hybrid"],
    compatibilities: offered
      .filter((addon) => addon.addonVersion === addonVersion)
      .map((addon) => ({
        clusterVersion: addon.clusterVersion,
        platformVersions: ["*"],
        defaultVersion: defaults.get(addon.clusterVersion) === addon,
      })),
    requiresConfiguration: false,
    requiresIamPermissions: false,
  }));
}

function defaultsOf(offered: readonly OfferedAddon[]): ReadonlyMap<string, OfferedAddon> {
  const defaults = new Map<string, OfferedAddon>();
  for (const addon of offered) {
    if (addon.isDefault || !defaults.has(addon.clusterVersion)) defaults.set(addon.clusterVersion, addon);
  }
  return defaults;
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, "en", { numeric: true });
}

function configuration({ options, query }: Call): object {
  const addonName = query.get("addonName");
  const addonVersion = query.get("addonVersion");
  if (!options.addons.some((addon) => addon.addonName === addonName && addon.addonVersion === addonVersion)) {
    throw notFound(`No configuration found for addon ${addonName} version ${addonVersion}`);
  }
  return {
    addonName,
    addonVersion,
    configurationSchema: JSON.stringify({ $schema: "http://json-schema.org/draft-06/schema#" }),
    podIdentityConfiguration: [],
  };
}

export const addonVersionOperations: Operations = {
  DescribeAddonVersions: { method: "GET", path: "/addons/supported-versions", answer: describe },
  DescribeAddonConfiguration: {
    method: "GET",
    path: "/addons/configuration-schemas",
    answer: configuration,
  },
};
