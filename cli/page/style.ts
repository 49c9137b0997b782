/** The style of the page: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --tint: #f6f8fa; --link: #0a5bc4;
  --standard: #2f7d4f; --extended: #f0b429; --on-extended: #1b1f24; --today: #c0262d; --urgent: #b42318;
  --series-1: #1f5fbf; --series-2: #8a4b08; --series-3: #5b3fa8; --series-4: #0f6b63; --series-5: #8f2d56;
  --on-series: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1419; --ink: #e6e8eb; --quiet: #a3adb8; --line: #323a43; --tint: #181e25; --link: #7db4ff;
    --standard: #56b881; --extended: #d9a21b; --today: #ff7b80; --urgent: #ff8f86;
    --series-1: #7fb0ff; --series-2: #e3a45c; --series-3: #b8a1f5; --series-4: #62c6bb; --series-5: #ee92b6;
    --on-series: #0f1419;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { max-width: 48rem; }
a { color: var(--link); }
small { display: block; color: var(--quiet); font-size: .85em; font-weight: 400; }
td code { display: inline-block; min-width: 14rem; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; padding: 0; list-style: none; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.facts div { padding: .6rem .8rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; }
.facts dt { color: var(--quiet); font-size: .85em; }
.facts dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.urgent { color: var(--urgent); font-weight: 600; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.chart { margin: .5rem 0 1rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0; padding: 0; list-style: none; font-size: .9rem; }
.legend li::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .4em; background: var(--color); }
.legend .standard { --color: var(--standard); }
.legend .extended { --color: var(--extended); }
.legend .today { --color: var(--today); }
.chart svg { display: block; max-width: none; font-size: 12px; color: var(--ink); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .4rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
fieldset { border: 0; padding: 0; margin: .5rem 0; }
fieldset label { margin-right: 1rem; white-space: nowrap; }
legend { padding: 0; float: left; margin-right: 1rem; color: var(--quiet); }
.filter { display: block; margin: 1rem 0; }
.filter input { display: block; width: 100%; max-width: 24rem; padding: .4rem .6rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; }
.lane { display: grid; grid-template-columns: 12rem 1fr; gap: .5rem 1rem; padding: .5rem 0;
  border-bottom: 1px solid var(--line); }
.lane ol { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; list-style: none; }
.lane li { padding: .3rem .6rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px;
  font-size: .9rem; max-width: 22rem; }
.lane li.last-rollback { border-color: var(--extended); border-width: 2px; }
.lane em { display: block; font-size: .85em; font-style: normal; color: var(--ink); }
[hidden] { display: none !important; }
@media (max-width: 640px) {
  body { padding: 1rem; }
  .lane { grid-template-columns: 1fr; }
  .lane ol { flex-direction: column; }
}
@media print {
  body { max-width: none; font-size: 11px; }
  nav, .filter, .scripted { display: none; }
  .scroll { overflow: visible; }
  .chart svg { width: 100%; height: auto; }
  tr, .lane li { break-inside: avoid; }
}`;
