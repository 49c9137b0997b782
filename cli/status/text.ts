import { createColors } from "picocolors";
import { joined, section } from "../shared/sections";
import { tableLines } from "../shared/table";
import { visible } from "../shared/visible";
import type { ClusterStatus, FleetStatus } from "./fleet-status";
import { SOON } from "./urgency";

/** For a terminal, one line for each cluster. */
export function textOf(
  { clusters, loadBalancers, extendedSupportUsdPerMonth }: FleetStatus,
  isColored: boolean,
): string {
  const colors = createColors(isColored);
  if (clusters.length === 0) {
    return "The fleet has no cluster.\n";
  }
  const head = [
    "cluster",
    "version",
    "support",
    "standard until",
    "extended until",
    "days",
    "$/month",
    "nodes",
    "add-ons behind",
  ];
  const rows = clusters.map((status) => [
    visible(status.cluster),
    status.version ?? "?",
    status.support ?? "unknown",
    status.endOfStandardSupport ?? "",
    status.endOfExtendedSupport ?? "",
    status.daysLeft === null ? "" : String(status.daysLeft),
    status.extendedSupportUsdPerMonth === 0 ? "" : `+${status.extendedSupportUsdPerMonth}`,
    nodesOf(status),
    status.addons
      .filter(({ isBehind }) => isBehind)
      .map(({ addon }) => visible(addon))
      .join(", "),
  ]);
  const [headLine = "", ...lines] = tableLines([head, ...rows], { right: [5, 6] });
  const paint = ({ support, daysLeft }: ClusterStatus) => {
    if (support === "ended" || support === "extended" || daysLeft === null) {
      return support === "extended" && (daysLeft ?? 0) > SOON ? colors.yellow : colors.red;
    }
    return daysLeft <= SOON ? colors.yellow : (text: string) => text;
  };
  const underWay = clusters.flatMap(({ cluster, underWay: what }) =>
    what.map((each) => `  ${visible(cluster)}: ${visible(each)}`),
  );
  const weights = loadBalancers.map(
    ({ loadBalancer, targetGroups }) =>
      `  ${visible(loadBalancer)}: ${targetGroups
        .map(
          ({ targetGroup, weight, share, cluster }) =>
            `${visible(targetGroup)} ${weight} (${share} %${cluster === null ? "" : `, ${visible(cluster)}`})`,
        )
        .join(", ")}`,
  );
  return joined([
    section(
      colors.dim(headLine),
      clusters.map((status, index) => paint(status)(lines[index] ?? "")),
    ),
    section(colors.bold("Under way"), underWay),
    section(colors.bold("Traffic"), weights),
    extendedSupportUsdPerMonth === 0
      ? ""
      : `Extended support adds $${extendedSupportUsdPerMonth} a month to the standard price.`,
  ]);
}

/** "1.33, 1.34 (-1)": the versions of the nodes, and how many minor versions the oldest is behind. */
function nodesOf({ nodeGroups, nodePools }: ClusterStatus): string {
  // Pools of other programs do not say a version.
  const nodes = [...nodeGroups, ...nodePools.filter(({ version }) => version !== null)];
  const versions = [...new Set(nodes.map(({ version }) => version ?? "?"))].sort();
  const behind = Math.max(0, ...nodes.map(({ minorsBehind }) => minorsBehind ?? 0));
  return `${versions.join(", ")}${behind === 0 ? "" : ` (-${behind})`}`;
}
