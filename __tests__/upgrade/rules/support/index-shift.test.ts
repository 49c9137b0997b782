import type { Action, ResourceChange } from "../../../../upgrade/fleet/change";
import { indexShifts } from "../../../../upgrade/rules/support/index-shift";

const change = (address: string, action: Action): ResourceChange => ({
  stack: "stack",
  address,
  previousAddress: undefined,
  kind: "other",
  type: "aws_subnet",
  action,
  isImport: false,
  changed: [],
  replacedFor: [],
});

const lastOf = (...changes: readonly ResourceChange[]) =>
  indexShifts(changes).get({ stack: "stack", address: changes[0]?.address ?? "" })?.last;

test("an element that is removed before the last one shifts the index of the others", () => {
  expect(lastOf(change("aws_subnet.a[0]", "replace"), change("aws_subnet.a[1]", "delete"))).toBe(
    "aws_subnet.a[1]",
  );
  expect(
    lastOf(
      change("module.m[1].aws_subnet.a[0]", "replace"),
      change("module.m[2].aws_subnet.a[0]", "replace"),
      change("module.m[3].aws_subnet.a[0]", "delete"),
    ),
  ).toBe("module.m[3].aws_subnet.a[0]");
});

test("the last element alone, an index in between and names are no shift", () => {
  expect(lastOf(change("aws_subnet.a[1]", "delete"))).toBeUndefined();
  expect(lastOf(change("aws_subnet.a[0]", "delete"), change("aws_subnet.a[1]", "replace"))).toBeUndefined();
  expect(lastOf(change("aws_subnet.a[0]", "replace"), change("aws_subnet.a[5]", "delete"))).toBeUndefined();
  expect(
    lastOf(change('aws_subnet.a["x"]', "replace"), change('aws_subnet.a["y"]', "delete")),
  ).toBeUndefined();
});
