import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { documentOf } from "../../../cli/page/document";
import type { FleetPage } from "../../../cli/page/fleet-page";
import { EMPTY_FLEET } from "../../../upgrade/fleet/state";
import { DAY, fleetOf, pageOf } from "./fleets";

const page = pageOf(fleetOf(), "1.36");
const html = documentOf(page);
const { document } = parseHTML(html);

const textsOf = (selector: string, within: ParentNode = document) =>
  [...within.querySelectorAll(selector)].map((each) => each.textContent?.trim() ?? "");

const rowsOf = (table: string) =>
  [...document.querySelectorAll(`[aria-label="Table: ${table}"] tbody tr`)].map((row) =>
    [...row.children].map((cell) => cell.textContent?.trim() ?? ""),
  );

test("the table of clusters has each cluster with its version, support and nodes", () => {
  expect(rowsOf("Clusters").map((row) => row.slice(0, 7))).toEqual([
    [
      "beta-kr-aap-northeast-2",
      "1.35",
      "standard",
      "2027-03-27",
      "2028-03-27",
      "123",
      "workers-v1 1.35workers-v2 1.35",
    ],
    [
      "beta-kr-bap-northeast-2",
      "1.33",
      "extended+$365 a month",
      "2026-07-29",
      "2027-07-29",
      "247",
      "workers-v1 1.33workers-v2 1.33",
    ],
  ]);
});

test("the timeline has a bar for each support period, and a line at today", () => {
  const [timeline] = document.querySelectorAll("section[aria-labelledby=support] svg");
  if (timeline === undefined) {
    throw new Error("the page has no timeline");
  }
  expect(textsOf("title", timeline)).toEqual([
    "beta-kr-b (1.33): standard support until 2026-07-29",
    "beta-kr-b (1.33): extended support until 2027-07-29",
    "beta-kr-a (1.35): standard support until 2027-03-27",
    "beta-kr-a (1.35): extended support until 2028-03-27",
  ]);
  expect(timeline.textContent).toContain(`today, ${DAY}`);
});

test("the table of traffic has the share of each target group", () => {
  expect(rowsOf("Traffic").map(([, ...cells]) => cells)).toEqual([
    ["a", "beta-kr-a", "90", "90 %"],
    ["b", "beta-kr-b", "10", "10 %"],
  ]);
});

test("a lane has the steps of its cluster in the order of the plan", () => {
  const steps = page.planned?.plan.steps ?? [];
  expect(steps.length).toBeGreaterThan(4);
  expect(textsOf(".lane li")).toHaveLength(steps.length);
  steps.forEach(({ title }, index) => {
    expect(textsOf(".lane li")[index]).toContain(title);
  });
});

test("a step is marked as the last with a rollback where the reason first applies", () => {
  const marked = textsOf(".lane li.last-rollback em");
  const reasons = page.planned?.plan.steps.flatMap(({ noRollback }) => noRollback ?? []) ?? [];
  expect(new Set(marked.map((text) => text.replace("No rollback after this step: ", "")))).toEqual(
    new Set(reasons),
  );
});

test("clusters with the same steps share a lane that names each", () => {
  const { document: large } = parseHTML(documentOf(pageOf(fleetOf(20), "1.36")));
  expect(textsOf(".lane", large)).toHaveLength(2);
  expect(textsOf(".lane-name summary", large)).toEqual(["10 clusters", "10 clusters"]);
  expect(large.querySelector(".lane-name")?.textContent).toContain("team3-kr-");
});

test("each finding has its verdict, rule and address", () => {
  expect(rowsOf("Findings").map(([verdict, rule, where]) => [verdict, rule, where])).toEqual(
    [...page.result.rejected, ...page.result.warnings].map(({ severity, rule, address, stack }) => [
      severity === "error" ? "rejected" : "warning",
      rule,
      `${address}${stack}`,
    ]),
  );
  expect(page.result.warnings.length).toBeGreaterThan(0);
});

test("the page loads nothing, and its policy allows only its own style and script", () => {
  expect(html).not.toMatch(/(src|href|xlink:href|action)="(?!#)/);
  expect(html).not.toMatch(/@import|url\(/);
  const hashOf = (text: string | null | undefined) =>
    createHash("sha256")
      .update(text ?? "")
      .digest("base64");
  expect(document.querySelector("meta[http-equiv]")?.getAttribute("content")).toBe(
    [
      "default-src 'none'",
      `style-src 'sha256-${hashOf(document.querySelector("style")?.textContent)}'`,
      `script-src 'sha256-${hashOf(document.querySelector("script")?.textContent)}'`,
    ].join("; "),
  );
  expect(html).not.toContain('style="');
});

test("names that are markup or deceive a reader are shown as text", () => {
  const hostile = '</td><script>alert(1)</script>"\u202e\u001b[31m';
  const text = JSON.stringify(page);
  const changed: FleetPage = JSON.parse(text.replaceAll("beta-kr-a", JSON.stringify(hostile).slice(1, -1)));
  const { document: attacked } = parseHTML(documentOf(changed));
  expect(attacked.querySelectorAll("script")).toHaveLength(1);
  expect(attacked.querySelector("main")?.textContent).toContain(
    '</td><script>alert(1)</script>"\\u202e\\u001b[31m',
  );
});

test("the same fleet gives the same bytes", () => {
  expect(documentOf(pageOf(fleetOf(), "1.36"))).toBe(html);
});

test("a fleet without clusters and load balancers is a page without charts", () => {
  const { document: empty } = parseHTML(documentOf(pageOf(EMPTY_FLEET)));
  expect(empty.querySelectorAll("svg")).toHaveLength(0);
  expect(textsOf("section[aria-labelledby=traffic] p", empty)).toEqual([
    "The fleet has no load balancer with weights.",
  ]);
});

test("a cluster adds less than 2 kB to the page, and a timeline of many clusters is grouped by version", () => {
  const [few, many] = [documentOf(pageOf(fleetOf(10))), documentOf(pageOf(fleetOf(110)))];
  expect((many.length - few.length) / 100).toBeLessThan(2000);
  expect(many).toContain("1.33, 55 clusters");
});
