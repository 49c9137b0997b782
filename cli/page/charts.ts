import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { daysAfter } from "../../upgrade/eks/days";
import type { FleetPage, SupportWindow } from "./fleet-page";
import { dollars } from "./wording";

/*
 * The charts of the page, as SVG. Colors are variables of the page's style, so that one chart serves light and dark. The
 * tables beside them hold the same facts for people who do not see the charts.
 */

/** A chart has at most this many rows. A longer list is grouped, or stays in its table. */
const MOST_ROWS = 60;

/** In pixels of the page. A narrower window scrolls it. */
const WIDTH = 1120;

/** How much of the past the timeline shows, in days. */
const PAST = 120;

interface Period {
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
  readonly support: "standard" | "extended";
  readonly title: string;
}

/** The windows of support as a timeline with a line at today. `undefined` if the catalog knows no version. */
export function supportChart({ windows, day }: FleetPage): string | undefined {
  const count = windows.reduce((sum, { clusters }) => sum + clusters.length, 0);
  const rows = windows.flatMap((window) => (count > MOST_ROWS ? [groupRow(window)] : clusterRows(window)));
  const first = daysAfter(day, -PAST);
  const periods = rows.flatMap(({ label, window }) => periodsOf(label, window, first));
  if (periods.length === 0) {
    return undefined;
  }
  const now = dateOf(day);
  const prices = rows.flatMap(({ label, window, price }) =>
    price === 0
      ? []
      : [{ label, at: dateOf(window.row.endOfExtendedSupport ?? day), text: `${dollars(price)} a month` }],
  );
  return svgOf({
    ...sized(rows.map(({ label }) => label)),
    x: { type: "utc", label: null, domain: [dateOf(first), lastOf(periods)] },
    color: { domain: ["standard", "extended"], range: ["var(--standard)", "var(--extended)"] },
    marks: [
      Plot.axisX({ anchor: "top", label: null, ticks: "3 months" }),
      Plot.gridX({ ticks: "3 months" }),
      Plot.barX(periods, {
        y: "label",
        x1: "from",
        x2: "to",
        fill: "support",
        title: "title",
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.ruleX([now], { stroke: "var(--today)", strokeWidth: 2 }),
      Plot.text([{ now }], {
        x: "now",
        text: () => `today, ${day}`,
        frameAnchor: "bottom",
        dy: 14,
        fill: "var(--today)",
      }),
      Plot.text(prices, {
        x: "at",
        y: "label",
        text: "text",
        textAnchor: "end",
        dx: -6,
        fill: "var(--on-extended)",
      }),
    ],
  });
}

interface Row {
  readonly label: string;
  readonly window: SupportWindow;
  /** What extended support adds, in US dollars a month. */
  readonly price: number;
}

function clusterRows(window: SupportWindow): readonly Row[] {
  return window.clusters.map(({ cluster, region, extendedSupportUsdPerMonth }) => ({
    label: `${window.clusters.filter((other) => other.cluster === cluster).length > 1 ? `${region}/${cluster}` : cluster} (${window.version})`,
    window,
    price: extendedSupportUsdPerMonth,
  }));
}

function groupRow(window: SupportWindow): Row {
  const { version, clusters, isUpgradedByEks } = window;
  return {
    label: `${version}, ${clusters.length} clusters${isUpgradedByEks ? ", upgraded by EKS" : ""}`,
    window,
    price: clusters.reduce((sum, each) => sum + each.extendedSupportUsdPerMonth, 0),
  };
}

function periodsOf(label: string, { row, isUpgradedByEks }: SupportWindow, first: string): readonly Period[] {
  const { endOfStandardSupport, endOfExtendedSupport } = row;
  const start = row.eksRelease > first ? row.eksRelease : first;
  const period = (from: string, to: string, support: Period["support"]): readonly Period[] =>
    from < to
      ? [
          {
            label,
            support,
            from: dateOf(from),
            to: dateOf(to),
            title: `${label}: ${support} support until ${to}`,
          },
        ]
      : [];
  const later = endOfStandardSupport > first ? endOfStandardSupport : first;
  return [
    ...period(start, endOfStandardSupport, "standard"),
    ...(endOfExtendedSupport === null || isUpgradedByEks
      ? []
      : period(later, endOfExtendedSupport, "extended")),
  ];
}

interface Count {
  readonly what: string;
  readonly version: string;
  readonly count: number;
}

/** How many control planes and node groups have each Kubernetes version. `undefined` if there is none. */
export function versionChart({ status: { clusters } }: FleetPage): string | undefined {
  const counts = [
    ...countsOf(
      "control planes",
      clusters.map(({ version }) => version),
    ),
    ...countsOf(
      "node groups",
      clusters.flatMap(({ nodeGroups }) => nodeGroups.map(({ version }) => version)),
    ),
    // Pools of other programs do not say a version.
    ...countsOf(
      "node pools",
      clusters.flatMap(({ nodePools }) => nodePools.flatMap(({ version }) => version ?? [])),
    ),
  ];
  if (counts.length === 0) {
    return undefined;
  }
  const hasPools = counts.some(({ what }) => what === "node pools");
  const rows = ["control planes", "node groups", ...(hasPools ? ["node pools"] : [])];
  return svgOf({
    width: WIDTH,
    height: hasPools ? 165 : 130,
    marginLeft: 120,
    x: { label: null, grid: true, ticks: 6, tickFormat: "d" },
    y: { label: null, domain: rows },
    color: {
      type: "categorical",
      domain: [...new Set(counts.map(({ version }) => version))].sort(byMinor),
      range: SERIES,
    },
    marks: [
      Plot.barX(
        counts,
        Plot.stackX({ y: "what", x: "count", fill: "version", order: "version", title: titleOf, inset: 1 }),
      ),
      Plot.text(
        counts,
        Plot.stackX({
          y: "what",
          x: "count",
          order: "version",
          text: ({ version }: Count) => version,
          fill: "var(--on-series)",
        }),
      ),
    ],
  });
}

/** Colors of things without an order. Each has a text beside it. */
const SERIES = [
  "var(--series-1)",
  "var(--series-2)",
  "var(--series-3)",
  "var(--series-4)",
  "var(--series-5)",
];

const titleOf = ({ what, version, count }: Count) => `${count} ${what} at ${version}`;

const byMinor = (one: string, other: string) => one.localeCompare(other, "en", { numeric: true });

function countsOf(what: string, versions: readonly (string | null)[]): readonly Count[] {
  const counts = new Map<string, number>();
  for (const version of versions) {
    const name = version ?? "unknown";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([version, count]) => ({ what, version, count }))
    .sort((one, other) => byMinor(one.version, other.version));
}

interface Share {
  readonly name: string;
  readonly share: number;
}

/** The share of each target group, for load balancers with more than one. `undefined` if there is none. */
export function trafficChart({ status: { loadBalancers } }: FleetPage): string | undefined {
  const split = loadBalancers.filter(({ targetGroups }) => targetGroups.length > 1).slice(0, MOST_ROWS);
  const shares = split.flatMap(({ loadBalancer, targetGroups }) =>
    targetGroups.map(({ targetGroup, share, cluster }, slot) => ({
      loadBalancer,
      share,
      slot: SERIES[slot % SERIES.length] ?? "",
      name: targetGroup,
      title: `${targetGroup}: ${share} %${cluster === null ? "" : ` to ${cluster}`}`,
    })),
  );
  if (shares.length === 0) {
    return undefined;
  }
  return svgOf({
    ...sized(split.map(({ loadBalancer }) => loadBalancer)),
    x: { label: null, domain: [0, 100], grid: true },
    color: { type: "identity" },
    marks: [
      Plot.axisX({ anchor: "top", label: null, tickFormat: (share: number) => `${share} %` }),
      Plot.barX(
        shares,
        Plot.stackX({ y: "loadBalancer", x: "share", fill: "slot", title: "title", inset: 1 }),
      ),
      Plot.text(
        shares,
        Plot.stackX({
          y: "loadBalancer",
          x: "share",
          text: ({ name, share }: Share) => (share < 15 ? "" : `${name} ${share} %`),
          fill: "var(--on-series)",
        }),
      ),
    ],
  });
}

/** As high as its rows, with room for their labels. */
function sized(labels: readonly string[]): Plot.PlotOptions {
  const longest = Math.max(...labels.map(({ length }) => length));
  return {
    width: WIDTH,
    height: labels.length * 24 + 60,
    marginLeft: Math.min(320, longest * 6.5 + 20),
    marginTop: 34,
    y: { label: null, domain: [...new Set(labels)] },
  };
}

function svgOf(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<html></html>");
  const svg = Plot.plot({ ...options, document });
  // The page has its own style, and describes the chart as a whole.
  for (const style of svg.querySelectorAll("style")) {
    style.remove();
  }
  for (const labelled of svg.querySelectorAll("[aria-label]")) {
    labelled.removeAttribute("aria-label");
  }
  return svg.outerHTML;
}

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

const lastOf = (periods: readonly Period[]) => new Date(Math.max(...periods.map(({ to }) => to.getTime())));
