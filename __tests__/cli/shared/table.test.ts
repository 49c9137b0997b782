import { tableLines } from "../../../cli/shared/table";

test("columns are as wide as their widest cell, numbers are on the right, and lines end without spaces", () => {
  const rows = [
    ["cluster", "days", "note"],
    ["a", "10", ""],
    ["alpha-kr-a", "5", "soon"],
  ];
  expect(tableLines(rows, { right: [1] })).toEqual([
    "cluster     days  note",
    "a             10",
    "alpha-kr-a     5  soon",
  ]);
  expect(tableLines([])).toEqual([]);
});
