/**
 * The filter of the page: a text, and the verdicts of findings. Without scripts the page shows everything. The page allows
 * this script alone, by its hash.
 */
export const SCRIPT = `
const text = document.querySelector("#filter");
const boxes = [...document.querySelectorAll("input[data-verdict]")];
const rows = [...document.querySelectorAll("[data-row]")].map((row) => [row, row.textContent.toLowerCase()]);
const shown = document.querySelector("#shown");
for (const each of document.querySelectorAll(".scripted")) each.hidden = false;
function apply() {
  const wanted = text.value.toLowerCase();
  const off = new Set(boxes.filter((box) => !box.checked).map((box) => box.dataset.verdict));
  let count = 0;
  for (const [row, content] of rows) {
    row.hidden = !content.includes(wanted) || off.has(row.dataset.of);
    if (!row.hidden) count += 1;
  }
  shown.textContent = wanted === "" ? "" : count + " of " + rows.length + " rows";
}
text.addEventListener("input", apply);
for (const box of boxes) box.addEventListener("change", apply);
`;
