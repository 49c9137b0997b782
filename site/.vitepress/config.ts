import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type DefaultTheme, defineConfig } from "vitepress";

const PROJECT = join(import.meta.dirname, "..", "..");

/** All of it in one file for browsers. */
const MERMAID = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");

/** The pages of the README's table, in its order, then the pages that only other documents link to. */
function sidebar(): DefaultTheme.SidebarItem[] {
  const readme = readFileSync(join(PROJECT, "README.md"), "utf8");
  const rows = readme.slice(readme.indexOf("## Where to go")).matchAll(/\[([^\]]+)\]\(([^)]+)\.md\)/g);
  const pages = [...rows].map(([, text = "", link = ""]) => ({ text, link: `/${link}` }));
  const others = readdirSync(join(PROJECT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `/docs/${name.slice(0, -3)}`)
    .filter((link) => !pages.some((page) => page.link === link))
    .map((link) => ({ text: titleOf(link), link }));
  return [{ text: "Start", link: "/" }, ...pages, ...others];
}

function titleOf(page: string): string {
  const [, title = page] = /^# (.+)$/m.exec(readFileSync(join(PROJECT, `${page}.md`), "utf8")) ?? [];
  return title;
}

/** The documents stay in docs/, where they also read well beside the code. Dead links fail the build. */
export default defineConfig({
  title: "cdktf-eks-upgrade",
  description: "Every Amazon EKS upgrade step as a small, reviewed diff",
  srcDir: "..",
  srcExclude: ["__tests__", "build", "cdktf.out", "charts", "dist", "sandbox", "site", "workflows"].map(
    (folder) => `${folder}/**`,
  ),
  outDir: "dist",
  cacheDir: ".cache",
  rewrites: { "README.md": "index.md" },
  cleanUrls: true,
  themeConfig: { sidebar: sidebar(), outline: "deep", search: { provider: "local" } },
  // The documents lie outside of this folder, where nothing is installed for them.
  vite: {
    resolve: {
      alias: [{ find: /^vue(?=$|\/)/, replacement: join(import.meta.dirname, "..", "node_modules", "vue") }],
    },
  },
  // As it is: to bundle it again takes minutes.
  buildEnd: ({ outDir }) => cpSync(MERMAID, join(outDir, "mermaid.min.js")),
  markdown: {
    // "<name>" in a text is no element.
    html: false,
    config(md) {
      // Files of the project that are no pages: their names stay, without a link that would be dead.
      md.core.ruler.push("without-sources", ({ tokens }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.attrGet("href");
          if (
            token.type === "link_open" &&
            href !== null &&
            /^(?!https?:|#|\/)(?!.*\.(?:md|html)(?:#|$))/.test(href)
          ) {
            token.attrs = [];
          }
        }
      });
      // Texts are texts: only a line break in a table is markup, and braces are no expressions of Vue.
      md.renderer.rules.text = (tokens, index) =>
        md.utils
          .escapeHtml(tokens[index]?.content ?? "")
          .replaceAll("&lt;br&gt;", "<br>")
          .replaceAll("{{", "&#123;&#123;");
      // Diagrams: the theme draws them.
      const fence = md.renderer.rules.fence;
      md.renderer.rules.fence = (tokens, index, ...rest) => {
        const token = tokens[index];
        return token?.info.trim() === "mermaid"
          ? `<pre class="mermaid" v-pre>${md.utils.escapeHtml(token.content)}</pre>`
          : (fence?.(tokens, index, ...rest) ?? "");
      };
    },
  },
});
