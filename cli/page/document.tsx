import { createHash } from "node:crypto";
import { renderToString } from "preact-render-to-string";
import { visible } from "../shared/visible";
import { isUrgent } from "../status/urgency";
import { Clusters, Support } from "./clusters";
import { Findings } from "./findings";
import type { FleetPage } from "./fleet-page";
import { SCRIPT } from "./script";
import { STYLE } from "./style";
import { Traffic } from "./traffic";
import { Upgrade } from "./upgrade";
import { dollars } from "./wording";

/**
 * One file that needs no network: it may load nothing, and runs only its own filter. The names in it are other people's:
 * they are escaped, and characters that deceive a reader are written out.
 */
export function documentOf(page: FleetPage): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(STYLE)}'`,
    `script-src 'sha256-${sha256(SCRIPT)}'`,
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>EKS fleet, ${page.day}</title>
<style>${STYLE}</style>
</head>
<body>
${renderToString(<Page page={page} />)
  .split("\n")
  .map(visible)
  .join("\n")}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function Page({ page }: { readonly page: FleetPage }) {
  const { day, source, planned } = page;
  return (
    <>
      <header>
        <h1>EKS fleet</h1>
        <p>
          {source}, as of {day}.
        </p>
        <nav aria-label="Parts of this page">
          <ul>
            <Link id="support" text="Support" />
            <Link id="clusters" text="Versions" />
            <Link id="traffic" text="Traffic" />
            {planned === undefined ? null : <Link id="upgrade" text="Upgrade plan" />}
            <Link id="findings" text="Findings" />
          </ul>
        </nav>
      </header>
      <main>
        <Facts page={page} />
        <label class="filter scripted" hidden>
          Filter by cluster, load balancer, rule or address
          <input id="filter" type="search" autocomplete="off" />
        </label>
        <p id="shown" role="status" />
        <Support page={page} />
        <Clusters page={page} />
        <Traffic page={page} />
        {planned === undefined ? null : <Upgrade planned={planned} />}
        <Findings page={page} />
      </main>
    </>
  );
}

function Link({ id, text }: { readonly id: string; readonly text: string }) {
  return (
    <li>
      <a href={`#${id}`}>{text}</a>
    </li>
  );
}

function Facts({ page: { status, planned, result } }: { readonly page: FleetPage }) {
  const { clusters } = status;
  const facts: readonly (readonly [name: string, value: string | number, isUrgent: boolean])[] = [
    ["clusters", clusters.length, false],
    ["support ended, ending or extended", clusters.filter(isUrgent).length, clusters.some(isUrgent)],
    [
      "extended support, a month",
      dollars(status.extendedSupportUsdPerMonth),
      status.extendedSupportUsdPerMonth > 0,
    ],
    ["not finished", clusters.filter(({ underWay }) => underWay.length > 0).length, false],
    ...(planned === undefined ? [] : [["steps to the goal", planned.plan.steps.length, false] as const]),
    ["rejected", result.rejected.length + result.notEvaluated.length, result.verdict === "rejected"],
    ["warnings", result.warnings.length, false],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value, urgent]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={urgent ? "urgent" : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
