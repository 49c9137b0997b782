import { fleet } from "../../fleet/fleet";
import { stacksOf } from "./fixtures";

test("no stack asks for a variable, nor has an output: nothing secret can go in or out that way", () => {
  const stacks = Object.entries(stacksOf(fleet));
  expect(stacks.length).toBeGreaterThan(10);
  expect(stacks.filter(([, stack]) => "variable" in stack || "output" in stack)).toEqual([]);
});
