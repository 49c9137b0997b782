import { type Theme, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme";

declare global {
  interface Window {
    readonly mermaid?: typeof import("mermaid").default;
  }
}

/** The default theme, and diagrams that the browser draws on the pages that have some. */
export default {
  extends: DefaultTheme,
  enhanceApp({ router }) {
    if (!import.meta.env.SSR) {
      router.onAfterRouteChange = draw;
    }
  },
} satisfies Theme;

async function draw(): Promise<void> {
  await new Promise((painted) => requestAnimationFrame(painted));
  const diagrams = [...document.querySelectorAll<HTMLElement>("pre.mermaid:not([data-processed])")];
  if (diagrams.length === 0) {
    return;
  }
  if (window.mermaid === undefined) {
    await loaded(withBase("/mermaid.min.js"));
  }
  const isDark = document.documentElement.classList.contains("dark");
  window.mermaid?.initialize({ startOnLoad: false, theme: isDark ? "dark" : "default" });
  await window.mermaid?.run({ nodes: diagrams });
}

function loaded(path: string): Promise<Event> {
  const script = Object.assign(document.createElement("script"), { src: path });
  return new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}
