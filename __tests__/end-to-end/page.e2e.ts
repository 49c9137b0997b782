import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { documentOf } from "../../cli/page/document";
import { fleetOf, pageOf } from "../cli/page/fleets";
import { describeUnless } from "./skip";

/*
 * The page in a real Chromium (`apt-get install chromium`). If there is none, the tests print this and are skipped. Set
 * SCREENSHOTS to a folder to keep a picture of each size and color scheme.
 */

const executablePath = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
const describeBrowser = describeUnless(
  executablePath === undefined ? "Chromium is not installed (apt-get install chromium)" : undefined,
  "the tests of the page in a browser",
);

const AXE = require.resolve("axe-core/axe.min.js");

describeBrowser("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdktf-eks-upgrade-page-"));
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, clusters] of [
      ["small", 10],
      ["large", 1000],
    ] as const) {
      writeFileSync(join(folder, `${name}.html`), documentOf(pageOf(fleetOf(clusters), "1.36")));
    }
    browser = await chromium.launch({
      executablePath: spawnSync("which", [executablePath ?? ""], { encoding: "utf8" }).stdout.trim(),
      args: ["--no-sandbox"],
    });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const variants = ["small", "large"].flatMap((name) =>
    (["light", "dark"] as const).flatMap((colorScheme) =>
      [1280, 400].map((width) => ({ name, colorScheme, width })),
    ),
  );

  test.each(variants)(
    "the $name page loads nothing and does not scroll sideways in $colorScheme at $width pixels",
    async ({ name, colorScheme, width }) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const requests: string[] = [];
      const printed: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => printed.push(message.text()));
      page.on("pageerror", (error) => printed.push(error.message));
      await page.goto(`file://${join(folder, name)}.html`);
      if (process.env.SCREENSHOTS !== undefined) {
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}-${colorScheme}-${width}.png`) });
      }
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(requests).toHaveLength(1);
      expect(printed).toEqual([]);
      if (name === "small") {
        expect(await violationsOf(page)).toEqual([]);
      }
      await page.close();
    },
  );

  test("the large page has no accessibility violation either", async () => {
    const page = await browser.newPage();
    await page.goto(`file://${join(folder, "large.html")}`);
    // The colors are those of the small page. To compare those of thousands of cells takes minutes.
    expect(await violationsOf(page, { rules: { "color-contrast": { enabled: false } } })).toEqual([]);
    await page.close();
  });

  test("the filter shows only the rows with its text, and the verdicts that are checked", async () => {
    const page = await browser.newPage();
    await page.goto(`file://${join(folder, "small.html")}`);
    const shownRows = () => page.locator("[data-row]:visible").allTextContents();
    const all = await shownRows();
    await page.getByLabel("Filter by").fill("team3-kr-b");
    const some = await shownRows();
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
    expect(some.every((text) => text.includes("team3-kr-b"))).toBe(true);
    await page.close();
  });

  test("the keyboard reaches the links, the filter and every region that scrolls", async () => {
    const page = await browser.newPage();
    await page.goto(`file://${join(folder, "small.html")}`);
    const reached = new Set<unknown>();
    const regions: readonly string[] = await page
      .locator("section[tabindex]")
      .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? ""));
    for (let press = 0; press < 100; press += 1) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate('document.activeElement.id || document.activeElement.getAttribute("aria-label")'),
      );
    }
    expect([...reached]).toEqual(expect.arrayContaining(["filter", ...regions]));
    await page.close();
  });

  test("on paper it shows everything but the links and the filter", async () => {
    const page = await browser.newPage();
    await page.goto(`file://${join(folder, "small.html")}`);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("nav:visible, .filter:visible").count()).toBe(0);
    expect(await page.locator("svg:visible").count()).toBe(await page.locator("svg").count());
    await page.close();
  });

  test("the page of 1,000 clusters with a plan is smaller than 2 MB", () => {
    expect(readFileSync(join(folder, "large.html")).length).toBeLessThan(2_000_000);
  });
});

/** The accessibility violations that axe-core finds, with the elements. */
async function violationsOf(page: Page, options: RunOptions = {}): Promise<readonly string[]> {
  await page.evaluate(readFileSync(AXE, "utf8"));
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
