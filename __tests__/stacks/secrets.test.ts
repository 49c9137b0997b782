import { fleet } from "../../fleet/fleet";
import { stacksOf } from "./fixtures";

test("no stack has a variable or an output, so no secret can be in one", () => {
  const stacks = Object.entries(stacksOf(fleet));
  expect(stacks.length).toBeGreaterThan(10);
  expect(stacks.filter(([, stack]) => "variable" in stack || "output" in stack)).toEqual([]);
});
