import type { Offer, OfferedBuild } from "../../upgrade/eks/catalog/refresh";
import { type AwsClientSettings, allOf, ask, askAll, askFor } from "./ask";

/** What EKS offers: the Kubernetes versions that it supports, and of these add-ons every build for each of them. */
export async function offerOf(
  addonNames: readonly string[],
  day: string,
  settings: AwsClientSettings,
): Promise<Offer> {
  const { EKSClient, paginateDescribeAddonVersions, paginateDescribeClusterVersions } = await import(
    "@aws-sdk/client-eks"
  );
  const client = new EKSClient(settings);
  try {
    const region = await ask("the region", () => client.config.region());
    const versions = await askAll(
      "eks:DescribeClusterVersions",
      paginateDescribeClusterVersions({ client }, {}),
      ({ clusterVersions }) => clusterVersions,
    );
    const builds: OfferedBuild[] = [];
    const unknownAddons: string[] = [];
    for (const addonName of addonNames) {
      const pages = paginateDescribeAddonVersions({ client }, { addonName });
      const addons = await askFor("eks:DescribeAddonVersions", UNKNOWN, () =>
        allOf(pages, (page) => page.addons),
      );
      if (addons === undefined) {
        unknownAddons.push(addonName);
        continue;
      }
      for (const { addonVersion, compatibilities } of addons.flatMap((addon) => addon.addonVersions ?? [])) {
        for (const { clusterVersion, defaultVersion } of compatibilities ?? []) {
          if (addonVersion !== undefined && clusterVersion !== undefined) {
            builds.push({ addonName, clusterVersion, addonVersion, isDefault: defaultVersion === true });
          }
        }
      }
    }
    return {
      region,
      day,
      addonNames,
      unknownAddons,
      builds,
      versions: versions.flatMap((row) =>
        row.clusterVersion === undefined
          ? []
          : [
              {
                version: row.clusterVersion,
                eksRelease: dayOf(row.releaseDate),
                endOfStandardSupport: dayOf(row.endOfStandardSupportDate),
                endOfExtendedSupport: dayOf(row.endOfExtendedSupportDate),
              },
            ],
      ),
    };
  } finally {
    client.destroy();
  }
}

/** How EKS says that it has no such add-on. */
const UNKNOWN = ["InvalidParameterException", "ResourceNotFoundException"];

function dayOf(date: Date | undefined): string | undefined {
  return date?.toISOString().slice(0, 10);
}
