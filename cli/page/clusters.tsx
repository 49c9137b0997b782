import {
  type ClusterStatus,
  EXTENDED_SUPPORT_USD_PER_MONTH,
  type NodeGroupStatus,
} from "../status/fleet-status";
import { isUrgent } from "../status/urgency";
import { supportChart, versionChart } from "./charts";
import type { FleetPage } from "./fleet-page";
import { Chart, Part, Table } from "./parts";
import { dollars } from "./wording";

/** How long the versions of the clusters are supported, and what extended support costs. */
export function Support({ page }: { readonly page: FleetPage }) {
  const { status } = page;
  const unknown = status.clusters.filter(({ support }) => support === null);
  return (
    <Part id="support" title="Support">
      <p>
        {status.extendedSupportUsdPerMonth === 0
          ? "No cluster is in extended support."
          : `Extended support adds ${dollars(status.extendedSupportUsdPerMonth)} a month to the standard price.`}
      </p>
      <ul class="legend" aria-label="Colors of the timeline">
        <li class="standard">standard support</li>
        <li class="extended">
          extended support, {dollars(EXTENDED_SUPPORT_USD_PER_MONTH)} a month more for a cluster
        </li>
        <li class="today">today</li>
      </ul>
      <Chart
        svg={supportChart(page)}
        label="Timeline of the support of each cluster's version, with a line at today. The table of clusters has the dates."
      />
      {unknown.length === 0 ? null : (
        <p>
          The catalog does not know the version of {unknown.map(({ cluster }) => cluster).join(", ")}, so the
          timeline leaves it out.
        </p>
      )}
    </Part>
  );
}

/** The versions of all clusters, their nodes and their add-ons. */
export function Clusters({ page }: { readonly page: FleetPage }) {
  const { clusters } = page.status;
  return (
    <Part id="clusters" title="Versions">
      <Chart
        svg={versionChart(page)}
        label="How many control planes and node groups have each Kubernetes version. The table of clusters has each."
      />
      <Table
        label="Clusters"
        head={[
          "Cluster",
          "Version",
          "Support",
          "Standard until",
          "Extended until",
          "Days",
          "Nodes",
          "Add-ons",
          "Under way",
        ]}
        numbers={["Days"]}
      >
        {clusters.map((cluster) => (
          <ClusterRow cluster={cluster} key={`${cluster.region}/${cluster.cluster}`} />
        ))}
      </Table>
    </Part>
  );
}

function ClusterRow({ cluster }: { readonly cluster: ClusterStatus }) {
  const { support, daysLeft, addons, nodeGroups, underWay } = cluster;
  const behind = addons.filter(({ isBehind }) => isBehind).length;
  return (
    <tr data-row>
      <th scope="row">
        {cluster.cluster}
        {cluster.region === null ? null : <small>{cluster.region}</small>}
      </th>
      <td>{cluster.version ?? "unknown"}</td>
      <td class={isUrgent(cluster) ? "urgent" : undefined}>
        {support ?? "unknown"}
        {cluster.extendedSupportUsdPerMonth === 0 ? null : (
          <small>+{dollars(cluster.extendedSupportUsdPerMonth)} a month</small>
        )}
      </td>
      <td>{cluster.endOfStandardSupport}</td>
      <td>{cluster.endOfExtendedSupport}</td>
      <td class="number">{daysLeft}</td>
      <td>
        {nodeGroups.map((group) => (
          <div key={group.nodeGroup}>{nodeText(group)}</div>
        ))}
      </td>
      <td>
        {addons.length === 0 ? null : (
          <details>
            <summary>{behind === 0 ? "up to date" : `${behind} of ${addons.length} behind`}</summary>
            {addons.map(({ addon, version, newest, isBehind }) => (
              <div key={addon}>
                {addon} {version ?? "without a version"}
                {isBehind ? ` (newest: ${newest})` : ""}
              </div>
            ))}
          </details>
        )}
      </td>
      <td>{underWay.join("; ")}</td>
    </tr>
  );
}

function nodeText({ nodeGroup, version, phase, minorsBehind }: NodeGroupStatus): string {
  const notes = [
    ...(phase === null || phase === "active" ? [] : [phase]),
    ...(minorsBehind === null || minorsBehind <= 0 ? [] : [`${minorsBehind} behind`]),
  ];
  return `${nodeGroup} ${version ?? "unknown"}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
}
