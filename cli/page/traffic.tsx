import { trafficChart } from "./charts";
import type { FleetPage } from "./fleet-page";
import { Chart, Part, Table } from "./parts";

/** Where each load balancer sends its requests. */
export function Traffic({ page }: { readonly page: FleetPage }) {
  const { loadBalancers } = page.status;
  return (
    <Part id="traffic" title="Traffic">
      {loadBalancers.length === 0 ? <p>The fleet has no load balancer with weights.</p> : null}
      <Chart
        svg={trafficChart(page)}
        label="The share of each target group of a load balancer. The table of traffic has the numbers."
      />
      {loadBalancers.length === 0 ? null : (
        <Table
          label="Traffic"
          head={["Load balancer", "Target group", "Cluster", "Weight", "Share"]}
          numbers={["Weight", "Share"]}
        >
          {loadBalancers.flatMap(({ loadBalancer, targetGroups }) =>
            targetGroups.map(({ targetGroup, cluster, weight, share }) => (
              <tr data-row key={`${loadBalancer}/${targetGroup}`}>
                <th scope="row">{loadBalancer}</th>
                <td>{targetGroup}</td>
                <td>{cluster ?? "none"}</td>
                <td class="number">{weight}</td>
                <td class="number">{share} %</td>
              </tr>
            )),
          )}
        </Table>
      )}
    </Part>
  );
}
