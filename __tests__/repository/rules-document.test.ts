import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rulesDocument } from "../../cli/rules-document";
import type { Rule } from "../../upgrade/rules/rule";
import { rules } from "../../upgrade/rules/rules";

const rule: Rule = {
  id: "nothing-at-all",
  severity: "error",
  title: "a cluster | of nothing",
  why: "It does nothing.",
  source: "a test",
  judge: () => [],
};

test("docs/rules.md is up to date (npm run docs)", () => {
  const path = join(__dirname, "..", "..", "docs", "rules.md");
  expect(readFileSync(path, "utf8")).toBe(rulesDocument(rules));
});

test("a rule has a row that links to its section", () => {
  const document = rulesDocument([rule]);
  expect(document).toContain("| [nothing-at-all](#nothing-at-all) | error | a cluster \\| of nothing |");
  expect(document).toContain(`### nothing-at-all

**Error**: a cluster | of nothing.

It does nothing.

Source: a test.

To waive: \`"rule": "nothing-at-all"\`, with the address of the finding.
`);
});

test("the section of a warning says that it rejects nothing", () => {
  const document = rulesDocument([{ ...rule, severity: "warning" }]);
  expect(document).toContain("**Warning**: a cluster");
  expect(document).toContain("It rejects nothing, so there is nothing to waive.");
});

test("every link within the document has a target", () => {
  const document = rulesDocument(rules);
  const headings = [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading.toLowerCase().replaceAll(" ", "-"),
  );
  const links = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(rules.length);
  expect(links.filter((link) => !headings.includes(link))).toEqual([]);
});

test.each(rules)("the texts of $id fit into the document", ({ id, title, why, source }) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(title).toMatch(/[^.]$/);
  expect(why).toMatch(/[.)]$/);
  expect(source).toMatch(/[^.]$/);
});

test("the example of a waiver names an existing rule", () => {
  const [, json = ""] = /^```json\n([\s\S]*?)^```$/m.exec(rulesDocument(rules)) ?? [];
  const { waivers }: { waivers: readonly Readonly<Record<string, string>>[] } = JSON.parse(json);
  expect(waivers.map(({ rule: id }) => rules.some((known) => known.id === id))).toEqual([true]);
  expect(waivers.flatMap((waiver) => Object.keys(waiver))).toEqual(["rule", "address", "reason", "until"]);
});
